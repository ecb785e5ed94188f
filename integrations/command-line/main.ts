#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { isGeneralManagerError } from '../../lib/plugin.js';
import { inspect } from './inspect.js';
import { loadApplication, namedApplication } from './load-application.js';

const USAGE = `Usage: general-manager inspect [module] [--json]

  inspect   Prints managers, fields, relations, operations and policies.

The module exports the booted application, or a function that boots it, as "gm" or as default. Without an argument it is the one
that package.json names: { "general-manager": { "application": "./dist/app.js" } }.
TypeScript modules need a loader: node --import tsx node_modules/.bin/general-manager inspect ./app.ts
`;

/** Runs one command; gives the exit code. */
async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [command, module] = positionals;
  if (values.help) return print(process.stdout, USAGE);
  if (command !== 'inspect' || positionals.length > 2) return print(process.stderr, USAGE) + 2;
  const application = await loadApplication(module ?? (await namedApplication()));
  return print(process.stdout, inspect(application.introspect(), values.json ?? false));
}

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
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${textOf(error)}\n`);
  process.exitCode = 1;
}
// The application may hold connections; everything that was asked for has been printed.
process.stdout.write('', () => process.exit());
