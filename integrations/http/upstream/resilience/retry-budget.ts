import type { Clock } from '../clock.js';

/** How many repetitions an upstream has to bear. */
export interface RetryBudgetOptions {
  /** Repetitions that each request adds. Default: 0.1. */
  readonly ratio: number;
  /** Repetitions that can be saved, and that are there at first. Default: 10. */
  readonly reserve: number;
  /** Repetitions that each second adds, so that rare requests are repeated, too. Default: 0.1. */
  readonly perSecond: number;
}

export const DEFAULT_RETRY_BUDGET: RetryBudgetOptions = Object.freeze({ ratio: 0.1, reserve: 10, perSecond: 0.1 });

/** A token bucket for repetitions and hedges, so that an upstream that fails is not asked several times as much for it. */
export class RetryBudget {
  readonly #options: RetryBudgetOptions;
  readonly #clock: Clock;
  #tokens: number;
  #updated: number;

  constructor(options: RetryBudgetOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#tokens = options.reserve;
    this.#updated = clock.now();
  }

  /** Counts a request that is no repetition. */
  deposit(): void {
    this.#add(this.#options.ratio);
  }

  /** Takes a repetition, where there is one left. */
  take(): boolean {
    const now = this.#clock.now();
    this.#add(((now - this.#updated) / 1000) * this.#options.perSecond);
    this.#updated = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  #add(tokens: number): void {
    this.#tokens = Math.min(this.#options.reserve, this.#tokens + tokens);
  }
}
