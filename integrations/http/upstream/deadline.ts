import type { Clock } from './clock.js';
import { Aborted, failure, isUpstreamError, Timeout, type UpstreamError, type UpstreamFacts } from './errors.js';

/** Ends work in time: its signal is aborted with a typed error, once the time is over or whoever asked has gone. */
export class Deadline {
  readonly #clock: Clock;
  readonly #facts: UpstreamFacts;
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #cancel: () => void;
  readonly #end: number;

  constructor(clock: Clock, facts: UpstreamFacts, ms: number, outer?: AbortSignal) {
    this.#clock = clock;
    this.#facts = facts;
    this.#outer = outer;
    this.#end = clock.now() + ms;
    this.#cancel = clock.after(ms, () => this.#stop(failure(Timeout, facts)));
    if (outer?.aborted) this.#leave();
    else outer?.addEventListener('abort', this.#leave, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get remainingMs(): number {
    return this.#end - this.#clock.now();
  }

  /** A shorter one within this one. */
  within(ms: number): Deadline {
    return new Deadline(this.#clock, this.#facts, Math.min(ms, this.remainingMs), this.signal);
  }

  /**
   * Throws where nothing may be begun any more, also where its timer is late.
   *
   * @throws GM_UPSTREAM_TIMEOUT, GM_UPSTREAM_ABORTED
   */
  check(): void {
    this.signal.throwIfAborted();
    if (this.remainingMs <= 0) throw failure(Timeout, this.#facts);
  }

  /** The result of work, or the error of the deadline, whichever is first; work that does not heed the signal is left behind. */
  async race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    let leave = (): void => undefined;
    const ended = new Promise<never>((_resolve, reject) => {
      leave = () => reject(signal.reason as Error);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([work, ended]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /**
   * Waits.
   *
   * @throws GM_UPSTREAM_TIMEOUT, GM_UPSTREAM_ABORTED
   */
  async wait(ms: number): Promise<void> {
    let cancel = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      cancel = this.#clock.after(ms, resolve);
    });
    try {
      await this.race(over);
    } finally {
      cancel();
    }
  }

  /** Ends at once what is still done. */
  cancel(): void {
    this.#stop(failure(Aborted, this.#facts));
  }

  /** Frees the timer and the listener. */
  end(): void {
    this.#cancel();
    this.#outer?.removeEventListener('abort', this.#leave);
  }

  readonly #leave = (): void => {
    const reason: unknown = this.#outer?.reason;
    this.#stop(isUpstreamError(reason) ? reason : failure(Aborted, this.#facts));
  };

  #stop(reason: UpstreamError): void {
    this.#cancel();
    this.#controller.abort(reason);
  }
}
