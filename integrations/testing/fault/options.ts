/** What can go wrong between a client and an upstream. */
export const FAULTS = Object.freeze([
  'latency',
  'halfOpen',
  'reset',
  'truncate',
  'status429',
  'status500',
  'malformedJson',
  'slowBody',
] as const);

/** What can go wrong with one request. */
export type Fault = (typeof FAULTS)[number];

/** How often a fault is, and how. */
export interface FaultOptions {
  /** Of all requests, from 0 to 1. */
  readonly rate: number;
  /** Whether the upstream gets the request, so that it does what it is asked although the client does not hear of it. Default: true, of `status429` false. */
  readonly forward?: boolean;
  /** Milliseconds: of `latency` before the answer (default: 200), of `slowBody` in the middle of the body (default: 1,000). */
  readonly ms?: number;
  /** Seconds, of `status429`: sent as `Retry-After`. Default: not sent. */
  readonly retryAfter?: number;
}

/** A request as the server got it. */
export interface FaultRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** An answer without faults. */
export interface FaultAnswer {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** A text or bytes as they are; anything else as JSON. Default: none. */
  readonly body?: unknown;
}

/** What goes wrong, and what is behind. */
export interface FaultServerOptions {
  /** Decides which requests go wrong: the same requests have the same faults, in whatever order different ones come. */
  readonly seed: number;
  /** How often which fault is, as a rate from 0 to 1 or with more to it; all rates together are 1 at most. */
  readonly faults: Readonly<Partial<Record<Fault, number | FaultOptions>>>;
  /** The base URL of the upstream behind. Either this or `answers`. */
  readonly target?: string;
  /** Answers in place of an upstream. */
  readonly answers?: (request: FaultRequest) => FaultAnswer | Promise<FaultAnswer>;
}

/** What was done with one request. */
export interface FaultEvent {
  /** The first request has 1. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly fault: Fault | 'none';
  /** Whether the upstream got it. */
  readonly forwarded: boolean;
  /** What the upstream answered, or is sent in its place; 502 where it did not answer. Undefined where nothing is sent. */
  readonly status?: number;
}

/** A server that fails on purpose. */
export interface FaultServer extends AsyncDisposable {
  /** What clients take as their base URL. */
  readonly url: string;
  /** What was done, in the order in which requests came. */
  readonly events: readonly FaultEvent[];
  /** How many connections of clients are open: a client that has ended should have none. */
  readonly connections: number;
  /** Ends what is under way. */
  close(): Promise<void>;
}
