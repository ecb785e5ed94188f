import type { CacheStore } from './cache-store.js';

/** How much is waited for a store. */
export interface StoreLimits {
  /** Milliseconds that one call may take. */
  readonly timeoutMs: number;
  /** Calls in a row that fail until the store is left alone. */
  readonly failures: number;
  /** Milliseconds for which it is left alone; twice as long with every further failure, sixteen times at most. */
  readonly pauseMs: number;
}

/** What a call of a store gave: nothing where it failed, or was not made. */
export type Attempted<T> = { readonly value: T } | undefined;

/**
 * Calls a store, which may fail or hang: within a time, and not at all for a while after several failures in a row (a circuit breaker; then one call
 * tries whether it is back). Whatever is wrong with it, callers go on without it.
 */
export class GuardedStore {
  readonly #store: CacheStore;
  readonly #limits: StoreLimits;
  readonly #now: () => number;
  readonly #failed: (error: unknown) => void;
  #failures = 0;
  #pausedUntil = 0;
  #isTrying = false;

  constructor(store: CacheStore, limits: StoreLimits, options: { readonly now: () => number; readonly failed: (error: unknown) => void }) {
    this.#store = store;
    this.#limits = limits;
    this.#now = options.now;
    this.#failed = options.failed;
  }

  /** Whether the store is left alone. */
  get isPaused(): boolean {
    return this.#failures >= this.#limits.failures && (this.#isTrying || this.#now() < this.#pausedUntil);
  }

  /** Whether it can say who computes something. */
  get hasLeases(): boolean {
    return this.#store.leases !== undefined;
  }

  async call<T>(run: (store: CacheStore) => Promise<T>): Promise<Attempted<T>> {
    if (this.isPaused) return undefined;
    const isTrial = this.#failures >= this.#limits.failures;
    this.#isTrying = isTrial;
    try {
      const value = await within(async () => run(this.#store), this.#limits.timeoutMs);
      this.#failures = 0;
      return { value };
    } catch (error) {
      this.#fail();
      this.#failed(error);
      return undefined;
    } finally {
      if (isTrial) this.#isTrying = false;
    }
  }

  #fail(): void {
    const { failures, pauseMs } = this.#limits;
    this.#failures += 1;
    const over = Math.min(4, this.#failures - failures);
    if (over >= 0) this.#pausedUntil = this.#now() + pauseMs * 2 ** over;
  }
}

/** What a promise gives, unless that takes too long; what it does later is nobody's business. */
async function within<T>(run: () => Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The store of the cache has not answered within ${timeoutMs} ms.`)), timeoutMs);
  });
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
