import { once } from 'node:events';
import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { FaultAnswer, FaultRequest } from './options.js';

/** An answer as it is sent. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** Of one connection, or wrong once the body is sent whole (RFC 9110, section 7.6.1). */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Asks the upstream behind; 502 where it does not answer. */
export async function forward(
  target: string,
  { method, path, headers }: FaultRequest,
  sent: Buffer,
  signal: AbortSignal,
): Promise<RawAnswer> {
  const base = target.endsWith('/') ? target.slice(0, -1) : target;
  const send = base.startsWith('https:') ? overHttps : overHttp;
  try {
    const outgoing = send(`${base}${path}`, {
      method,
      headers: { ...forwarded(headers), ...(sent.length > 0 && { 'content-length': sent.length }) },
      signal,
    });
    outgoing.end(sent);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { status: incoming.statusCode ?? 502, headers: forwarded(incoming.headers), body: await buffer(incoming) };
  } catch {
    return json(502, { message: 'The upstream does not answer.' });
  }
}

function forwarded(headers: FaultRequest['headers']): Record<string, string | string[]> {
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string | string[]][] => {
    if (value === undefined || OWN_HEADERS.has(name)) return [];
    return [[name, typeof value === 'string' ? value : [...value]]];
  });
  return Object.fromEntries(kept);
}

/** Makes of an answer what is sent. */
export function rawAnswer({ status = 200, headers = {}, body }: FaultAnswer): RawAnswer {
  if (body === undefined) return { status, headers, body: Buffer.alloc(0) };
  if (typeof body === 'string' || body instanceof Uint8Array) return { status, headers, body: Buffer.from(body) };
  const answer = json(status, body);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** An answer in JSON. */
export const json = (status: number, body: unknown, headers: RawAnswer['headers'] = {}): RawAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(body)),
});
