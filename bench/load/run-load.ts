import { Connection } from './connection.js';
import { bytesOf, type Prepared } from './request.js';

/** What the load process is told to do. */
export interface Job {
  readonly url: string;
  readonly requests: readonly Prepared[];
  readonly connections: number;
  readonly seconds: number;
}

/** What came of it. */
export interface Load {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds of a request, by percentile. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number };
}

/**
 * Sends requests over a number of connections, each the next when its last is answered.
 *
 * When the time is over, what is under way is waited for and counted, however slow it is: nothing is left to the next.
 *
 * @throws Error when an answer is not one: an error is answered fast
 */
export async function runLoad({ url, requests, connections, seconds }: Job): Promise<Load> {
  const bytes = requests.map((request) => bytesOf(url, request));
  const open = Array.from({ length: connections }, () => new Connection(url));
  const latencies: number[] = [];
  let turn = 0;
  const begin = performance.now();
  const client = async (connection: Connection): Promise<void> => {
    for (let sent = begin; sent - begin < seconds * 1000;) {
      const { status, body } = await connection.send(bytes[turn++ % bytes.length] ?? Buffer.alloc(0));
      // No text inside an answer can look like this: its quotes would be escaped.
      if (status !== 200 || body.includes('"errors":')) throw new Error(`Answered ${status}: ${body.toString('utf8', 0, 300)}`);
      const answered = performance.now();
      latencies.push(answered - sent);
      sent = answered;
    }
  };
  try {
    await Promise.all(open.map(client));
    const took = (performance.now() - begin) / 1000;
    return { requests: latencies.length, seconds: took, latency: percentiles(latencies) };
  } finally {
    for (const connection of open) connection.close();
  }
}

function percentiles(latencies: readonly number[]): Load['latency'] {
  const sorted = Float64Array.from(latencies).toSorted();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
