import { jsonParser } from './body/json-parser.js';
import { SYSTEM_CLOCK, type Clock } from './clock.js';
import { Deadline } from './deadline.js';
import { Closed, failure, InvalidUpstreamOption, type UpstreamFacts } from './errors.js';
import { exchange, type ExchangeOptions } from './exchange.js';
import { checkHeaders, type PlainHeaders } from './headers.js';
import { DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH, DEFAULT_TIMEOUTS, type Timeouts, type UpstreamOptions } from './options.js';
import { prepare, type PreparedRequest } from './prepare.js';
import type { Upstream, UpstreamAnswer, UpstreamCall, UpstreamRequest, UpstreamState } from './request.js';
import { fetchTransport } from './transport/fetch-transport.js';

/**
 * Opens an upstream: nothing is sent before the first request.
 *
 * @throws GM_UPSTREAM_INVALID_OPTION
 * @example
 * const projects = openUpstream({ baseUrl: 'https://api.example.com' });
 * const { body } = await projects.send({ operation: 'detail', method: 'GET', target: '/projects/7' });
 */
export function openUpstream(options: UpstreamOptions): Upstream {
  return new HttpUpstream(options);
}

class HttpUpstream implements Upstream {
  readonly name: string;
  readonly #options: UpstreamOptions;
  readonly #clock: Clock;
  readonly #timeouts: Timeouts;
  readonly #headers: PlainHeaders;
  readonly #exchange: ExchangeOptions;
  readonly #running = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(options: UpstreamOptions) {
    const {
      maxBytes = DEFAULT_MAX_BYTES,
      maxDepth = DEFAULT_MAX_DEPTH,
      transport = fetchTransport(),
      parse = jsonParser(maxDepth),
    } = options;
    this.name = options.name ?? (typeof options.baseUrl === 'string' ? baseOf(options.baseUrl).hostname : 'upstream');
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    const checked = checkHeaders({
      accept: parse.mediaTypes.join(', ').replaceAll('*+', 'application/*+'),
      'user-agent': 'general-manager',
      ...options.headers,
    });
    if ('refused' in checked) throw InvalidUpstreamOption.create({ option: 'headers', expected: 'a record of valid headers' });
    this.#headers = checked.headers;
    this.#exchange = { transport, parser: parse, maxBytes };
  }

  async send(request: UpstreamRequest, call: UpstreamCall = {}): Promise<UpstreamAnswer> {
    const facts: UpstreamFacts = { upstream: this.name, operation: request.operation };
    if (this.#isClosed) throw failure(Closed, facts);
    const { baseUrl, encodedSlashes = false } = this.#options;
    const base = baseOf(typeof baseUrl === 'string' ? baseUrl : baseUrl());
    const prepared = prepare(request, facts, base, this.#headers, { encodedSlashes });
    const running = this.#within(prepared, call);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  async #within(request: PreparedRequest, { signal, timeoutMs = Infinity }: UpstreamCall): Promise<UpstreamAnswer> {
    const { totalMs, attemptMs } = this.#timeouts;
    const deadline = new Deadline(this.#clock, request.facts, Math.min(totalMs, timeoutMs), signal);
    const attempt = deadline.within(attemptMs);
    try {
      return await exchange(request, attempt, this.#exchange);
    } finally {
      attempt.end();
      deadline.end();
    }
  }

  state(): UpstreamState {
    return { breaker: 'closed', running: this.#running.size, queued: 0 };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
    await this.#exchange.transport.close();
  }
}

/**
 * The base URL.
 *
 * @throws GM_UPSTREAM_INVALID_OPTION
 */
function baseOf(text: string): URL {
  const invalid = InvalidUpstreamOption.create({
    option: 'baseUrl',
    expected: 'an http or https URL without credentials, query and fragment',
  });
  if (!URL.canParse(text)) throw invalid;
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol) || url.username || url.password || url.search || url.hash) throw invalid;
  return url;
}
