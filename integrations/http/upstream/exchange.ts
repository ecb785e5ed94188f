import type { AddressRules } from './address/address-rules.js';
import type { Credentials } from './auth/authentication.js';
import { decode, encodingsOf } from './body/decode.js';
import { accepts, type BodyParser } from './body/parser.js';
import { readBytes } from './body/read-bytes.js';
import type { Deadline } from './deadline.js';
import {
  AddressRefused,
  failure,
  InvalidContent,
  isUpstreamError,
  NoToken,
  RedirectRefused,
  TooLarge,
  Truncated,
  Unreachable,
  type UpstreamFacts,
} from './errors.js';
import type { EventTeller } from './events.js';
import { checkHeaders } from './headers.js';
import type { PreparedRequest } from './prepare.js';
import type { Pacer } from './rate-limit/pacer.js';
import { followRedirect, isRedirect, type Hop, type RedirectOptions } from './redirects.js';
import type { UpstreamAnswer, UpstreamMethod } from './request.js';
import { errorOfStatus, isSuccess } from './status.js';
import { AddressDenied, type Transport, type TransportAnswer } from './transport/transport.js';

/** What an exchange needs besides the request. */
export interface ExchangeOptions {
  readonly transport: Transport;
  readonly addresses: AddressRules;
  readonly redirects: RedirectOptions;
  readonly parser: BodyParser;
  readonly maxBytes: number;
  readonly pacer: Pacer;
  readonly events: EventTeller;
}

/**
 * Sends a request once, follows redirects where that is allowed, and reads the answer. Whatever goes wrong is told without a cause, and a
 * transport that does not heed its signal is left behind.
 */
export function exchange(
  request: PreparedRequest,
  credentials: Credentials,
  deadline: Deadline,
  options: ExchangeOptions,
): Promise<UpstreamAnswer> {
  return deadline.race(follow(request, credentials, deadline, options));
}

async function follow(
  request: PreparedRequest,
  credentials: Credentials,
  deadline: Deadline,
  options: ExchangeOptions,
): Promise<UpstreamAnswer> {
  const { facts, method, url, base, headers, body } = request;
  let hop: Hop = { method, url, origin: base, headers, body, isTrusted: true };
  for (let followed = 0; ; followed += 1) {
    const answer = await send(hop, credentials, request, deadline, options);
    if (!isRedirect(answer.status)) return read(answer, hop, request, options);
    await drain(answer);
    hop = next(hop, answer, followed, facts, options);
  }
}

/** The hop that an answer leads to. */
function next(
  hop: Hop,
  { status, headers }: TransportAnswer,
  followed: number,
  facts: UpstreamFacts,
  { redirects, events }: ExchangeOptions,
): Hop {
  const refuse = (reason: string): never => {
    throw failure(RedirectRefused, { ...facts, status, reason });
  };
  if (redirects.max === 0) return refuse('redirects are not followed');
  if (followed >= redirects.max) return refuse('there are too many in a row');
  const target = followRedirect(hop, status, headers.get('location'), redirects);
  if (typeof target === 'string') return refuse(target);
  const { upstream, operation } = facts;
  if (events.isHeard) events.tell({ type: 'redirect', upstream, operation, sameOrigin: target.isTrusted });
  return target;
}

async function send(
  hop: Hop,
  credentials: Credentials,
  { facts, sending }: PreparedRequest,
  deadline: Deadline,
  { transport, addresses }: ExchangeOptions,
): Promise<TransportAnswer> {
  if (!addresses.allowsUrl(hop.origin)) throw failure(AddressRefused, facts);
  const { method, body } = hop;
  const { url, headers } = hop.isTrusted ? withCredentials(hop, credentials, facts) : hop;
  deadline.check();
  try {
    return await sending((observed) => {
      const all = hop.isTrusted ? withObserved(headers, observed) : headers;
      return transport.send({ method, url, headers: all, body, signal: deadline.signal, addresses });
    });
  } catch (error) {
    if (isUpstreamError(error)) throw error;
    deadline.check();
    throw failure(isDenied(error) ? AddressRefused : Unreachable, facts);
  }
}

