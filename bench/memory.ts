import type { Contender } from './contenders/index.js';
import { start } from './contenders/start.js';
import { scaleOf } from './database/fill.js';
import type { BenchDatabase } from './database/open.js';
import { startLoadProcess } from './load/load-process.js';
import { prepare } from './load/request.js';
import { peakMemoryOf } from './measure/processes.js';
import { spread, type Spread } from './measure/statistics.js';
import type { Options } from './options.js';
import { rounded } from './report/summary.js';
import { figure, table } from './report/table.js';
import { nested } from './workloads/nested.js';

const AT_A_TIME = 64;
const POOL = 10;

/** The most memory that servers take while they answer 64 nested lists at a time; each round is a new process. */
export async function memory(options: Options, database: BenchDatabase, print: (text: string) => void): Promise<object> {
  const { contenders, rounds, seconds } = options;
  const peaks = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  const load = startLoadProcess();
  const peakOf = async (contender: Contender): Promise<number> => {
    const running = await start(contender, { databaseUrl: database.url, visitor: database.visitor, pool: POOL, source: options.source });
    try {
      const requests = prepare(contender, nested, scaleOf(options.artists));
      await load.run({ url: running.url, requests, connections: AT_A_TIME, seconds });
      return peakMemoryOf(running.pid) ?? Number.NaN;
    } finally {
      await running.stop();
    }
  };
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const contender of contenders) peaks.get(contender.name)?.push(await peakOf(contender));
    }
  } finally {
    load.stop();
  }
  const spreads = new Map<string, Spread>([...peaks].map(([name, values]) => [name, spread(values)]));
  const rows = contenders.map(({ name, title }) => {
    const { median = Number.NaN, least, most } = spreads.get(name) ?? {};
    return [title, figure(median), `(${figure(least)} to ${figure(most)})`];
  });
  print(`\nPeak memory, MB, ${AT_A_TIME} at a time: ${nested.title}\n${table(['', 'median', '(least to most)'], rows)}`);
  return memorySummary(spreads);
}

function memorySummary(spreads: ReadonlyMap<string, Spread>): object {
  const all = Object.fromEntries([...spreads].map(([name, { median }]) => [name, rounded(median)]));
  const [ours, floor] = [spreads.get('ours'), spreads.get('floor-text')];
  return { memory: { ...all, ...(ours && floor && { vsFloor: rounded(ours.median / floor.median) }) } };
}
