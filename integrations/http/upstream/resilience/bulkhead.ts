import { AsyncLocalStorage } from 'node:async_hooks';
import { bulkhead, isBulkheadRejectedError, isTaskCancelledError, type BulkheadPolicy } from 'cockatiel';
import type { Deadline } from '../deadline.js';
import { BulkheadFull, failure, type UpstreamFacts } from '../errors.js';
import type { EventTeller } from '../events.js';

/** How many requests an upstream gets at a time. */
export interface BulkheadOptions {
  /** Requests that are on their way. Default: 64. */
  readonly maxConcurrent: number;
  /** Requests that wait for their turn; further ones are refused. Default: 128. */
  readonly maxQueued: number;
}

export const DEFAULT_BULKHEAD: BulkheadOptions = Object.freeze({ maxConcurrent: 64, maxQueued: 128 });

/** A bulkhead of cockatiel. */
export class Bulkhead {
  readonly #policy: BulkheadPolicy;
  readonly #options: BulkheadOptions;
  readonly #events: EventTeller;

  constructor(options: BulkheadOptions, events: EventTeller) {
    this.#options = options;
    this.#events = events;
    this.#policy = bulkhead(options.maxConcurrent, options.maxQueued);
  }

  get running(): number {
    return this.#options.maxConcurrent - this.#policy.executionSlots;
  }

  get queued(): number {
    return this.#options.maxQueued - this.#policy.queueSlots;
  }

  get hasRoom(): boolean {
    return this.#policy.executionSlots > 0;
  }

  /**
   * Does something when it is its turn; the wait ends with the deadline.
   *
   * @throws GM_UPSTREAM_BULKHEAD_FULL, GM_UPSTREAM_TIMEOUT, GM_UPSTREAM_ABORTED
   */
  run<T>(facts: UpstreamFacts, deadline: Deadline, work: () => Promise<T>): Promise<T> {
    return this.hasRoom ? this.#policy.execute(work) : this.#wait(facts, deadline, work);
  }

  async #wait<T>({ upstream, operation }: UpstreamFacts, deadline: Deadline, work: () => Promise<T>): Promise<T> {
    try {
      if (this.#events.isHeard && this.#policy.queueSlots > 0)
        this.#events.tell({ type: 'bulkhead-queue', upstream, operation, queued: this.queued + 1 });
      // Its turn comes within the context of the request that ends.
      return await deadline.race(this.#policy.execute(AsyncLocalStorage.bind(work), deadline.signal));
    } catch (error) {
      if (isBulkheadRejectedError(error)) throw failure(BulkheadFull, { upstream, operation });
      if (isTaskCancelledError(error)) deadline.check();
      throw error;
    }
  }
}
