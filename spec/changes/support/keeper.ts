import { definePlugin, type Application, type Plugin } from 'general-manager';
import type { ChangeLog, Fence, Footprint, ReadPlan } from 'general-manager/plugin';
import { dependenciesOf } from '../../../lib/plugin.js';

/** A read that can be asked for again, and what it is remembered by. */
export interface Kept {
  readonly answer: string;
  readonly footprint: Footprint;
}

/** Keeps what reads of one application give, as a cache would. */
export class Keeper {
  /** The plan of the read that ran last. */
  lastPlan: ReadPlan | undefined;
  readonly plugin: Plugin;
  #log: ChangeLog | undefined;

  constructor() {
    this.plugin = definePlugin({
      name: 'keeper',
      description: 'Keeps the plan of the last read.',
      hooks: {
        wrapOperation:
          ({ next }) =>
          async (args) => {
            if (args.operation === 'read') this.lastPlan = args.plan;
            return next(args);
          },
      },
    });
  }

  /** Takes the log of the interface that a manager is of. */
  of({ model }: Application, manager: string): this {
    this.#log = model.managers.get(manager)?.adapter.changes;
    return this;
  }

  get log(): ChangeLog {
    if (!this.#log) throw new Error('nothing is written down');
    return this.#log;
  }

  /** `fence` is one that was taken before. Default: one of now. */
  async keep(read: () => Promise<unknown>, fence?: Fence): Promise<Kept> {
    const taken = fence ?? (await this.log.validate([])).fence;
    const answer = textOf(await read());
    const dependencies = this.lastPlan && dependenciesOf(this.lastPlan);
    if (!dependencies) throw new Error('nothing is known of what it depends on');
    return { answer, footprint: { fence: taken, dependencies } };
  }

  /** Whether something may have changed since. */
  async changed(...kept: readonly Kept[]): Promise<readonly boolean[]> {
    return (await this.log.validate(kept.map(({ footprint }) => footprint))).changed;
  }
}

/** The same text for the same answer. */
export const textOf = (answer: unknown): string =>
  JSON.stringify(answer, (_key, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  });

/** What became of kept reads. */
export class Tally {
  cases = 0;
  /** Reads of which the answer is another one. */
  other = 0;
  /** Reads that count as changed, and have the same answer. */
  needless = 0;
}

/** A read of an application. */
export type Read = () => Promise<unknown>;

/**
 * Writes, one after the other, and looks after each at what reads give: what counts as unchanged has to give the same answer. Gives the first read that
 * does not, by its place, and that of the write.
 */
export async function firstStale(
  keeper: Keeper,
  reads: readonly Read[],
  writes: readonly (() => Promise<unknown>)[],
  tally: Tally,
): Promise<{ readonly read: number; readonly write: number } | undefined> {
  const kept: Kept[] = [];
  const { fence: start } = await keeper.log.validate([]);
  for (const read of reads) kept.push(await keeper.keep(read, start));
  for (const [write, run] of writes.entries()) {
    await run();
    const { changed, fence } = await keeper.log.validate(kept.map(({ footprint }) => footprint));
    for (const [place, read] of reads.entries()) {
      const again = await keeper.keep(read, fence);
      const isSame = again.answer === kept[place]?.answer;
      tally.cases += 1;
      tally.other += Number(!isSame);
      tally.needless += Number(isSame && changed[place]);
      if (!isSame && !changed[place]) return { read: place, write };
      kept[place] = again;
    }
  }
  return undefined;
}
