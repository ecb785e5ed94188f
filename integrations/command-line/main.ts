#!/usr/bin/env node
import type { PolicyOperation } from '../../lib/index.js';
import { isGeneralManagerError, rowLevelSecurity } from '../../lib/plugin.js';
import { readArguments, type Arguments } from './arguments.js';
import { explain } from './explain.js';
import { inspect } from './inspect.js';
import { loadApplication, namedApplication } from './load-application.js';
import { script } from './row-level-security.js';

const USAGE = `Usage: general-manager inspect [module] [--json]
       general-manager explain [module] --manager <name> --key <key> [--field <name>] [--operation read] [--actor <json>] [--json]
       general-manager rls [module] --role <name> [--schema general_manager] [--force] [--down]

  inspect   Prints managers, fields, relations, operations and policies.
  explain   Tells why an actor may or may not do something with an object.
  rls       Prints the policies as SQL of PostgreSQL's row-level security, or with --down what undoes it.

The module exports the booted application, or a function that boots it, as "gm" or as default. Without an argument it is the one
that package.json names: { "general-manager": { "application": "./dist/app.js" } }.
TypeScript modules need a loader: node --import tsx node_modules/.bin/general-manager inspect ./app.ts

The key is a value, or JSON for one of several parts; the actor is JSON, and nobody without it.
`;

const OPERATIONS: readonly string[] = ['read', 'create', 'update', 'delete'] satisfies readonly PolicyOperation[];

/** Runs one command; gives the exit code. */
async function run(args: Arguments): Promise<number> {
  if (args.flag('help')) return print(process.stdout, USAGE);
  if (args.command === 'inspect' && !args.unknown(['json'])) {
    const application = await loadApplication(args.module ?? (await namedApplication()));
    return print(process.stdout, inspect(application.introspect(), args.flag('json')));
  }
  if (args.command === 'explain' && !args.unknown(['json', 'manager', 'key', 'field', 'operation', 'actor'])) return runExplain(args);
  if (args.command === 'rls' && !args.unknown(['role', 'schema', 'force', 'down'])) return runRls(args);
  return print(process.stderr, USAGE) + 2;
}

async function runExplain(args: Arguments): Promise<number> {
  const { manager, operation } = { manager: args.text('manager'), operation: args.text('operation') ?? 'read' };
  const [key, actor] = [args.value('key'), args.value('actor')];
  if (manager === undefined || key === undefined || !isOperation(operation)) return print(process.stderr, USAGE) + 2;
  const application = await loadApplication(args.module ?? (await namedApplication()));
  const field = args.text('field');
  const who = typeof actor === 'object' ? actor : null;
  const explanation = await application.explain(who, operation, manager, key, field === undefined ? {} : { field });
  return print(process.stdout, explain(explanation, args.flag('json')));
}

async function runRls(args: Arguments): Promise<number> {
  const { role, schema } = { role: args.text('role'), schema: args.text('schema') };
  if (role === undefined) return print(process.stderr, USAGE) + 2;
  const application = await loadApplication(args.module ?? (await namedApplication()));
  const written = rowLevelSecurity(application, { role, ...(schema !== undefined && { schema }), force: args.flag('force') });
  return print(process.stdout, script(written, args.flag('down')));
}

const isOperation = (operation: string): operation is PolicyOperation => OPERATIONS.includes(operation);

/** Errors of this project say what to do. */
function textOf(error: unknown): string {
  if (isGeneralManagerError(error)) return `${error.code}: ${error.message}\n${error.fix}`;
  return error instanceof Error ? error.message : String(error);
}

function print(stream: NodeJS.WriteStream, text: string): 0 {
  stream.write(text);
  return 0;
}

try {
  process.exitCode = await run(readArguments(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${textOf(error)}\n`);
  process.exitCode = 1;
}
// The application may hold connections; everything that was asked for has been printed.
process.stdout.write('', () => process.exit());
