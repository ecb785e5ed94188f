import type { GeneralManager } from '../../lib/index.js';
import { isTracked } from '../../lib/plugin.js';
import type { Arguments } from './arguments.js';
import { table } from './table.js';

/** What is done with the cache of an application. */
const ACTIONS = ['stats', 'clear', 'explain'] as const;

type Action = (typeof ACTIONS)[number];

/** The options of the command. */
export const CACHE_OPTIONS = ['json', 'manager'] as const;

/** What was asked for; undefined where that is nothing that there is. */
export const cacheAction = (text: string | undefined): Action | undefined => ACTIONS.find((each) => each === text);

/** Does it, and tells what was done, or what there is. */
export async function cache(application: GeneralManager, action: Action, args: Arguments): Promise<string> {
  const name = args.texts('manager').at(-1);
  switch (action) {
    case 'clear':
      await application.clearCache(name);
      return args.flag('json') ? `${JSON.stringify({ cleared: name ?? true })}\n` : `Forgot ${name ?? 'everything'}.\n`;
    case 'stats':
      return stats(application, args.flag('json'));
    case 'explain':
      return explain(application, args.flag('json'));
  }
}

/** What the store for several processes has; the memory of a process is told by that process alone. */
async function stats({ runtime }: GeneralManager, json: boolean): Promise<string> {
  const stored = await runtime.cache.stored();
  if (json) return `${JSON.stringify(stored ?? null, null, 2)}\n`;
  if (!stored) return 'There is no store that tells what it has; each process tells its own by gm.cacheStatistics.\n';
  if (stored.length === 0) return 'Nothing is kept in the store.\n';
  return table(
    ['kept', 'entries', 'characters'],
    stored.map(({ name, entries, characters }) => [name, String(entries), String(characters)]),
  );
}

/** How long reads of each manager are kept, and what that rests on. */
function explain({ model, runtime }: GeneralManager, json: boolean): string {
  const managers = [...model.managers.values()].map((manager) => ({
    manager: manager.name,
    interface: manager.adapter.name,
    scope: typeof manager.cache === 'object' ? `${manager.cache.timeoutMs} ms` : (manager.cache ?? 'none'),
    changes: isTracked(manager) ? 'told' : 'not told',
    shared: manager.adapter.ignoresCallers ? 'between actors with the same plan' : 'by the same actor alone',
  }));
  if (json) return `${JSON.stringify({ keeps: runtime.cache.isKeeping, managers }, null, 2)}\n`;
  const head = runtime.cache.isKeeping ? '' : 'The application is given no cache, so that nothing is kept beyond requests.\n\n';
  return (
    head +
    table(
      ['manager', 'interface', 'kept', 'changes', 'shared'],
      managers.map((each) => Object.values(each)),
    )
  );
}
