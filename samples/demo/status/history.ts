import { setTimeout as wait } from 'node:timers/promises';
import { readExposition, type Exposition } from './exposition.js';
import type { Lines } from './measures.js';
import { PANELS } from './panels.js';

/** What all charts show at one time. */
export interface Point {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** By the id of the panel. */
  readonly panels: Readonly<Record<string, Lines>>;
}

const EVERY_MS = 1000;
const TIMEOUT_MS = 5000;
/** Rates are those of so many seconds: each of one alone would jump. */
const WINDOW = 5;
/** Ten minutes. */
const KEPT = 600;

/** Asks for metrics every second, and keeps what the charts show of the last ten minutes. */
export class History {
  readonly #url: string;
  readonly #told: { readonly at: number; readonly exposition: Exposition }[] = [];
  readonly #points: Point[] = [];
  readonly #stopped = new AbortController();
  #failing = false;

  constructor(metricsUrl: string) {
    this.#url = metricsUrl;
  }

  /** The points after a time, the oldest first. */
  after(at: number): readonly Point[] {
    return this.#points.filter((each) => each.at > at);
  }

  /** Whether the last question was not answered. */
  get failing(): boolean {
    return this.#failing;
  }

  start(): this {
    void this.#run();
    return this;
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const next = Date.now() + EVERY_MS;
      await this.#ask(signal);
      await wait(Math.max(0, next - Date.now()), undefined, { signal }).catch(() => undefined);
    }
  }

  async #ask(signal: AbortSignal): Promise<void> {
    try {
      const response = await fetch(this.#url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
      this.#add(Date.now(), readExposition(await response.text()));
      this.#failing = false;
    } catch {
      // An app that does not answer is what a status page is there to show.
      this.#failing = true;
    }
  }

  #add(at: number, exposition: Exposition): void {
    this.#told.push({ at, exposition });
    if (this.#told.length > WINDOW + 1) this.#told.shift();
    const [first] = this.#told;
    if (!first || first.at === at) return;
    const interval = { from: first.exposition, to: exposition, seconds: (at - first.at) / 1000 };
    this.#points.push({ at, panels: Object.fromEntries(PANELS.map(({ id, lines }) => [id, lines(interval)])) });
    if (this.#points.length > KEPT) this.#points.shift();
  }
}
