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
  const { json, help, command, module, wrong } = argumentsOf(args);
  if (help) return print(process.stdout, USAGE);
  if (wrong || command !== 'inspect') return print(process.stderr, USAGE) + 2;
  const application = await loadApplication(module ?? (await namedApplication()));
  return print(process.stdout, inspect(application.introspect(), json));
}

interface Arguments {
  readonly json: boolean;
  readonly help: boolean;
  readonly command?: string | undefined;
  readonly module?: string | undefined;
  /** There is something that no command takes. */
  readonly wrong: boolean;
}

function argumentsOf(args: readonly string[]): Arguments {
  const options = { json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  const { values, positionals, tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  const [command, module, ...rest] = positionals;
  const unknown = tokens.some((token) => token.kind === 'option' && (!Object.hasOwn(options, token.name) || token.value !== undefined));
  return { json: values.json === true, help: values.help === true, command, module, wrong: unknown || rest.length > 0 };
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
