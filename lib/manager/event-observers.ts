import type { DeliveryOutcome, ObservedDelivery } from '../hook/observation.js';
import type { Plugin } from '../hook/plugin.js';
import { thrown, type Telling } from './telling.js';

/** What names the trace of a write, by the names that propagators use. */
export type TraceFields = Readonly<Record<string, string>>;

/** Tells plugins of durable events: when they are written, and when they are delivered. */
export class EventObservers {
  readonly #ofWrites: readonly Plugin[];
  readonly #ofDeliveries: readonly Plugin[];
  readonly #telling: Telling;

  constructor(plugins: readonly Plugin[], telling: Telling) {
    this.#ofWrites = plugins.filter(({ hooks }) => hooks.onEnqueue);
    this.#ofDeliveries = plugins.filter(({ hooks }) => hooks.onDelivery);
    this.#telling = telling;
  }

  /** What is kept with the events of a write; undefined where that is nothing. */
  trace(): TraceFields | undefined {
    const fields = this.#ofWrites.map(({ name, hooks }) => this.#telling.guarded(name, () => hooks.onEnqueue?.({})));
    const all: TraceFields = Object.assign({}, ...fields);
    return Object.keys(all).length > 0 ? all : undefined;
  }

  /** Runs an attempt to deliver an event under those who observe. */
  async delivery(observed: ObservedDelivery, run: () => Promise<void>): Promise<void> {
    if (this.#ofDeliveries.length === 0) return run();
    const telling = this.#telling;
    const observations = telling.begin(this.#ofDeliveries, ({ hooks }) => hooks.onDelivery?.(observed));
    let outcome: DeliveryOutcome = {};
    try {
      await telling.within(observations, run);
    } catch (error) {
      outcome = { error: thrown(error) };
      throw error;
    } finally {
      telling.end(observations, outcome);
    }
  }
}
