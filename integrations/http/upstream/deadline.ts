import type { Clock } from './clock.js';
import { Aborted, failure, isUpstreamError, Timeout, type UpstreamError, type UpstreamFacts } from './errors.js';

/**
 * Ends work in time, with a typed error: once the time is over, or whoever asked has gone. It costs a timer and a listener only where
 * somebody takes its signal.
 */
export class Deadline {
  readonly #clock: Clock;
  readonly #facts: UpstreamFacts;
  readonly #outer: AbortSignal | undefined;
  readonly #end: number;
  /** Told when it ends before the work that they wait for. */
  readonly #left = new Set<() => void>();
  #controller: AbortController | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock, facts: UpstreamFacts, ms: number, outer?: AbortSignal) {
    this.#clock = clock;
    this.#facts = facts;
    this.#outer = outer;
    this.#end = clock.now() + ms;
  }

  /** Aborted at the end. */
  get signal(): AbortSignal {
    return (this.#controller ??= this.#arm()).signal;
  }

  get remainingMs(): number {
    return this.#end - this.#clock.now();
  }

  /** A shorter one within this one. */
  within(ms: number): Deadline {
    // While nobody looks at this one, what ends it ends the shorter one, too.
    return new Deadline(this.#clock, this.#facts, Math.min(ms, this.remainingMs), this.#controller?.signal ?? this.#outer);
  }

  /**
   * Throws where nothing may be begun any more, also where its timer is late.
   *
   * @throws GM_UPSTREAM_TIMEOUT, GM_UPSTREAM_ABORTED
   */
  check(): void {
    this.#controller?.signal.throwIfAborted();
    if (this.#outer?.aborted) throw this.#reasonOfOuter();
    if (this.remainingMs <= 0) throw failure(Timeout, this.#facts);
  }

  /** The result of work, or the error of the deadline, whichever is first; work that does not heed the signal is left behind. */
  race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => reject(signal.reason as Error);
      if (signal.aborted) leave();
      // Listeners of signals cost more than all the rest of it.
      else this.#left.add(leave);
      this.#settled(work, leave).then(resolve, reject);
    });
  }

  async #settled<T>(work: Promise<T>, leave: () => void): Promise<T> {
    try {
      return await work;
    } finally {
      this.#left.delete(leave);
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
    this.#cancelTimer?.();
    if (this.#controller) this.#outer?.removeEventListener('abort', this.#leave);
  }

  #arm(): AbortController {
    const controller = new AbortController();
    this.#controller = controller;
    if (this.#outer?.aborted) this.#leave();
    else {
      this.#cancelTimer = this.#clock.after(this.remainingMs, () => this.#stop(failure(Timeout, this.#facts)));
      this.#outer?.addEventListener('abort', this.#leave, { once: true });
    }
    return controller;
  }

  readonly #leave = (): void => this.#stop(this.#reasonOfOuter());

  #reasonOfOuter(): UpstreamError {
    const reason: unknown = this.#outer?.reason;
    return isUpstreamError(reason) ? reason : failure(Aborted, this.#facts);
  }

  #stop(reason: UpstreamError): void {
    this.end();
    this.#controller?.abort(reason);
    for (const leave of this.#left) leave();
  }
}
