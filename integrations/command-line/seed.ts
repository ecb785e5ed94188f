import { InvalidSeedTarget } from '../../lib/plugin.js';
import type { GeneralManager, SeedStep, SeedTargets } from '../../lib/index.js';
import type { Arguments } from './arguments.js';
import { InvalidUsage } from './errors.js';
import { ProgressBar } from './progress-bar.js';
import { table } from './table.js';

/** The options of the command. */
export const SEED_OPTIONS = ['count', 'manager', 'seed', 'batch', 'dry-run', 'json'] as const;

/** How many objects of which manager are wanted. @throws GM_CLI_USAGE where nothing was said */
export function seedTargets(args: Arguments): SeedTargets {
  const count = args.whole('count');
  const managers = Object.fromEntries(args.texts('manager').map(targetOf));
  if (count === undefined && Object.keys(managers).length === 0)
    throw InvalidUsage.create({ command: 'seed', reason: 'it needs --count, or --manager with a number' });
  return { managers, ...(count !== undefined && { count }) };
}

function targetOf(target: string): readonly [string, number] {
  const [, name, count] = /^(\w+)=(\d{1,15})$/.exec(target) ?? [];
  if (name === undefined) throw InvalidSeedTarget.create({ target });
  return [name, Number(count)];
}

/** Makes what is missing, tells on standard error how far it is, and then what was made. */
export async function seed(application: GeneralManager, targets: SeedTargets, args: Arguments): Promise<string> {
  const bar = new ProgressBar(process.stderr);
  const [batch, start] = [args.whole('batch'), args.text('seed')];
  const dryRun = args.flag('dry-run');
  const stop = new AbortController();
  const interrupted = (): void => stop.abort(new Error('Stopped; the same command goes on from here.'));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const steps = await application.seed({
      ...targets,
      dryRun,
      ...(batch !== undefined && { batch }),
      ...(start !== undefined && { seed: /^\d{1,15}$/.test(start) ? Number(start) : start }),
      onProgress: ({ manager, made, missing }) => bar.show(manager, made, missing),
      signal: stop.signal,
    });
    return args.flag('json') ? `${JSON.stringify(steps, null, 2)}\n` : told(steps, dryRun);
  } finally {
    bar.end();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

function told(steps: readonly SeedStep[], dryRun: boolean): string {
  const rows = steps.map(({ manager, there, missing, how }) => [manager, String(there), String(missing), missing === 0 ? '-' : how]);
  return table(['manager', 'were there', dryRun ? 'would be made' : 'made', 'how'], rows);
}
