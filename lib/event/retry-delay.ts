/** An event is tried again after this time at the latest. */
const LONGEST_MS = 3_600_000;

/** Milliseconds until the next attempt: at random, up to twice as long each time, so that what failed together is not tried again together. */
export const retryDelay = (attempt: number, backoffMs: number): number =>
  Math.random() * Math.min(LONGEST_MS, backoffMs * 2 ** Math.min(attempt - 1, 30));
