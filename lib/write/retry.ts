import { setTimeout as wait } from 'node:timers/promises';
import { ContendedUnit } from '../interface/write-unit.js';

/** Attempts after the first one. */
const RETRIES = 4;
/** Milliseconds before the second attempt at most; twice as long before each further one. */
const BACKOFF_MS = 20;

/** Runs units of work again that met others: a bounded number of times, after waits of random length so that they do not meet again. */
export class RetryPolicy {
  readonly #retries: number;

  constructor(retries = RETRIES) {
    this.#retries = retries;
  }

  async run<T>(unit: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await unit();
      } catch (error) {
        if (!(error instanceof ContendedUnit) || attempt >= this.#retries) throw error;
        await wait(Math.random() * BACKOFF_MS * 2 ** attempt, undefined, signal ? { signal } : {});
      }
    }
  }
}
