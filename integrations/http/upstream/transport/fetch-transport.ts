import type { Transport, TransportAnswer, TransportRequest } from './transport.js';

/**
 * Sends with the global `fetch`, looked up for each request, so that what replaces or instruments it has its way.
 *
 * Closing it closes nothing: the connections belong to all that the process fetches. Node keeps them for some seconds, and does not wait for them to end.
 */
export function fetchTransport(): Transport {
  return Object.freeze({ send, close: () => Promise.resolve() });
}

async function send({ method, url, headers, body, signal }: TransportRequest): Promise<TransportAnswer> {
  const answer = await fetch(url, { method, headers, body: (body as RequestInit['body']) ?? null, signal, redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, body: answer.body, encoded: false };
}
