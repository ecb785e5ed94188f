import type { Contender } from './contenders/index.js';
import { start, type Running, type Surroundings } from './contenders/start.js';
import type { BenchDatabase } from './database/open.js';
import { scaleOf, type Scale } from './database/fill.js';
import { startLoadProcess, type LoadProcess } from './load/load-process.js';
import { prepare } from './load/request.js';
import { measureCell, type Cell } from './measure/cell.js';
import { admit } from './measure/probe.js';
import { peakMemoryOf } from './measure/processes.js';
import { inRounds } from './measure/rounds.js';
import type { Options } from './options.js';
import { summaryOf, type Cells } from './report/summary.js';
import { figure, table } from './report/table.js';
import { comparisonReport } from './report/comparison-report.js';
import { workloadReport } from './report/workload-report.js';
import type { Workload } from './workloads/index.js';

/** Connections to the database that each contender may have. */
const POOL = 10;
/** The connections whose ratios machines are told. */
const TOLD = 16;

type Print = (text: string) => void;

interface Bench {
  readonly options: Options;
  readonly database: BenchDatabase;
  readonly scale: Scale;
  readonly servers: ReadonlyMap<string, Running>;
  readonly load: LoadProcess;
  readonly print: Print;
  readonly measured: Measured;
  /** Whether the servers are started for the last time. */
  readonly isLast: boolean;
}

/** What was measured since the beginning, by workload and connections. */
type Measured = Map<string, Cells>;

interface Started extends AsyncDisposable {
  readonly servers: ReadonlyMap<string, Running>;
}

/** Measures all workloads; gives the ratios for machines by workload. */
export async function throughput(options: Options, database: BenchDatabase, print: Print): Promise<Readonly<Record<string, object>>> {
  const { contenders, workloads, starts } = options;
  const scale = scaleOf(options.artists);
  const surroundings = { databaseUrl: database.url, visitor: database.visitor, pool: POOL, source: options.source };
  const { statements, notes } = await admit(contenders, { workloads, scale, surroundings, pool: database.pool });
  for (const note of notes) print(note);
  const load = startLoadProcess();
  const measured: Measured = new Map();
  const summary: Record<string, object> = {};
  try {
    for (let start = 1; start <= starts; start += 1) {
      await using running = await startAll(contenders, surroundings);
      const bench: Bench = { options, database, scale, servers: running.servers, load, print, measured, isLast: start === starts };
      for (const workload of workloads)
        Object.assign(summary, await measureAll(bench, workload, statements.get(workload.name) ?? new Map()));
      if (bench.isLast) print(`\nPeak memory of the server processes\n${memoryReport(contenders, running.servers)}`);
    }
    return summary;
  } finally {
    load.stop();
  }
}

async function startAll(contenders: readonly Contender[], surroundings: Surroundings): Promise<Started> {
  const servers = new Map<string, Running>();
  const stop = async (): Promise<void> => {
    for (const server of servers.values()) await server.stop();
  };
  try {
    await Promise.all(contenders.map(async (contender) => servers.set(contender.name, await start(contender, surroundings))));
    return { servers, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A workload at all numbers of connections; gives the ratios for machines by its name, once everything is measured. */
async function measureAll(bench: Bench, workload: Workload, statements: ReadonlyMap<string, number>): Promise<object | undefined> {
  const { contenders, connections, compared } = bench.options;
  const admitted = contenders.filter(({ name }) => statements.has(name));
  const told = connections.includes(TOLD) ? TOLD : connections[0];
  let ratios: object | undefined;
  for (const concurrency of connections) {
    const key = `${workload.name} ${concurrency}`;
    const cells = joined(bench.measured.get(key), await measureWorkload(bench, workload, admitted, concurrency));
    bench.measured.set(key, cells);
    if (!bench.isLast) continue;
    const report = compared ? comparisonReport(cells, admitted) : workloadReport(cells, admitted, statements);
    bench.print(`\n${workload.name}, ${concurrency} at a time: ${workload.title}\n${report}`);
    if (concurrency === told) ratios = summaryOf(cells, admitted);
  }
  return ratios && { [workload.name]: ratios };
}

/** Rounds of several starts; who failed in one of them is left out. */
function joined(before: Cells | undefined, cells: Cells): Cells {
  if (!before) return cells;
  return new Map([...cells].flatMap(([name, own]) => (before.has(name) ? [[name, [...(before.get(name) ?? []), ...own]] as const] : [])));
}

async function measureWorkload(bench: Bench, workload: Workload, contenders: readonly Contender[], connections: number): Promise<Cells> {
  const { options, database, scale, servers, load, print } = bench;
  const run = async (name: string, warmUp: boolean): Promise<Cell> => {
    const running = servers.get(name);
    if (!running) throw new Error(`${name} does not run.`);
    const seconds = warmUp ? options.warmUp : options.seconds;
    const requests = prepare(running.contender, workload, scale);
    const cell = await measureCell(running, database.pool, load, { requests, connections, seconds });
    if (workload.undo) await database.pool.query(workload.undo(scale));
    return cell;
  };
  const names = contenders.map(({ name }) => name);
  return inRounds(names, options.rounds, run, (name, error) => print(`${workload.name}: ${name} is left out: ${String(error)}`));
}

function memoryReport(contenders: readonly Contender[], servers: ReadonlyMap<string, Running>): string {
  const rows = contenders.map(({ name, title }) => [title, figure(peakMemoryOf(servers.get(name)?.pid ?? 0))]);
  return table(['', 'MB'], rows);
}
