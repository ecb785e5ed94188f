import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GeneralManager } from '../../lib/index.js';
import type { Application } from '../index.js';
import { NoApplication, NoModule, NoSchema } from './errors.js';

/** The module that package.json of the current folder names. */
export async function namedApplication(): Promise<string> {
  const text = await readFile('package.json', 'utf8').catch(() => '{}');
  const { 'general-manager': settings } = JSON.parse(text) as { readonly 'general-manager'?: { readonly application?: unknown } };
  if (typeof settings?.application !== 'string') throw NoModule.create({});
  return settings.application;
}

/** Imports a module and gives the booted application that it exports, or boots it by the function that it exports. */
export async function loadApplication(module: string): Promise<GeneralManager> {
  const exports = (await import(pathToFileURL(resolve(module)).href)) as { readonly gm?: unknown; readonly default?: unknown };
  const exported = exports.gm ?? exports.default;
  const application: unknown = await (typeof exported === 'function' ? (exported as () => unknown)() : exported);
  if (!isApplication(application)) throw NoApplication.create({ module });
  return application;
}

/** The application with its schema. */
export async function loadServed(module: string): Promise<Application> {
  const application = await loadApplication(module);
  if (!isServed(application)) throw NoSchema.create({});
  return application;
}

const isServed = (application: GeneralManager): application is Application =>
  'plan' in application && typeof application.plan === 'function';

function isApplication(value: unknown): value is GeneralManager {
  return typeof value === 'object' && value !== null && 'introspect' in value && typeof value.introspect === 'function';
}
