import type { Entry } from './entry.js';

/** How a computation that others wait for came out. */
export type Landing =
  | { readonly kind: 'entry'; readonly entry: Entry }
  /** There is an answer, but it is nobody else's. */
  | { readonly kind: 'unkept' }
  /** `shared` where others would have got the same error. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly shared: boolean };

/** One computation of a key in this process; others who want the same wait for it. */
export class Flight {
  /** Its place in the order of everything that is asked: what it read is no older than this. */
  readonly started: number;
  readonly #landed: Promise<Landing>;
  #land: (landing: Landing) => void = () => {};

  constructor(started: number) {
    this.started = started;
    this.#landed = new Promise((resolve) => {
      this.#land = resolve;
    });
  }

  land(landing: Landing): void {
    this.#land(landing);
  }

  /** Waits for it, but not for ever; rejects with the reason of the signal. */
  async landed(timeoutMs: number, signal?: AbortSignal): Promise<Landing | 'late'> {
    signal?.throwIfAborted();
    let timer: NodeJS.Timeout | undefined;
    let abort: (() => void) | undefined;
    const late = new Promise<'late'>((resolve, reject) => {
      timer = setTimeout(() => resolve('late'), timeoutMs);
      abort = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
    });
    try {
      return await Promise.race([this.#landed, late]);
    } finally {
      clearTimeout(timer);
      if (abort) signal?.removeEventListener('abort', abort);
    }
  }
}
