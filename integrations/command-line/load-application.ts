import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GeneralManager } from '../../lib/index.js';
import { NoApplication } from './errors.js';

/** Imports a module and gives the booted application that it exports, or boots it by the function that it exports. */
export async function loadApplication(module: string): Promise<GeneralManager> {
  const exports = (await import(pathToFileURL(resolve(module)).href)) as { readonly gm?: unknown; readonly default?: unknown };
  const exported = exports.gm ?? exports.default;
  const application: unknown = await (typeof exported === 'function' ? (exported as () => unknown)() : exported);
  if (!isApplication(application)) throw NoApplication.create({ module });
  return application;
}

function isApplication(value: unknown): value is GeneralManager {
  return typeof value === 'object' && value !== null && 'introspect' in value && typeof value.introspect === 'function';
}
