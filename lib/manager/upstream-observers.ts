import type { Plugin } from '../hook/plugin.js';
import { countStatement } from '../hook/statement-tally.js';
import type { ObservedUpstreamRequest, UpstreamEvent, UpstreamObservation, UpstreamOutcome } from '../hook/upstream.js';
import { SENT_ALONE, type Sending, type UpstreamObserver } from '../interface/upstream-observer.js';
import { thrown, type Telling, type Told } from './telling.js';

/** Tells plugins of requests to upstreams. */
export class UpstreamObservers implements UpstreamObserver {
  readonly #ofRequests: readonly Plugin[];
  readonly #ofEvents: readonly Plugin[];
  readonly #telling: Telling;

  constructor(plugins: readonly Plugin[], telling: Telling) {
    this.#ofRequests = plugins.filter(({ hooks }) => hooks.onUpstreamRequest);
    this.#ofEvents = plugins.filter(({ hooks }) => hooks.onUpstreamEvent);
    this.#telling = telling;
  }

  get isHeard(): boolean {
    return this.#ofEvents.length > 0;
  }

  async request<T>(
    observed: ObservedUpstreamRequest,
    run: (sending: Sending) => Promise<T>,
    outcomeOf: (result: T) => UpstreamOutcome,
  ): Promise<T> {
    countStatement();
    if (this.#ofRequests.length === 0) return run(SENT_ALONE);
    const telling = this.#telling;
    const observations = telling.begin(this.#ofRequests, ({ hooks }) => hooks.onUpstreamRequest?.(observed));
    try {
      const result = await telling.within(observations, async () => run(this.#sending(observations)));
      telling.end(observations, outcomeOf(result));
      return result;
    } catch (error) {
      telling.end(observations, outcomeOfError(error));
      throw error;
    }
  }

  event(event: UpstreamEvent): void {
    for (const { name, hooks } of this.#ofEvents) this.#telling.guarded(name, () => hooks.onUpstreamEvent?.({ event }));
  }

  /** The first plugin is the outermost, and its headers come last. */
  #sending(observations: readonly Told<UpstreamObservation>[]): Sending {
    return observations.reduceRight<Sending>((inner, { plugin, observation }) => {
      if (!observation.send) return inner;
      return (run) => {
        let headers: Readonly<Record<string, string>> = {};
        const through = (): ReturnType<typeof run> => inner((others) => run({ ...others, ...headers }));
        return this.#telling.once(plugin, through, (once) => {
          const sent = observation.send?.((given) => {
            headers = given;
            return once();
          });
          return sent ?? once();
        });
      };
    }, SENT_ALONE);
  }
}

/** Errors of upstreams that answered tell the status. */
function outcomeOfError(error: unknown): UpstreamOutcome {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? { error: thrown(error), status } : { error: thrown(error) };
}
