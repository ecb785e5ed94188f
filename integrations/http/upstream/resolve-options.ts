import { AddressRules } from './address/address-rules.js';
import type { AttemptOptions } from './attempts.js';
import { jsonParser } from './body/json-parser.js';
import type { BodyParser } from './body/parser.js';
import { checkOptions } from './check-options.js';
import { SYSTEM_CLOCK, type Clock } from './clock.js';
import { InvalidUpstreamOption } from './errors.js';
import { EventTeller } from './events.js';
import { checkHeaders, type PlainHeaders } from './headers.js';
import { DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH, DEFAULT_TIMEOUTS, type UpstreamOptions } from './options.js';
import { Pacer } from './rate-limit/pacer.js';
import { DEFAULT_REDIRECTS } from './redirects.js';
import { Breaker, DEFAULT_BREAKER } from './resilience/breaker.js';
import { Bulkhead, DEFAULT_BULKHEAD } from './resilience/bulkhead.js';
import type { HedgeOptions } from './resilience/hedge.js';
import type { RepeatOptions } from './resilience/repeat.js';
import { DEFAULT_RETRY_BUDGET, RetryBudget } from './resilience/retry-budget.js';
import { DEFAULT_RETRY } from './resilience/retry-policy.js';
import { fetchTransport } from './transport/fetch-transport.js';

/** Options with their defaults, and what they make. */
export interface Resolved {
  readonly name: string;
  readonly base: () => URL;
  /** The base URL, where it is written down. */
  readonly declared: URL | undefined;
  readonly headers: PlainHeaders;
  readonly encodedSlashes: boolean;
  /** Parameters of queries that carry credentials. */
  readonly secretParameters: readonly string[];
  readonly totalMs: number;
  readonly hedge: HedgeOptions | undefined;
  readonly attempts: AttemptOptions;
  readonly repeat: RepeatOptions;
}

/** What everything that is made of options shares. */
interface Common {
  readonly name: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly events: EventTeller;
  /** The base URL, where it is written down. */
  readonly declared: URL | undefined;
}

/**
 * Checks and completes options.
 *
 * @throws GM_UPSTREAM_INVALID_OPTION
 */
export function resolve(options: UpstreamOptions): Resolved {
  checkOptions(options);
  const { baseUrl, clock = SYSTEM_CLOCK, random = Math.random } = options;
  const declared = typeof baseUrl === 'string' ? baseOf(baseUrl) : undefined;
  const name = options.name ?? declared?.hostname ?? 'upstream';
  const common: Common = { name, clock, random, events: new EventTeller(options.listener, options.observer), declared };
  const parser = options.parse ?? jsonParser(options.maxDepth ?? DEFAULT_MAX_DEPTH);
  return {
    name,
    declared,
    base: () => declared ?? baseOf(typeof baseUrl === 'string' ? baseUrl : baseUrl()),
    headers: headersOf(options, parser.mediaTypes),
    encodedSlashes: options.encodedSlashes ?? false,
    secretParameters: options.auth?.parameters ?? [],
    totalMs: options.timeouts?.totalMs ?? DEFAULT_TIMEOUTS.totalMs,
    hedge: options.hedge,
    attempts: attemptsOf(options, parser, common),
    repeat: repeatOf(options, common),
  };
}

function attemptsOf(options: UpstreamOptions, parser: BodyParser, common: Common): AttemptOptions {
  const { name: upstream, clock, random, events, declared } = common;
  const { auth, bulkhead, breaker, redirects = DEFAULT_REDIRECTS, transport = fetchTransport(), addresses = {} } = options;
  const context = { upstream, clock, random, events };
  return {
    clock,
    events,
    attemptMs: options.timeouts?.attemptMs ?? DEFAULT_TIMEOUTS.attemptMs,
    authenticator: auth?.open({ ...context, transport, addresses }),
    bulkhead: bulkhead === false ? undefined : new Bulkhead({ ...DEFAULT_BULKHEAD, ...bulkhead }, events),
    breaker: breaker === false ? undefined : new Breaker({ ...DEFAULT_BREAKER, ...breaker }, context),
    exchange: {
      transport,
      parser,
      events,
      addresses: new AddressRules(addresses, declared),
      redirects: typeof redirects === 'number' ? { max: redirects } : redirects,
      maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
      pacer: new Pacer(options.rateLimit ?? {}, context),
    },
  };
}

function repeatOf({ retry = {} }: UpstreamOptions, { clock, random, events }: Common): RepeatOptions {
  const { budget, ...given } = retry === false ? { maxAttempts: 1 } : retry;
  return {
    events,
    random,
    retry: { ...DEFAULT_RETRY, ...given },
    budget: new RetryBudget({ ...DEFAULT_RETRY_BUDGET, ...budget }, clock),
  };
}

function headersOf({ headers }: UpstreamOptions, mediaTypes: readonly string[]): PlainHeaders {
  const accept = mediaTypes.map((type) => type.replace(/^\*/, 'application/*')).join(', ');
  const checked = checkHeaders({ accept, 'user-agent': 'general-manager', ...headers });
  if ('refused' in checked) throw InvalidUpstreamOption.create({ option: 'headers', expected: 'a record of valid headers' });
  return checked.headers;
}

/**
 * The base URL.
 *
 * @throws GM_UPSTREAM_INVALID_OPTION
 */
function baseOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!url || !isHttp || url.username || url.password || url.search || url.hash)
    throw InvalidUpstreamOption.create({ option: 'baseUrl', expected: 'an http or https URL without credentials, query and fragment' });
  // What is empty is still written.
  url.search = '';
  url.hash = '';
  return url;
}
