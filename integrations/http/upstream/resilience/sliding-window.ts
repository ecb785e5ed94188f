import { CircuitState, type IBreaker } from 'cockatiel';
import type { Clock } from '../clock.js';

/** When a breaker opens. */
export interface SlidingWindowOptions {
  /** The share of failures, between 0 and 1. */
  readonly threshold: number;
  /** Answers and failures that there have to be. */
  readonly minimum: number;
  readonly windowMs: number;
}

interface Slot {
  /** Which slice of time this is of. */
  slice: number;
  successes: number;
  failures: number;
}

const SLOTS = 10;

/** Counts what happened in the last seconds; what is older is forgotten, also after a time in which nothing happened. */
export class SlidingWindow implements IBreaker {
  /** Nothing is kept over restarts. */
  readonly state = undefined;
  readonly #options: SlidingWindowOptions;
  readonly #clock: Clock;
  #slots = emptySlots();

  constructor(options: SlidingWindowOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  success(state: CircuitState): void {
    if (state === CircuitState.HalfOpen) this.#slots = emptySlots();
    this.#slot().successes += 1;
  }

  failure(state: CircuitState): boolean {
    this.#slot().failures += 1;
    if (state !== CircuitState.Closed) return true;
    const { successes, failures } = this.#sum();
    const all = successes + failures;
    return all >= this.#options.minimum && failures >= this.#options.threshold * all;
  }

  get #slice(): number {
    return Math.floor((this.#clock.now() * SLOTS) / this.#options.windowMs);
  }

  #slot(): Slot {
    const slice = this.#slice;
    const index = slice % SLOTS;
    const known = this.#slots[index];
    if (known?.slice === slice) return known;
    const slot = { slice, successes: 0, failures: 0 };
    this.#slots[index] = slot;
    return slot;
  }

  #sum(): { successes: number; failures: number } {
    const oldest = this.#slice - SLOTS;
    let [successes, failures] = [0, 0];
    for (const slot of this.#slots) {
      if (slot.slice <= oldest) continue;
      successes += slot.successes;
      failures += slot.failures;
    }
    return { successes, failures };
  }
}

const emptySlots = (): Slot[] => Array.from({ length: SLOTS }, () => ({ slice: -Infinity, successes: 0, failures: 0 }));
