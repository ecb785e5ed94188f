import { performance } from 'node:perf_hooks';

/** Where time comes from; specs and simulations give their own. */
export interface Clock {
  /** Milliseconds that never run backwards. */
  now(): number;
  /** Milliseconds since 1970, for dates of headers and tokens. */
  date(): number;
  /** Calls later, unless the returned function is called before. */
  after(ms: number, call: () => void): () => void;
}

/** The time of the machine. */
export const SYSTEM_CLOCK: Clock = Object.freeze({
  now: () => performance.now(),
  date: () => Date.now(),
  after: (ms: number, call: () => void) => {
    const timer = setTimeout(call, Math.max(0, ms));
    return () => clearTimeout(timer);
  },
});
