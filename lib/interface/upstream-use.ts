import type { BreakerState } from '../hook/upstream.js';

/** How an upstream is at the moment. */
export interface UpstreamUse {
  readonly upstream: string;
  readonly breaker: BreakerState;
  /** Requests that are on their way. */
  readonly running: number;
  /** Requests that wait for their turn. */
  readonly queued: number;
}
