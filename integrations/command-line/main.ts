#!/usr/bin/env node
import type { PolicyOperation } from '../../lib/index.js';
import { advise, isGeneralManagerError, rowLevelSecurity } from '../../lib/plugin.js';
import { advice } from './advise.js';
import { readArguments, type Arguments } from './arguments.js';
import { InvalidArgument, InvalidUsage, perhaps } from './errors.js';
import { cache } from './cache.js';
import { EVENT_OPTIONS, eventAction, events } from './events.js';
import { explain } from './explain.js';
import { inspect } from './inspect.js';
import { loadApplication, loadServed, namedApplication } from './load-application.js';
import { plan } from './plan.js';
import { seed, SEED_OPTIONS, seedTargets } from './seed.js';
import { script } from './row-level-security.js';

const USAGE = `Usage: general-manager inspect [module] [--json]
       general-manager explain [module] --manager <name> --key <key> [--field <name>] [--operation read] [--actor <json>] [--json]
       general-manager explain [module] --manager <name> --action <name> [--key <key>] [--field <name>] [--actor <json>] [--json]
       general-manager plan [module] <document> [--operation <name>] [--variables <json>] [--actor <json>] [--sql] [--explain] [--json]
       general-manager advise [module] [--strict] [--json]
       general-manager events [module] [--consumer <name>] [--json]
       general-manager events [module] --replay [--consumer <name>] [--ids <id,id>] [--since <time>]
       general-manager events [module] --skip --ids <id,id> | --prune --before <time>
       general-manager cache stats [module] [--json]
       general-manager cache explain [module] [<document>] [--operation <name>] [--variables <json>] [--actor <json>] [--json]
       general-manager cache clear [module] [--manager <name>]
       general-manager cache triggers [module] [--manager <name>]… [--down]
       general-manager seed [module] [--count <number>] [--manager <name>=<number>]… [--seed <seed>] [--batch 1000] [--dry-run] [--json]
       general-manager rls [module] --role <name> [--schema general_manager] [--force] [--down]

  inspect   Prints managers, fields, relations, operations and policies.
  explain   Tells why an actor may or may not do something with an object.
  plan      Tells how a GraphQL operation is answered: route, plan, SQL; with --explain how PostgreSQL would carry it out.
  advise    Tells which indexes and statistics of PostgreSQL are missing; with --strict the exit code is 1 where there are any.
  events    Lists durable events that wait and that are dead, delivers them again, skips them, deletes delivered ones.
  cache     Tells what the store of the cache has, how long reads are kept, or what one operation depends on and whether its answer is there;
            forgets what is kept; prints triggers that tell of every write, whoever writes, as SQL, or with --down what undoes them.
  seed      Makes objects until there are as many of each manager as are wanted; with --dry-run only tells what is missing.
  rls       Prints the policies as SQL of PostgreSQL's row-level security, or with --down what undoes it.

The module exports the booted application, or a function that boots it, as "gm" or as default. Without an argument it is the one
that package.json names: { "general-manager": { "application": "./dist/app.js" } }.
TypeScript modules need a loader: node --import tsx node_modules/.bin/general-manager inspect ./app.ts

The key is a value, or JSON for one of several parts; the actor is JSON, and nobody without it.
`;

const OPERATIONS: readonly string[] = ['read', 'create', 'update', 'delete'] satisfies readonly PolicyOperation[];

