import { ReadTimeout, type ReadContext } from '../../lib/plugin.js';

/** How long a statement may take. */
export type Bounds = Pick<ReadContext, 'signal' | 'timeoutMs'>;

/** A connection that is held for one statement. */
export interface Lease {
  /** Tells the database to stop the statement that runs; resolves when it has been told, also where that failed. */
  cancel(): Promise<void>;
  /** Gives the connection back. */
  release(): void;
}

/** Beyond this, Node's timers fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Runs one statement within its bounds: where the signal aborts or the time is up, the caller is told at once, and the database is
 * told to stop. The connection stays held until both the statement and the cancellation have ended, so that no later statement on
 * it can be hit.
 *
 * @throws GM_READ_TIMEOUT; the reason of the signal; the errors of the statement
 */
export async function runBounded<L extends Lease, T>(acquire: () => Promise<L>, run: (lease: L) => Promise<T>, bounds: Bounds): Promise<T> {
  bounds.signal?.throwIfAborted();
  const stop = new Stop(bounds);
  try {
    const lease = await stop.race(acquire(), (late) => void late.then((unused) => unused.release(), ignore));
    const running = run(lease);
    let stopped = false;
    try {
      return await stop.race(running, () => {
        stopped = true;
        void Promise.allSettled([running, lease.cancel()]).then(() => lease.release());
      });
    } finally {
      if (!stopped) lease.release();
    }
  } finally {
    stop.forget();
  }
}

/** Tells when a signal aborts or a time is up, whichever comes first. */
class Stop {
  readonly #signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #onAbort = (): void => this.#stop(this.#signal?.reason);
  #stopped: { readonly reason: unknown } | undefined;
  #listener: ((reason: unknown) => void) | undefined;

  constructor({ signal, timeoutMs = 0 }: Bounds) {
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort);
    if (timeoutMs > 0 && timeoutMs <= LONGEST_MS) this.#timer = setTimeout(() => this.#stop(ReadTimeout.create({})), timeoutMs);
  }

  /** What is waited for, unless it is stopped before; `abandon` then gets what nobody waits for any more. */
  race<T>(waited: Promise<T>, abandon: (waited: Promise<T>) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let abandoned = false;
      this.#listener = (reason) => {
        abandoned = true;
        abandon(waited);
        reject(reason);
      };
      if (this.#stopped) return this.#stop(this.#stopped.reason);
      // What comes after it was abandoned is not waited for, and must not undo what is waited for by then.
      const settle =
        <V>(end: (value: V) => void) =>
        (value: V): void => {
          if (abandoned) return;
          this.#listener = undefined;
          end(value);
        };
      waited.then(settle(resolve), settle(reject));
    });
  }

  #stop(reason: unknown): void {
    this.#stopped ??= { reason };
    this.#listener?.(reason);
    this.#listener = undefined;
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}

const ignore = (): void => {};
