import type { GeneralManager } from '../../lib/index.js';
import { changeTriggers } from '../../lib/plugin.js';
import type { Arguments } from './arguments.js';
import { InvalidArgument, InvalidUsage, UnknownKept } from './errors.js';
import { explainManagers, explainOperation } from './explain-cache.js';
import { loadApplication, loadServed, namedApplication } from './load-application.js';
import { script } from './row-level-security.js';
import { table } from './table.js';

/** What is done with the cache of an application. */
interface Action {
  readonly options: Parameters<Arguments['only']>[1];
  /** Arguments behind the module. */
  readonly most: number;
  readonly run: (args: Arguments) => Promise<string>;
}

const ACTIONS: Readonly<Record<string, Action>> = Object.freeze({
  stats: { options: ['json'], most: 1, run: async (args) => within(args, stats) },
  clear: { options: ['json', 'manager'], most: 1, run: async (args) => within(args, clear) },
  explain: { options: ['json', 'operation', 'variables', 'actor'], most: 2, run: explain },
  triggers: { options: ['manager', 'down'], most: 1, run: triggers },
} satisfies Record<string, Action>);

/**
 * Does what was asked for, and tells of it. What is to be done stands before the module.
 *
 * @throws GM_CLI_USAGE
 */
export async function cache(args: Arguments): Promise<string> {
  const name = args.module ?? '';
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action) throw InvalidUsage.create({ command: 'cache', reason: `it is followed by one of ${Object.keys(ACTIONS).join(', ')}` });
  args.only(`cache ${name}`, action.options, action.most);
  return action.run(args);
}

/** The last argument is a document where it has a selection in it; no module has. */
const isDocument = (text: string | undefined): boolean => text?.includes('{') === true;

async function within(args: Arguments, run: (application: GeneralManager, args: Arguments) => Promise<string>): Promise<string> {
  const application = await loadApplication(args.rest[0] ?? (await namedApplication()));
  const told = await run(application, args);
  await application.close();
  return told;
}

async function clear(application: GeneralManager, args: Arguments): Promise<string> {
  const name = args.text('manager');
  if (name !== undefined) await requireKept(application, name);
  await application.clearCache(name);
  return args.flag('json') ? `${JSON.stringify({ cleared: name ?? true })}\n` : `Forgot ${name ?? 'everything'}.\n`;
}

/** Managers, and what else the store has answers of: computations. */
async function requireKept({ runtime }: GeneralManager, name: string): Promise<void> {
  const stored = (await runtime.cache.stored()) ?? [];
  const known = [...new Set([...runtime.model.managers.keys(), ...stored.map((each) => each.name)])].sort();
  if (!known.includes(name)) throw UnknownKept.create({ name, known });
}

/** What the store for several processes has; the memory of a process is told by that process alone. */
async function stats({ runtime }: GeneralManager, args: Arguments): Promise<string> {
  const stored = await runtime.cache.stored();
  if (args.flag('json')) return `${JSON.stringify(stored ?? null, null, 2)}\n`;
  if (!stored) return 'There is no store that tells what it has; each process tells its own by gm.cacheStatistics.\n';
  if (stored.length === 0) return 'Nothing is kept in the store.\n';
  return table(
    ['kept', 'entries', 'characters'],
    stored.map(({ name, entries, characters }) => [name, String(entries), String(characters)]),
  );
}

/** Of all managers, or of one operation. */
async function explain(args: Arguments): Promise<string> {
  const document = args.rest.at(-1);
  if (document === undefined || !isDocument(document))
    return within(args, async (application) => explainManagers(application, args.flag('json')));
  const [variables, actor] = [args.value('variables') ?? {}, args.value('actor')];
  if (!isRecord(variables)) throw InvalidArgument.create({ name: 'variables' });
  const application = await loadServed(args.rest.length > 1 ? (args.rest[0] ?? '') : await namedApplication());
  const planned = await application.plan(document, {
    variables,
    actor: typeof actor === 'object' ? actor : null,
    operation: args.text('operation'),
    cache: true,
  });
  await application.close();
  return explainOperation(planned, args.flag('json'));
}

async function triggers(args: Arguments): Promise<string> {
  const managers = args.texts('manager');
  return within(args, async (application) =>
    script(changeTriggers(application, managers.length > 0 ? { managers } : {}), args.flag('down')),
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
