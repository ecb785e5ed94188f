import type { Orm } from '../metadata.js';
import { prune, PRUNED } from './prune.js';

/** How long what was written is kept: what is kept in caches without being looked at for longer counts as changed. */
const KEPT_MS = 3_600_000;

/** Each process looks for what is older no more often. */
const INTERVAL_MS = 60_000;

/** Rounds of one time. */
const ROUNDS = 20;

/** Prunes what caches have no more use for, now and then, beside what writes and asks. */
export class Pruner {
  readonly #orm: Orm;
  readonly #side: string;
  #last = performance.now();
  #running: Promise<void> | undefined;

  constructor(orm: Orm, side: string) {
    this.#orm = orm;
    this.#side = side;
  }

  /** Told that something was written. */
  due(): void {
    if (this.#running || performance.now() - this.#last < INTERVAL_MS) return;
    this.#running = this.#prune().finally(() => {
      this.#last = performance.now();
      this.#running = undefined;
    });
  }

  /** Waits for what is on its way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #prune(): Promise<void> {
    try {
      for (let round = 0, pruned = PRUNED; round < ROUNDS && pruned === PRUNED; round += 1) {
        pruned = await prune(this.#orm, this.#side, new Date(Date.now() - KEPT_MS));
      }
    } catch {
      // It is done the next time, by whoever it is; nothing waits for it.
    }
  }
}
