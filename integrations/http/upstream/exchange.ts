import { accepts, type BodyParser } from './body/parser.js';
import { readBytes } from './body/read-bytes.js';
import type { Deadline } from './deadline.js';
import { failure, InvalidContent, isUpstreamError, TooLarge, Unreachable, type UpstreamFacts } from './errors.js';
import type { PreparedRequest } from './prepare.js';
import type { UpstreamAnswer } from './request.js';
import { errorOfStatus, isSuccess } from './status.js';
import type { Transport, TransportAnswer } from './transport/transport.js';

/** What an exchange needs besides the request. */
export interface ExchangeOptions {
  readonly transport: Transport;
  readonly parser: BodyParser;
  readonly maxBytes: number;
}

/** Sends a request once and reads the answer. Whatever goes wrong is told without a cause. */
export async function exchange(request: PreparedRequest, deadline: Deadline, options: ExchangeOptions): Promise<UpstreamAnswer> {
  const { facts, method, url, headers, body } = request;
  deadline.check();
  try {
    const { signal } = deadline;
    const answer = await deadline.race(options.transport.send({ method, url: url.href, headers, body, signal }));
    return await deadline.race(read(answer, request, options));
  } catch (error) {
    if (isUpstreamError(error)) throw error;
    deadline.check();
    throw failure(Unreachable, facts);
  }
}

async function read(answer: TransportAnswer, { facts, method, url }: PreparedRequest, options: ExchangeOptions): Promise<UpstreamAnswer> {
  const { status, headers } = answer;
  if (!isSuccess(status)) {
    await drain(answer);
    throw failure(errorOfStatus(status), { ...facts, status });
  }
  const bytes = answer.body && method !== 'HEAD' ? await readBytes(answer.body, options.maxBytes) : new Uint8Array();
  if (!bytes) throw failure(TooLarge, { ...facts, status, maxBytes: options.maxBytes });
  return {
    status,
    headers,
    url: url.href,
    body: bytes.byteLength === 0 ? undefined : parse(bytes, headers, { ...facts, status }, options),
  };
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
