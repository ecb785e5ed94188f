import type { UpstreamObserver } from '../../../lib/plugin.js';
import type { AddressOptions } from './address/address-rules.js';
import type { Authentication } from './auth/authentication.js';
import type { BodyParser } from './body/parser.js';
import type { Clock } from './clock.js';
import type { UpstreamListener } from './events.js';
import type { RateLimitOptions } from './rate-limit/pacer.js';
import type { RedirectOptions } from './redirects.js';
import type { BreakerOptions } from './resilience/breaker.js';
import type { BulkheadOptions } from './resilience/bulkhead.js';
import type { HedgeOptions } from './resilience/hedge.js';
import type { RetryBudgetOptions } from './resilience/retry-budget.js';
import type { RetryOptions } from './resilience/retry-policy.js';
import type { Transport } from './transport/transport.js';

/** How long is waited, in milliseconds. */
export interface Timeouts {
  /** Until one attempt has ended, its body included. Default: 10,000. */
  readonly attemptMs: number;
  /** Until everything has ended: waits, repetitions and bodies. Default: 30,000. */
  readonly totalMs: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = Object.freeze({ attemptMs: 10_000, totalMs: 30_000 });
export const DEFAULT_MAX_BYTES = 10_485_760;
export const DEFAULT_MAX_DEPTH = 100;

/** What an upstream is, and how it is asked. */
export interface UpstreamOptions {
  /** What telemetry and errors call it. Default: the host of the base URL. */
  readonly name?: string;
  /** `https://api.example.com/v2`; a function is asked for each request. */
  readonly baseUrl: string | (() => string);
  /** How it is told who asks. Default: not at all. */
  readonly auth?: Authentication;
  /** How requests are sent. Default: `fetchTransport()`. */
  readonly transport?: Transport;
  /** How long is waited. */
  readonly timeouts?: Partial<Timeouts>;
  /** When requests are repeated; false is never. */
  readonly retry?: (Partial<RetryOptions> & { readonly budget?: Partial<RetryBudgetOptions> }) | false;
  /** When it is left alone; false is never. */
  readonly breaker?: Partial<BreakerOptions> | false;
  /** How many requests it gets at a time; false is any number. */
  readonly bulkhead?: Partial<BulkheadOptions> | false;
  /** How often it may be asked. */
  readonly rateLimit?: RateLimitOptions;
  /** When reads that are slow are sent a second time. Default: never. */
  readonly hedge?: HedgeOptions;
  /** Bytes of an answer, decompressed. Default: 10,485,760. */
  readonly maxBytes?: number;
  /** Levels of lists and objects in JSON. Default: 100. */
  readonly maxDepth?: number;
  /** How many redirects are followed, and where to. Default: none. */
  readonly redirects?: number | RedirectOptions;
  /** Which addresses may be connected to. Default: those of the public internet, and the host of a base URL that is written down. */
  readonly addresses?: AddressOptions;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Reads bodies. Default: JSON. */
  readonly parse?: BodyParser;
  /** Whether segments of paths may hold `%2F` and `%5C`. Default: false. */
  readonly encodedSlashes?: boolean;
  /** Told what happens, beside the channel `general-manager:upstream`. */
  readonly listener?: UpstreamListener;
  /** Told of requests as plugins are; `attach` of an interface gets one. Upstreams of resources have that of their application. Default: none. */
  readonly observer?: UpstreamObserver;
  /** Where time comes from. Default: the machine. */
  readonly clock?: Clock;
  /** Gives numbers from 0 to 1, for jitter. Default: `Math.random`. */
  readonly random?: () => number;
}
