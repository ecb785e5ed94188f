import type { Clock } from '../clock.js';

/** Never more than so many within a time, wherever that time begins. */
export class SentTimes {
  /** When the last ones are sent, in a ring; the oldest is at the place of the next. */
  readonly #times: number[];
  readonly #perMs: number;
  readonly #clock: Clock;
  #next = 0;

  constructor(requests: number, perMs: number, clock: Clock) {
    this.#times = Array.from({ length: requests }, () => -Infinity);
    this.#perMs = perMs;
    this.#clock = clock;
  }

  /** Milliseconds after which one more may be sent. */
  get waitMs(): number {
    return Math.max(0, (this.#times[this.#next] ?? -Infinity) + this.#perMs - this.#clock.now());
  }

  /** Takes the next time at which one may be sent. */
  reserve(): void {
    this.#times[this.#next] = this.#clock.now() + this.waitMs;
    this.#next = (this.#next + 1) % this.#times.length;
  }
}
