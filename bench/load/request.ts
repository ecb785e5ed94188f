import type { Scale } from '../database/fill.js';
import type { Contender } from '../contenders/index.js';
import type { Workload } from '../workloads/workload.js';

/** What is sent. */
export interface Prepared {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The document that a contender is sent; a floor gets one of the same kind, and looks at the name of the operation only. */
export function documentFor({ dialect }: Contender, { documents }: Workload): string | undefined {
  return dialect === 'floor' ? (documents['general-manager'] ?? documents['hand-written']) : documents[dialect];
}

/** All requests of a workload in the words of a contender. */
export function prepare(contender: Contender, workload: Workload, scale: Scale): readonly Prepared[] {
  const query = documentFor(contender, workload)?.replace(/\s+/g, ' ');
  if (query === undefined) return [];
  const operationName = /^(?:query|mutation) (\w+)/.exec(query)?.[1];
  return Array.from({ length: workload.turns(scale) }, (_, turn) => ({
    body: JSON.stringify({ operationName, query, variables: workload.variables(turn, scale) }),
    headers: workload.tenant ? { 'x-tenant': String(workload.tenant(turn, scale)) } : {},
  }));
}

/** The bytes of a request. */
export function bytesOf(url: string, { body, headers }: Prepared): Buffer {
  const { host, pathname } = new URL(url);
  const all = {
    host,
    'content-type': 'application/json',
    accept: 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${head.join('')}\r\n${body}`);
}
