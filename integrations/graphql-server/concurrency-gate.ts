import { TooBusy } from './errors.js';
import type { ServerLimits } from './limits.js';

/** Lets a number of operations run at a time; some more wait in line, in their order, and the rest is refused at once. */
export class ConcurrencyGate {
  readonly #limits: Pick<ServerLimits, 'maxConcurrent' | 'maxQueued'>;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(limits: Pick<ServerLimits, 'maxConcurrent' | 'maxQueued'>) {
    this.#limits = limits;
  }

  /**
   * Runs something when it is its turn. Whoever goes away leaves the line.
   *
   * @throws GM_LIMIT_CONCURRENCY; the reason of the signal
   */
  async run<T>(work: () => T | Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#running >= this.#limits.maxConcurrent) await this.#turn(signal);
    else this.#running += 1;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#waiting.size >= this.#limits.maxQueued) throw TooBusy.create({});
    await new Promise<void>((resolve, reject) => {
      const start = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.delete(start);
        reject(signal?.reason as Error);
      };
      this.#waiting.add(start);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  /** Hands the place on to whoever waits longest. */
  #next(): void {
    const [first] = this.#waiting;
    if (!first) {
      this.#running -= 1;
      return;
    }
    this.#waiting.delete(first);
    first();
  }
}
