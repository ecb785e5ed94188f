import { setTimeout as wait } from 'node:timers/promises';
import { REQUESTS, type DemoRequest } from './requests.js';

/** Requests that come until they are stopped. */
export interface Load {
  stop(): Promise<void>;
}

export interface LoadOptions {
  /** The address of the GraphQL API. */
  readonly url: string;
  /** Requests a second, on average: they come and go in waves of a minute, as users do. */
  readonly rate: number;
  /** Requests under way at most; where an app is slower than that, fewer are made. Default: 50. */
  readonly atOnce?: number;
}

const WAVE_MS = 60_000;
const TIMEOUT_MS = 10_000;

/** One of the requests by its weight; each one more often the more it weighs. */
const DECK: readonly DemoRequest[] = REQUESTS.flatMap((request) => Array.from({ length: request.weight }, () => request));

/** Sends requests of the demo's users to an app. What becomes of them is what the app tells in its metrics. */
export function startLoad({ url, rate, atOnce = 50 }: LoadOptions): Load {
  const stopped = new AbortController();
  const underWay = new Set<Promise<void>>();
  const ask = (request: DemoRequest, turn: number): void => {
    const asked = send(url, request, turn, stopped.signal).finally(() => underWay.delete(asked));
    underWay.add(asked);
  };
  const run = async (): Promise<void> => {
    for (let turn = 0; !stopped.signal.aborted; turn += 1) {
      // A step that shares no factor with the number of cards deals all of them, well mixed.
      const request = DECK[(turn * 7) % DECK.length];
      if (request && underWay.size < atOnce) ask(request, turn);
      await wait(1000 / rateAt(rate, Date.now()), undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const running = run();
  const stop = async (): Promise<void> => {
    stopped.abort();
    await running;
    await Promise.all(underWay);
  };
  return { stop };
}

/** Between half and one and a half of the rate. */
const rateAt = (rate: number, now: number): number => rate * (1 + 0.5 * Math.sin((now / WAVE_MS) * 2 * Math.PI));

async function send(url: string, { name, query, as, variables }: DemoRequest, turn: number, stopped: AbortSignal): Promise<void> {
  const headers = { 'content-type': 'application/json', ...(as && { authorization: `Bearer ${as}` }) };
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const body = JSON.stringify({ query, operationName: name, variables: variables?.(turn) });
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    await response.arrayBuffer();
  } catch {
    // An app that does not answer is seen in the charts.
  }
}
