import { setTimeout as sleep } from 'node:timers/promises';
import { HOSTILE } from '../../spec/integrations/graphql-server/support/hostile.js';
import type { Contender } from '../contenders/index.js';
import { start } from '../contenders/start.js';
import { scaleOf } from '../database/fill.js';
import { openDatabase } from '../database/open.js';
import { sourceOf } from '../database/source.js';
import { Connection } from '../load/connection.js';
import { startLoadProcess, type LoadProcess } from '../load/load-process.js';
import { bytesOf, prepare, type Prepared } from '../load/request.js';
import { ratio, type Spread } from '../measure/statistics.js';
import { table } from '../report/table.js';
import { byKey } from '../workloads/by-key.js';

const ARTISTS = 20;
const POOL = 10;
const ROUNDS = 7;
const SECONDS = 2;
/** Normal requests at a time. */
const CONNECTIONS = 4;
/** Hostile documents in a second. */
const RATES = [10, 50];

const SERVER: Contender = { name: 'ours', title: 'General Manager', dialect: 'general-manager', program: 'servers/ours/main.ts' };

interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** Prints how much longer normal requests take while somebody else sends hostile documents, to a server process with a database. */
export async function beside(print: (text: string) => void): Promise<void> {
  const scale = scaleOf(ARTISTS);
  const database = await openDatabase(process.env['DATABASE_URL'], sourceOf(''), scale);
  const load = startLoadProcess();
  try {
    const { url, stop } = await start(SERVER, { databaseUrl: database.url, visitor: database.visitor, pool: POOL });
    try {
      const normal = prepare(SERVER, byKey, scale);
      const stream = new HostileStream(url);
      print(`\nLatency of ${byKey.title}, ${CONNECTIONS} at a time, beside hostile documents, in times of without (least to most)\n`);
      const rows = [];
      for (const rate of RATES) rows.push(await compare(rate, async () => measure(load, url, normal), stream));
      print(table(['a second', 'p50', '', 'p99', '', 'ms without: p50, p99', 'beside: p50, p99'], rows));
    } finally {
      await stop();
    }
  } finally {
    load.stop();
    await database.close();
  }
}

async function measure(load: LoadProcess, url: string, requests: readonly Prepared[]): Promise<Latency> {
  return (await load.run({ url, requests, connections: CONNECTIONS, seconds: SECONDS })).latency;
}

/** With and without in turn; the first round is thrown away. */
async function compare(rate: number, run: () => Promise<Latency>, stream: HostileStream): Promise<readonly string[]> {
  const alone: Latency[] = [];
  const crowded: Latency[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const without = await run();
    const beside = await stream.during(rate, run);
    if (round === 0) continue;
    alone.push(without);
    crowded.push(beside);
  }
  const of = (name: keyof Latency): Spread =>
    ratio(
      crowded.map((each) => each[name]),
      alone.map((each) => each[name]),
    );
  const told = ({ median, least, most }: Spread): readonly string[] => [median.toFixed(2), `(${least.toFixed(2)} to ${most.toFixed(2)})`];
  return [String(rate), ...told(of('p50')), ...told(of('p99')), inMs(alone), inMs(crowded)];
}

const inMs = (all: readonly Latency[]): string => {
  const middle = (name: keyof Latency): string =>
    (all.map((each) => each[name]).toSorted((a, b) => a - b)[all.length >> 1] ?? 0).toFixed(2);
  return `${middle('p50')}, ${middle('p99')}`;
};

/** Another client, which sends one hostile document after the other, each of them new to the server. */
class HostileStream {
  readonly #url: string;
  #sent = 0;

  constructor(url: string) {
    this.#url = url;
  }

  async during<T>(rate: number, run: () => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const sending = this.#send(rate, stop.signal);
    try {
      return await run();
    } finally {
      stop.abort();
      await sending;
    }
  }

  async #send(rate: number, stop: AbortSignal): Promise<void> {
    const connection = new Connection(this.#url);
    const begin = performance.now();
    for (let turn = 0; !stop.aborted; turn += 1) {
      await connection.send(this.#next());
      await sleep(Math.max(0, begin + ((turn + 1) * 1000) / rate - performance.now()));
    }
    connection.close();
  }

  #next(): Buffer {
    const texts = Object.values(HOSTILE);
    this.#sent += 1;
    const query = `${texts[this.#sent % texts.length]} #${this.#sent}`;
    return bytesOf(this.#url, { body: JSON.stringify({ query }), headers: {} });
  }
}
