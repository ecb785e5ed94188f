import type { BreakerState } from '../../../lib/index.js';
import type { Actor } from '../../../lib/plugin.js';

export type UpstreamMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request to an upstream, in words of HTTP. */
export interface UpstreamRequest {
  /** What telemetry and errors call it: `list`, `detail`, `create`, …; a name of the program's, never data. */
  readonly operation: string;
  readonly method: UpstreamMethod;
  /** An expanded path relative to the base URL (`/projects/7`), or an absolute URL of the same origin, such as a next link. */
  readonly target: string;
  /** Added to those of the target, in this order. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly contentType: string; readonly content: string | Uint8Array };
  /** Whether it may be sent again. Default: yes for GET, HEAD, PUT and DELETE (RFC 9110), and with an idempotency key. */
  readonly repeatable?: boolean;
  /** Sent as `Idempotency-Key`, the same with each repetition. */
  readonly idempotencyKey?: string;
  /** Statuses of refusals that are answered with what their bodies say, in place of an error. Default: none. */
  readonly accept?: readonly number[];
}

/** Who asks, and how long the answer is waited for. */
export interface UpstreamCall {
  readonly signal?: AbortSignal;
  /** Milliseconds that are left for everything, repetitions included; the smaller of this and `timeouts.totalMs` counts. */
  readonly timeoutMs?: number;
  /** Whose credentials are used, where they differ by actor. */
  readonly actor?: Actor;
}

/** What an upstream answered: a status of 2xx, 304, or one that the request accepts. Others are errors. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Where the answer comes from, without credentials. */
  readonly url: string;
  /** The parsed body; undefined where there is none. */
  readonly body: unknown;
}

/** How an upstream is at the moment. */
export interface UpstreamState {
  readonly breaker: BreakerState;
  /** Requests that are on their way. */
  readonly running: number;
  /** Requests that wait for their turn. */
  readonly queued: number;
}

/** A service that is asked over HTTP. */
export interface Upstream {
  /** What telemetry and errors call it. */
  readonly name: string;
  /**
   * Sends a request, as often as it takes and is allowed, and gives the answer.
   *
   * @throws GM_UPSTREAM_…; each has `upstream`, `operation` and, where the upstream answered, `status`
   */
  send(request: UpstreamRequest, call?: UpstreamCall): Promise<UpstreamAnswer>;
  state(): UpstreamState;
  /** Waits for what is on its way, and frees what is held. Later requests are refused. */
  close(): Promise<void>;
}