/** What observers add takes the place of nothing; what cannot be sent is left out. */
function withObserved(headers: Hop['headers'], observed: Readonly<Record<string, string>>): Hop['headers'] {
  const checked = checkHeaders(observed);
  return 'refused' in checked ? headers : { ...checked.headers, ...headers };
}

/** Credentials come last: nothing that a request says takes their place. */
function withCredentials({ url, headers }: Hop, credentials: Credentials, facts: UpstreamFacts): { url: string; headers: Hop['headers'] } {
  const { query = [], headers: added } = credentials;
  if (!added && query.length === 0) return { url, headers };
  const checked = checkHeaders(added ?? {});
  if ('refused' in checked) throw failure(NoToken, { ...facts, reason: 'they hold characters that no header may have' });
  if (query.length === 0) return { url, headers: { ...headers, ...checked.headers } };
  const target = new URL(url);
  for (const [name, value] of query) target.searchParams.set(name, value);
  return { url: target.href, headers: { ...headers, ...checked.headers } };
}

async function read(
  answer: TransportAnswer,
  { method, url }: Hop,
  { facts, accept }: PreparedRequest,
  options: ExchangeOptions,
): Promise<UpstreamAnswer> {
  const { status, headers } = answer;
  const told = { ...facts, status };
  const retryAfterMs = options.pacer.heed(status, headers);
  if (!isSuccess(status) && !(accept?.includes(status) === true && accepts(options.parser, headers.get('content-type')))) {
    await drain(answer);
    throw failure(errorOfStatus(status), { ...told, ...(retryAfterMs !== undefined && { retryAfterMs }) });
  }
  const bytes = await contentOf(answer, method, told, options);
  return { status, headers, url, body: bytes.byteLength === 0 ? undefined : parse(bytes, headers, told, options) };
}

const EMPTY = new Uint8Array();

async function contentOf(
  answer: TransportAnswer,
  method: UpstreamMethod,
  facts: UpstreamFacts,
  { maxBytes }: ExchangeOptions,
): Promise<Uint8Array> {
  const { headers, body, encoded } = answer;
  if (!body || method === 'HEAD') {
    await drain(answer);
    return EMPTY;
  }
  const encodings = encodingsOf(headers);
  if (!encodings) {
    await drain(answer);
    throw failure(InvalidContent, { ...facts, reason: 'it is encoded in a way that is not known, or more than twice' });
  }
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readBytes(encoded ? decode(body, encodings) : body, maxBytes);
  } catch (error) {
    throw isUpstreamError(error) ? error : failure(Truncated, facts);
  }
  if (!bytes) throw failure(TooLarge, { ...facts, maxBytes });
  return bytes;
}

/** So much of a body that nobody reads is taken in, so that the connection can be used again. */
const DRAINED_BYTES = 65_536;

async function drain({ body }: TransportAnswer): Promise<void> {
  if (body) await readBytes(body, DRAINED_BYTES).catch(() => undefined);
}

function parse(bytes: Uint8Array, headers: Headers, facts: UpstreamFacts, { parser }: ExchangeOptions): unknown {
  if (!accepts(parser, headers.get('content-type')))
    throw failure(InvalidContent, { ...facts, reason: `its content type is none of ${parser.mediaTypes.join(', ')}` });
  try {
    return parser.parse(bytes);
  } catch {
    // What the parser says quotes the body.
    throw failure(InvalidContent, { ...facts, reason: 'its body is not what its content type says' });
  }
}

/** Transports wrap what their connections throw. */
function isDenied(error: unknown): boolean {
  return error instanceof Error && (error instanceof AddressDenied || isDenied(error.cause));
}
