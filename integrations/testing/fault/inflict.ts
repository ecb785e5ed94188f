import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChosenFault } from './choice.js';
import type { Fault } from './options.js';
import { json, type RawAnswer } from './upstream.js';

const LATENCY_MS = 200;
const SLOW_BODY_MS = 1000;

/** What is answered in place of the upstream; undefined where its answer is. */
export function inPlace(chosen: ChosenFault | undefined): RawAnswer | undefined {
  if (chosen?.fault === 'status500') return json(500, { message: 'Something went wrong.' });
  if (chosen?.fault !== 'status429') return undefined;
  const { retryAfter } = chosen.options;
  return json(429, { message: 'Too many requests.' }, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });
}

/** Sends an answer, with its fault. */
export async function inflict(
  response: ServerResponse,
  answer: RawAnswer,
  chosen: ChosenFault | undefined,
  signal: AbortSignal,
): Promise<void> {
  const send = chosen ? SENDERS[chosen.fault] : undefined;
  await (send ?? sendWhole)(response, answer, { ms: chosen?.options.ms, signal });
}

interface Waiting {
  readonly ms: number | undefined;
  readonly signal: AbortSignal;
}

type Send = (response: ServerResponse, answer: RawAnswer, waiting: Waiting) => void | Promise<void>;

const sendWhole: Send = (response, answer) => {
  head(response, answer, answer.body.length).end(isBodiless(answer) ? undefined : answer.body);
};

const reset: Send = (response) => void response.socket?.resetAndDestroy();

/** Those that are not here are answers in place of the upstream's. */
const SENDERS: Readonly<Partial<Record<Fault, Send>>> = Object.freeze({
  reset,
  halfOpen: async (_response, _answer, { signal }) => {
    if (!signal.aborted) await once(signal, 'abort');
  },
  latency: async (response, answer, waiting) => {
    await wait(waiting.ms ?? LATENCY_MS, undefined, { signal: waiting.signal });
    return sendWhole(response, answer, waiting);
  },
  truncate: (response, answer, waiting) => {
    // What has no body cannot be cut short; its loss is that of the whole answer.
    if (answer.body.length === 0) return reset(response, answer, waiting);
    head(response, answer, answer.body.length).write(halves(answer)[0], () => response.socket?.destroy());
  },
  malformedJson: (response, answer, waiting) => {
    if (answer.body.length === 0) return sendWhole(response, answer, waiting);
    // Half of a number is one: the brace makes it none.
    const body = Buffer.concat([halves(answer)[0], Buffer.from('{')]);
    head(response, answer, body.length).end(body);
  },
  slowBody: async (response, answer, waiting) => {
    const [first, second] = halves(answer);
    head(response, answer, answer.body.length).write(first);
    await wait(waiting.ms ?? SLOW_BODY_MS, undefined, { signal: waiting.signal });
    response.end(second);
  },
});

const isBodiless = ({ status }: RawAnswer): boolean => status === 204 || status === 304;

function halves({ body }: RawAnswer): readonly [Buffer, Buffer] {
  const middle = Math.floor(body.length / 2);
  return [body.subarray(0, middle), body.subarray(middle)];
}

function head(response: ServerResponse, answer: RawAnswer, length: number): ServerResponse {
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (!isBodiless(answer)) response.setHeader('content-length', length);
  return response.writeHead(answer.status);
}
