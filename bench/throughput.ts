import type { Contender } from './contenders/index.js';
import { start, type Running } from './contenders/start.js';
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
import { workloadReport } from './report/workload-report.js';
import type { Workload } from './workloads/index.js';

/** Connections to the database that each contender may have. */
const POOL = 10;
/** The connections whose ratios machines are told. */
const TOLD = 16;
const WARM_UP_SECONDS = 1;

type Print = (text: string) => void;

interface Bench {
  readonly options: Options;
  readonly database: BenchDatabase;
  readonly scale: Scale;
  readonly servers: ReadonlyMap<string, Running>;
  readonly load: LoadProcess;
  readonly print: Print;
}

/** Measures all workloads; gives the ratios for machines by workload. */
export async function throughput(options: Options, database: BenchDatabase, print: Print): Promise<Readonly<Record<string, object>>> {
  const { contenders, workloads } = options;
  const scale = scaleOf(options.artists);
  const surroundings = { databaseUrl: database.url, visitor: database.visitor, pool: POOL };
  const { statements, notes } = await admit(contenders, { workloads, scale, surroundings, pool: database.pool });
  for (const note of notes) print(note);
  const servers = new Map<string, Running>();
  const load = startLoadProcess();
  const summary: Record<string, object> = {};
  try {
    await Promise.all(contenders.map(async (contender) => servers.set(contender.name, await start(contender, surroundings))));
    const bench: Bench = { options, database, scale, servers, load, print };
    for (const workload of workloads) {
      const ratios = await measureAll(bench, workload, statements.get(workload.name) ?? new Map());
      if (ratios) summary[workload.name] = ratios;
    }
    print(`\nPeak memory of the server processes\n${memoryReport(contenders, servers)}`);
    return summary;
  } finally {
    load.stop();
    for (const server of servers.values()) await server.stop();
  }
}

/** A workload at all numbers of connections; gives the ratios for machines. */
async function measureAll(bench: Bench, workload: Workload, statements: ReadonlyMap<string, number>): Promise<object | undefined> {
  const { contenders, connections } = bench.options;
  const admitted = contenders.filter(({ name }) => statements.has(name));
  const told = connections.includes(TOLD) ? TOLD : connections[0];
  let ratios: object | undefined;
  for (const concurrency of connections) {
    const cells = await measureWorkload(bench, workload, admitted, concurrency);
    bench.print(`\n${workload.name}, ${concurrency} at a time: ${workload.title}\n${workloadReport(cells, admitted, statements)}`);
    if (concurrency === told) ratios = summaryOf(cells, admitted);
  }
  return ratios;
}

async function measureWorkload(bench: Bench, workload: Workload, contenders: readonly Contender[], connections: number): Promise<Cells> {
  const { options, database, scale, servers, load, print } = bench;
  const run = async (name: string, warmUp: boolean): Promise<Cell> => {
    const running = servers.get(name);
    if (!running) throw new Error(`${name} does not run.`);
    const seconds = warmUp ? Math.min(WARM_UP_SECONDS, options.seconds) : options.seconds;
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
