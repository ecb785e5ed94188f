import { isUpstreamError, type UpstreamError } from '../errors.js';

/** When a request that failed is sent again. */
export interface RetryOptions {
  /** Attempts at most, the first one included. Default: 3. */
  readonly maxAttempts: number;
  /** The first wait is between 0 and this, each further one between 0 and twice as much (full jitter). Default: 100. */
  readonly baseMs: number;
  /** No wait is longer, unless the upstream asks for it. Default: 20,000. */
  readonly capMs: number;
  /** Statuses after which a repetition may help. Default: 408, 425, 429, 500, 502, 503, 504. */
  readonly statuses: readonly number[];
}

export const DEFAULT_RETRY: RetryOptions = Object.freeze({
  maxAttempts: 3,
  baseMs: 100,
  capMs: 20_000,
  statuses: Object.freeze([408, 425, 429, 500, 502, 503, 504]),
});

/** Failures without a status that may be gone the next time. */
const PASSING: ReadonlySet<string> = new Set(['GM_UPSTREAM_TIMEOUT', 'GM_UPSTREAM_UNREACHABLE', 'GM_UPSTREAM_TRUNCATED']);

/** Whether a repetition may help. */
export function isPassing(error: unknown, { statuses }: RetryOptions): error is UpstreamError {
  if (!isUpstreamError(error)) return false;
  return PASSING.has(error.code) || (error.status !== undefined && error.status >= 400 && statuses.includes(error.status));
}

/** How long to wait before an attempt: at random up to a bound that doubles, and not less than the upstream asks for. */
export function delayBefore(attempt: number, error: UpstreamError, { baseMs, capMs }: RetryOptions, random: () => number): number {
  const jitter = random() * Math.min(capMs, baseMs * 2 ** (attempt - 2));
  return Math.max(jitter, error.retryAfterMs ?? 0);
}
