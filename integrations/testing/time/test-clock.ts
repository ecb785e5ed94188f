import { EventEmitter, once } from 'node:events';

interface Timer {
  readonly at: number;
  readonly ms: number;
  readonly call: () => void;
}

/**
 * A clock that stands still until it is put forward, for upstreams: `clock` of their options.
 *
 * @example
 * const clock = new TestClock();
 * const upstream = openUpstream({ baseUrl, clock, retry: { baseMs: 1000 } });
 * const asked = upstream.send({ operation: 'read', method: 'GET', target: '/' });
 * await clock.armed(10_000);
 * clock.advance(10_000);
 */
export class TestClock {
  readonly #timers = new Set<Timer>();
  readonly #arming = new EventEmitter();
  readonly #begin: number;
  #now = 0;

  /** Milliseconds since 1970 at which it begins. Default: the beginning of 2026. */
  constructor(date = Date.UTC(2026, 0, 1)) {
    this.#begin = date;
    this.#arming.setMaxListeners(0);
  }

  /** Milliseconds that it was put forward. */
  now(): number {
    return this.#now;
  }

  /** Milliseconds since 1970. */
  date(): number {
    return this.#begin + this.#now;
  }

  /** Calls when it has been put forward so far, unless the returned function is called before. */
  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#now + ms, ms, call };
    this.#timers.add(timer);
    this.#arming.emit('armed');
    return () => this.#timers.delete(timer);
  }

  /** Milliseconds of the timers that run. */
  get timers(): readonly number[] {
    return [...this.#timers].map(({ ms }) => ms);
  }

  /** Waits until so many timers of so many milliseconds run. */
  async armed(ms: number, count = 1): Promise<void> {
    while (this.timers.filter((each) => each === ms).length < count) await once(this.#arming, 'armed');
  }

  /** Puts it forward, and calls what is due, in its order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#timers.delete(timer);
      this.#now = timer.at;
      timer.call();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
  }
}
