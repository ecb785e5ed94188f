import type { Orm } from '../metadata.js';
import { prune, PRUNED } from './prune.js';

/** How long what was written is kept: what is kept in caches without being looked at for longer counts as changed. */
const KEPT_MS = 3_600_000;

/** Each process looks for what is older no more often. */
const INTERVAL_MS = 60_000;

/**
 * Prunes what caches have no more use for, now and then, beside what writes and asks: until nothing is left that is old, so that the side table holds
 * what was written in an hour, however much that is.
 */
export class Pruner {
  readonly #orm: Orm;
  readonly #side: string;
  #last = performance.now();
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(orm: Orm, side: string) {
    this.#orm = orm;
    this.#side = side;
  }

  /** Told that something was written, or is asked about: who tells of writes by triggers prunes nothing. */
  due(): void {
    if (this.#running || this.#isClosed || performance.now() - this.#last < INTERVAL_MS) return;
    this.#running = this.#prune().finally(() => {
      this.#last = performance.now();
      this.#running = undefined;
    });
  }

  /** Waits for what is on its way, and begins nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  async #prune(): Promise<void> {
    try {
      let pruned = PRUNED;
      while (pruned === PRUNED && !this.#isClosed) pruned = await prune(this.#orm, this.#side, new Date(Date.now() - KEPT_MS));
    } catch {
      // It is done the next time, by whoever it is; nothing waits for it.
    }
  }
}
