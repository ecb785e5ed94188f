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
export function runBounded<L extends Lease, T>(acquire: () => Promise<L>, run: (lease: L) => Promise<T>, bounds: Bounds): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    bounds.signal?.throwIfAborted();
    const bounded = new BoundedRun<L, T>(run, bounds, { resolve, reject });
    acquire().then(bounded.held, bounded.failed);
  });
}

/** What the caller waits for. */
interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** One statement; tells the caller at once when a signal aborts or a time is up, whichever comes first. */
class BoundedRun<L extends Lease, T> {
  readonly #run: (lease: L) => Promise<T>;
  readonly #signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #waiting: Waiting<T>;
  #lease: L | undefined;
  #running: Promise<T> | undefined;
  #isOver = false;

  constructor(run: (lease: L) => Promise<T>, { signal, timeoutMs = 0 }: Bounds, waiting: Waiting<T>) {
    this.#run = run;
    this.#waiting = waiting;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort);
    if (timeoutMs > 0 && timeoutMs <= LONGEST_MS) this.#timer = setTimeout(() => this.#stop(ReadTimeout.create({})), timeoutMs);
  }

  readonly held = (lease: L): void => {
    // Nobody waits for it any more.
    if (this.#isOver) return lease.release();
    this.#lease = lease;
    try {
      this.#running = this.#run(lease);
      this.#running.then(this.#given, this.failed);
    } catch (error) {
      this.failed(error);
    }
  };

  readonly failed = (reason: unknown): void => {
    if (this.#isOver) return;
    this.#end();
    this.#lease?.release();
    this.#waiting.reject(reason);
  };

  readonly #given = (value: T): void => {
    if (this.#isOver) return;
    this.#end();
    this.#lease?.release();
    this.#waiting.resolve(value);
  };

  readonly #onAbort = (): void => this.#stop(this.#signal?.reason);

  #stop(reason: unknown): void {
    this.#end();
    this.#waiting.reject(reason);
    const [lease, running] = [this.#lease, this.#running];
    if (lease) void Promise.allSettled([running, lease.cancel()]).then(() => lease.release());
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}
