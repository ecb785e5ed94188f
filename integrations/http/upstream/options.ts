import type { BodyParser } from './body/parser.js';
import type { Clock } from './clock.js';
import type { Transport } from './transport/transport.js';

/** How long is waited, in milliseconds. */
export interface Timeouts {
  /** Until one attempt has ended, its body included. Default: 10,000. */
  readonly attemptMs: number;
  /** Until everything has ended: waits, repetitions and bodies. Default: 30,000. */
  readonly totalMs: number;
}

/** What an upstream is, and how it is asked. */
export interface UpstreamOptions {
  /** What telemetry and errors call it. Default: the host of the base URL. */
  readonly name?: string;
  /** `https://api.example.com/v2`; a function is asked for each request. */
  readonly baseUrl: string | (() => string);
  /** How requests are sent. Default: `fetchTransport()`. */
  readonly transport?: Transport;
  readonly timeouts?: Partial<Timeouts>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes of an answer, decompressed. Default: 10,485,760. */
  readonly maxBytes?: number;
  /** Levels of lists and objects in JSON. Default: 100. */
  readonly maxDepth?: number;
  /** Reads bodies. Default: JSON. */
  readonly parse?: BodyParser;
  /** Whether segments of paths may hold `%2F` and `%5C`. Default: false. */
  readonly encodedSlashes?: boolean;
  /** Where time comes from. Default: the machine. */
  readonly clock?: Clock;
}

/** The options where nothing is set. */
export const DEFAULT_TIMEOUTS: Timeouts = Object.freeze({ attemptMs: 10_000, totalMs: 30_000 });
export const DEFAULT_MAX_BYTES = 10_485_760;
export const DEFAULT_MAX_DEPTH = 100;
