import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChosenFault } from './choice.js';
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
  const { status, body } = answer;
  const half = Math.floor(body.length / 2);
  const { fault, options } = chosen ?? {};
  if (fault === 'latency') await wait(options?.ms ?? LATENCY_MS, undefined, { signal });
  // What has no body cannot be cut short; its loss is that of the whole answer.
  if (fault === 'reset' || (fault === 'truncate' && half === 0)) return void response.socket?.resetAndDestroy();
  if (fault === 'malformedJson' && half > 0) return void head(response, answer, half).end(body.subarray(0, half));
  head(response, answer, body.length);
  if (fault === 'truncate') return void response.write(body.subarray(0, half), () => response.socket?.destroy());
  if (fault !== 'slowBody' || half === 0) return void response.end(status === 204 || status === 304 ? undefined : body);
  response.write(body.subarray(0, half));
  await wait(options?.ms ?? SLOW_BODY_MS, undefined, { signal });
  response.end(body.subarray(half));
}

function head(response: ServerResponse, { status, headers }: RawAnswer, length: number): ServerResponse {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 204 && status !== 304) response.setHeader('content-length', length);
  return response.writeHead(status);
}
