import type { Contender, Workload } from './workloads.js';

/** What a contender did in the rounds. */
export interface Figure {
  readonly contender: string;
  /** Requests per second, median of the rounds. */
  readonly rate: number;
  /** Times slower than the first contender: median, least and most of the ratios within one round. */
  readonly ratio: { readonly median: number; readonly least: number; readonly most: number };
}

export interface MeasureOptions {
  readonly rounds: number;
  /** Milliseconds that each contender runs in a round. */
  readonly windowMs: number;
  /** Requests at a time. */
  readonly concurrency: number;
}

/** Runs all contenders of a workload in each round, in an order that rotates, after a round that is thrown away. */
export async function measure({ contenders }: Workload, options: MeasureOptions): Promise<readonly Figure[]> {
  const names = Object.keys(contenders);
  const rates = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = -1; round < options.rounds; round += 1) {
    for (let place = 0; place < names.length; place += 1) {
      const name = names[(place + round + names.length) % names.length] ?? '';
      const contender = contenders[name];
      if (!contender) continue;
      const rate = await rateOf(contender, options);
      if (round >= 0) rates.get(name)?.push(rate);
    }
  }
  const floor = rates.get(names[0] ?? '') ?? [];
  return names.map((contender) => {
    const own = rates.get(contender) ?? [];
    const ratios = own.map((rate, round) => (floor[round] ?? Number.NaN) / rate).toSorted((a, b) => a - b);
    return {
      contender,
      rate: median(own),
      ratio: { median: median(ratios), least: ratios[0] ?? Number.NaN, most: ratios.at(-1) ?? Number.NaN },
    };
  });
}

async function rateOf(contender: Contender, { windowMs, concurrency }: MeasureOptions): Promise<number> {
  const begin = performance.now();
  let turn = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - begin < windowMs) {
      turn += 1;
      await contender(turn);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return (turn / (performance.now() - begin)) * 1000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
