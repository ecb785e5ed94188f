import type { Observation } from './observation.js';

/** How the circuit breaker of an upstream is. */
export type BreakerState = 'closed' | 'open' | 'half-open';

interface OfUpstream {
  readonly upstream: string;
}

interface OfOperation extends OfUpstream {
  readonly operation: string;
}

/** What happens between a request to an upstream and its answer. Labels are bounded: names of the program's, codes of errors, classes of statuses. */
export type UpstreamEvent =
  | (OfOperation & { readonly type: 'attempt-start'; readonly attempt: number; readonly hedge: boolean })
  | (OfOperation & {
      readonly type: 'attempt-end';
      readonly attempt: number;
      readonly hedge: boolean;
      readonly durationMs: number;
      /** `success`, or the code of the error. */
      readonly outcome: string;
      /** `2xx`, where there was an answer. */
      readonly statusClass?: string;
    })
  | (OfOperation & { readonly type: 'retry'; readonly attempt: number; readonly delayMs: number; readonly reason: string })
  | (OfOperation & { readonly type: 'retry-refused'; readonly reason: 'budget' | 'deadline' })
  | (OfOperation & { readonly type: 'hedge' })
  | (OfOperation & { readonly type: 'rate-limit-wait'; readonly waitMs: number })
  | (OfUpstream & { readonly type: 'rate-limit-pause'; readonly pauseMs: number })
  | (OfOperation & { readonly type: 'bulkhead-queue'; readonly queued: number })
  | (OfOperation & { readonly type: 'redirect'; readonly sameOrigin: boolean })
  | (OfUpstream & { readonly type: 'breaker'; readonly from: BreakerState; readonly to: BreakerState })
  | (OfUpstream & { readonly type: 'token-refresh'; readonly durationMs: number; readonly outcome: 'success' | 'failure' });

/** A request to an upstream as observers are told of it, with all of its repetitions: names of the program's, and none of its data. */
export interface ObservedUpstreamRequest {
  readonly protocol: 'http';
  /** The name of the upstream. */
  readonly upstream: string;
  readonly operation: string;
  readonly method: string;
  /** Host and port of the upstream, where its base URL is written down. */
  readonly address?: string;
  readonly port?: number;
}

/** How a request to an upstream went. */
export interface UpstreamOutcome {
  readonly error?: Error;
  /** The status of the last answer, where there was one. */
  readonly status?: number;
}

/** What observes one request to an upstream. It cannot change how that goes, besides the headers that it adds. */
export interface UpstreamObservation extends Observation<UpstreamOutcome> {
  /**
   * Surrounds each time that it is sent: calls `run` once, and gives what that gives. The headers, such as those that name a trace, go to the
   * upstream's own origin only, and take the place of no other.
   */
  send?<T>(run: (headers: Readonly<Record<string, string>>) => T): T;
}