interface Command {
  readonly options: Parameters<Arguments['only']>[1];
  /** Arguments behind the module. Default: none. */
  readonly most?: number;
  readonly run: (args: Arguments) => Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = Object.freeze({
  inspect: { options: ['json'], run: runInspect },
  explain: { options: ['json', 'manager', 'key', 'field', 'operation', 'action', 'actor'], run: runExplain },
  plan: { options: ['json', 'operation', 'variables', 'actor', 'sql', 'explain'], most: 1, run: runPlan },
  advise: { options: ['json', 'strict'], run: runAdvise },
  events: { options: EVENT_OPTIONS, run: runEvents },
  cache: { options: ['json', 'manager', 'operation', 'variables', 'actor', 'down'], most: 2, run: runCache },
  seed: { options: SEED_OPTIONS, run: runSeed },
  rls: { options: ['role', 'schema', 'force', 'down'], run: runRls },
} satisfies Record<string, Command>);

/** Runs one command; gives the exit code. */
async function run(args: Arguments): Promise<number> {
  if (args.flag('help')) return print(process.stdout, USAGE);
  const name = args.command ?? '';
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    throw misused('', `${name === '' ? 'there is no command' : `there is no command ${name}`}${perhaps(name, Object.keys(COMMANDS))}`);
  // Each thing that is done with the cache takes options of its own.
  if (command !== COMMANDS['cache']) args.only(name, command.options, command.most);
  return command.run(args);
}

async function runInspect(args: Arguments): Promise<number> {
  const application = await loadApplication(args.module ?? (await namedApplication()));
  return print(process.stdout, inspect(application.introspect(), args.flag('json')));
}

async function runExplain(args: Arguments): Promise<number> {
  const [manager, action, field] = [args.text('manager'), args.text('action'), args.text('field')];
  const operation = args.text('operation') ?? (action === undefined ? 'read' : 'update');
  const [key, actor] = [args.value('key'), args.value('actor')];
  // What is done with the class as a whole needs no key; what lacks one is told by a code.
  if (manager === undefined) throw misused('explain', 'it needs --manager');
  if (key === undefined && action === undefined) throw misused('explain', 'it needs --key, or --action');
  if (!isOperation(operation)) throw misused('explain', `--operation is one of ${OPERATIONS.join(', ')}`);
  const application = await loadApplication(args.module ?? (await namedApplication()));
  const who = typeof actor === 'object' ? actor : null;
  const subject = { ...(field !== undefined && { field }), ...(action !== undefined && { action }) };
  const explanation = await application.explain(who, operation, manager, key, subject);
  return print(process.stdout, explain(explanation, args.flag('json')));
}

/** The document is the last argument; the module may be left out, as always. */
async function runPlan(args: Arguments): Promise<number> {
  const [module, document] = args.rest.length > 0 ? [args.module, args.rest[0]] : [undefined, args.module];
  const [variables, actor] = [args.value('variables') ?? {}, args.value('actor')];
  if (document === undefined) throw misused('plan', 'it needs a document');
  if (!isRecord(variables)) throw InvalidArgument.create({ name: 'variables' });
  const application = await loadServed(module ?? (await namedApplication()));
  const found = await application.plan(document, {
    variables,
    actor: typeof actor === 'object' ? actor : null,
    operation: args.text('operation'),
    explain: args.flag('explain'),
  });
  return print(process.stdout, plan(found, { json: args.flag('json'), sql: args.flag('sql') }));
}

async function runAdvise(args: Arguments): Promise<number> {
  const found = await advise(await loadApplication(args.module ?? (await namedApplication())));
  print(process.stdout, advice(found, args.flag('json')));
  return args.flag('strict') && found.some(({ severity }) => severity === 'warning') ? 1 : 0;
}

async function runEvents(args: Arguments): Promise<number> {
  const action = eventAction(args);
  const application = await loadApplication(args.module ?? (await namedApplication()));
  return print(process.stdout, await events(application, action, args));
}

async function runCache(args: Arguments): Promise<number> {
  return print(process.stdout, await cache(args));
}

async function runSeed(args: Arguments): Promise<number> {
  const targets = seedTargets(args);
  const application = await loadApplication(args.module ?? (await namedApplication()));
  return print(process.stdout, await seed(application, targets, args));
}

async function runRls(args: Arguments): Promise<number> {
  const { role, schema } = { role: args.text('role'), schema: args.text('schema') };
  if (role === undefined) throw misused('rls', 'it needs --role');
  const application = await loadApplication(args.module ?? (await namedApplication()));
  const written = rowLevelSecurity(application, { role, ...(schema !== undefined && { schema }), force: args.flag('force') });
  return print(process.stdout, script(written, args.flag('down')));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOperation = (operation: string): operation is PolicyOperation => OPERATIONS.includes(operation);

const misused = (command: string, reason: string): Error => InvalidUsage.create({ command, reason });

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
  const isMisused = isGeneralManagerError(error) && error.code === InvalidUsage.code;
  process.stderr.write(`${textOf(error)}\n${isMisused ? `\n${USAGE}` : ''}`);
  process.exitCode = isMisused ? 2 : 1;
}
// The application may hold connections; everything that was asked for has been printed.
process.stdout.write('', () => process.exit());
