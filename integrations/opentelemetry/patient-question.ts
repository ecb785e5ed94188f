import { setTimeout as delay } from 'node:timers/promises';

/** So that whoever collects is answered in time. */
const LONGEST_MS = 1_000;

/**
 * A question that may take longer than its asker waits: where a database hangs, collecting must go on, as that is when it matters. Nobody asks again while
 * an answer is still on its way, so that questions do not pile up.
 */
export class PatientQuestion<T> {
  readonly #run: () => Promise<T>;
  readonly #longestMs: number;
  #running: Promise<T> | undefined;

  constructor(run: () => Promise<T>, longestMs: number = LONGEST_MS) {
    this.#run = run;
    this.#longestMs = longestMs;
  }

  /** The answer; undefined where it is not there in time. */
  async ask(): Promise<T | undefined> {
    const running = (this.#running ??= this.#begin());
    const waiting = new AbortController();
    try {
      return await Promise.race([running, delay(this.#longestMs, undefined, { signal: waiting.signal })]);
    } finally {
      waiting.abort();
    }
  }

  async #begin(): Promise<T> {
    try {
      return await this.#run();
    } finally {
      this.#running = undefined;
    }
  }
}
