import { ReadTimeout } from '../error/errors.js';
import type { ReadContext } from '../interface/interface-adapter.js';

/** The time that a read has left: computations have no source that would give them up. */
export class Deadline {
  readonly #ends: number;
  readonly #signal: AbortSignal | undefined;

  constructor({ timeoutMs = 0, signal }: Pick<ReadContext, 'timeoutMs' | 'signal'>) {
    this.#ends = timeoutMs > 0 ? performance.now() + timeoutMs : Infinity;
    this.#signal = signal;
  }

  /** @throws GM_READ_TIMEOUT, the reason of the signal */
  check(): void {
    this.#signal?.throwIfAborted();
    if (performance.now() >= this.#ends) throw ReadTimeout.create({});
  }

  /** What reads run with that are part of this one. */
  left(context: ReadContext): ReadContext {
    this.check();
    return this.#ends === Infinity ? context : { ...context, timeoutMs: Math.max(1, Math.ceil(this.#ends - performance.now())) };
  }

  /** What comes of something, unless that takes too long. */
  async within<T>(work: Promise<T>): Promise<T> {
    this.check();
    if (this.#ends === Infinity && !this.#signal) return work;
    let timer: NodeJS.Timeout | undefined;
    let abort: (() => void) | undefined;
    const end = new Promise<never>((_resolve, reject) => {
      if (this.#ends !== Infinity) timer = setTimeout(() => reject(ReadTimeout.create({})), Math.ceil(this.#ends - performance.now()));
      abort = () => reject(this.#signal?.reason as Error);
      this.#signal?.addEventListener('abort', abort, { once: true });
    });
    try {
      return await Promise.race([work, end]);
    } finally {
      clearTimeout(timer);
      if (abort) this.#signal?.removeEventListener('abort', abort);
    }
  }
}
