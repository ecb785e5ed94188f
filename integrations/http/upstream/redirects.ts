import type { PlainHeaders } from './headers.js';
import type { UpstreamMethod } from './request.js';

/** Whether redirects are followed. */
export interface RedirectOptions {
  /** Redirects in a row at most. Default: 0. */
  readonly max: number;
  /** Whether they may lead to another origin, where credentials, cookies and bodies are never sent. Default: false. */
  readonly otherOrigins?: boolean;
}

export const DEFAULT_REDIRECTS: RedirectOptions = Object.freeze({ max: 0, otherOrigins: false });

/** One of the requests that lead to an answer. */
export interface Hop {
  readonly method: UpstreamMethod;
  readonly url: string;
  /** Any URL of its origin. */
  readonly origin: URL;
  readonly headers: PlainHeaders;
  readonly body: string | Uint8Array | undefined;
  /** Whether it still is of the upstream's own origin. */
  readonly isTrusted: boolean;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const WITHOUT_BODY: ReadonlySet<UpstreamMethod> = new Set(['GET', 'HEAD']);
/** What may be told to another origin: nothing that an application sets to be recognised. */
const UNTRUSTED_HEADERS: readonly string[] = ['accept', 'user-agent'];

export const isRedirect = (status: number): boolean => REDIRECTS.has(status);

/** Where a redirect leads, or why it is not followed. */
export function followRedirect(hop: Hop, status: number, location: string | null, options: RedirectOptions): Hop | string {
  const target = location === null ? null : URL.parse(location, hop.url);
  if (!target) return 'it leads nowhere';
  target.hash = '';
  const wrong = wrongUrl(target, hop.origin);
  if (wrong) return wrong;
  const isTrusted = hop.isTrusted && target.origin === hop.origin.origin;
  if (!isTrusted && options.otherOrigins !== true) return 'it leads to another origin';
  const rest = rewritten(hop, status);
  if (!rest) return 'a write would become a read';
  const next = { ...rest, url: target.href, origin: target, isTrusted };
  if (isTrusted) return next;
  if (next.body !== undefined || !WITHOUT_BODY.has(next.method)) return 'a body would be sent to another origin';
  const headers = UNTRUSTED_HEADERS.flatMap((name) => (next.headers[name] === undefined ? [] : [[name, next.headers[name]]]));
  return { ...next, headers: Object.fromEntries(headers) as Hop['headers'] };
}

function wrongUrl(url: URL, from: URL): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'it leads to another protocol';
  if (url.protocol === 'http:' && from.protocol === 'https:') return 'it leads from https to http';
  return url.username === '' && url.password === '' ? undefined : 'its target holds credentials';
}

/** 303 asks for the result of a write with GET; 307 and 308 keep everything; 301 and 302 are clear for reads only (RFC 9110, 15.4). */
function rewritten(hop: Hop, status: number): Hop | undefined {
  if (WITHOUT_BODY.has(hop.method) || status === 307 || status === 308) return hop;
  if (status !== 303) return undefined;
  const { 'content-type': _type, 'idempotency-key': _key, ...headers } = hop.headers;
  return { ...hop, method: 'GET', headers, body: undefined };
}
