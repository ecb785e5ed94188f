import type { DeadEvent, GeneralManager, PendingEvents } from '../../lib/index.js';
import type { Arguments } from './arguments.js';
import { InvalidArgument, InvalidUsage } from './errors.js';
import { table } from './table.js';

/** What is done with durable events: one thing at a time; otherwise they are listed. */
const ACTIONS = ['replay', 'skip', 'prune'] as const;

type Action = (typeof ACTIONS)[number];

/** The options of the command. */
export const EVENT_OPTIONS = ['json', 'consumer', 'ids', 'since', 'before', ...ACTIONS] as const;

/** What was asked for. @throws GM_CLI_USAGE where that is more than one thing, or lacks something */
export function eventAction(args: Arguments): Action | 'list' {
  const [action = 'list', ...others] = ACTIONS.filter((each) => args.flag(each));
  const given = (['consumer', 'ids', 'since', 'before'] as const).filter((each) => args.text(each) !== undefined);
  const { taken, needed } = OPTIONS[action];
  const refuse = (reason: string): never => {
    throw InvalidUsage.create({ command: 'events', reason });
  };
  const [first] = others;
  if (first !== undefined) refuse(`--${action} and --${first} are two things`);
  const what = action === 'list' ? 'a list' : `--${action}`;
  const strange = given.find((each) => !taken.includes(each));
  if (strange !== undefined) refuse(`${what} takes no --${strange}`);
  const missing = needed.find((each) => !given.includes(each));
  if (missing !== undefined) refuse(`${what} needs --${missing}`);
  return action;
}

interface Takes {
  readonly taken: readonly string[];
  readonly needed: readonly ('ids' | 'before')[];
}

const OPTIONS: Readonly<Record<Action | 'list', Takes>> = Object.freeze({
  list: { taken: ['consumer'], needed: [] },
  replay: { taken: ['consumer', 'ids', 'since'], needed: [] },
  skip: { taken: ['ids'], needed: ['ids'] },
  prune: { taken: ['before'], needed: ['before'] },
});

/** Does it, and tells what was done. */
export async function events({ events: queue }: GeneralManager, action: Action | 'list', args: Arguments): Promise<string> {
  const consumer = args.text('consumer');
  const ids = args.text('ids')?.split(',');
  switch (action) {
    case 'list': {
      const [pending, dead] = await Promise.all([queue.pending(), queue.dead(consumer === undefined ? {} : { consumer })]);
      const wanted = pending.filter((each) => consumer === undefined || each.consumer === consumer);
      return args.flag('json') ? `${JSON.stringify({ pending: wanted, dead }, null, 2)}\n` : listed(wanted, dead);
    }
    case 'replay':
      return told(await queue.replay({ consumer, ids, since: time(args, 'since') }), 'due again', args);
    case 'skip':
      return told(await queue.skip({ ids: ids ?? [] }), 'skipped', args);
    case 'prune':
      return told(await queue.prune({ before: time(args, 'before') ?? new Date(Number.NaN) }), 'deleted', args);
  }
}

function listed(pending: readonly PendingEvents[], dead: readonly DeadEvent[]): string {
  if (pending.length === 0) return 'Nothing waits.\n';
  const waiting = pending.map((each) => [each.consumer, String(each.pending), String(each.dead), each.oldest.toISOString()]);
  const rows = dead.map(({ id, consumer, manager, key, operation, attempt, error, at }) => {
    return [id, consumer, `${operation} ${manager} ${key.join(',')}`, String(attempt), error ?? '', at.toISOString()];
  });
  const head = table(['consumer', 'waiting', 'dead', 'oldest'], waiting);
  return rows.length === 0 ? head : `${head}\n${table(['dead', 'consumer', 'event', 'attempts', 'error', 'at'], rows)}`;
}

const told = (count: number, what: string, args: Arguments): string =>
  args.flag('json') ? `${JSON.stringify({ count })}\n` : `${count} event${count === 1 ? ' is' : 's are'} ${what}.\n`;

function time(args: Arguments, name: 'since' | 'before'): Date | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw InvalidArgument.create({ name });
  return date;
}
