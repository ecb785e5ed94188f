import type { ObservedOperation, ObservedRequest, Observation, OperationOutcome, RequestOutcome } from '../hook/observation.js';
import type { Plugin } from '../hook/plugin.js';
import { loggable, type Logger } from './logger.js';

/** A request that is under way, as those see it who carry it out. */
export interface RequestObservation {
  /** Runs a part of it within what surrounds it. */
  within<T>(run: () => T): T;
  /** Ends it; what comes after the first time is not told. */
  ended(outcome: RequestOutcome): void;
}

/** Tells plugins that observe; what they do wrong is logged, and changes nothing. */
export class Observers {
  readonly #ofOperations: readonly Plugin[];
  readonly #ofRequests: readonly Plugin[];
  readonly #logger: Logger;

  constructor(plugins: readonly Plugin[], logger: Logger) {
    this.#ofOperations = plugins.filter(({ hooks }) => hooks.onOperation);
    this.#ofRequests = plugins.filter(({ hooks }) => hooks.onRequest);
    this.#logger = logger;
  }

  /** Runs an operation under those who observe operations; costs nothing where nobody does. */
  async operation<T>(observed: ObservedOperation, run: () => Promise<T>, outcomeOf: (result: T) => OperationOutcome): Promise<T> {
    if (this.#ofOperations.length === 0) return run();
    const observations = this.#begin(this.#ofOperations, ({ hooks }) => hooks.onOperation?.(observed));
    try {
      const result = await this.#within(observations, run);
      this.#end(observations, outcomeOf(result));
      return result;
    } catch (error) {
      this.#end(observations, { error: error instanceof Error ? error : new Error('Not an error.') });
      throw error;
    }
  }

  /** A request that begins; undefined where nobody observes requests. */
  request(observed: ObservedRequest): RequestObservation | undefined {
    if (this.#ofRequests.length === 0) return undefined;
    const observations = this.#begin(this.#ofRequests, ({ hooks }) => hooks.onRequest?.(observed));
    let hasEnded = false;
    return {
      within: (run) => this.#within(observations, run),
      ended: (outcome) => {
        if (!hasEnded) this.#end(observations, outcome);
        hasEnded = true;
      },
    };
  }

  #begin<Outcome>(
    plugins: readonly Plugin[],
    begin: (plugin: Plugin) => Observation<Outcome> | undefined,
  ): readonly Named<Observation<Outcome>>[] {
    return plugins.flatMap((plugin) => {
      const observation = this.#guarded(plugin.name, () => begin(plugin));
      return observation ? [{ plugin: plugin.name, observation }] : [];
    });
  }

  /** The first plugin is the outermost. */
  #within<T>(observations: readonly Named<Observation<never>>[], run: () => T): T {
    const outermost = observations.reduceRight<() => T>(
      (inner, { plugin, observation }) =>
        observation.within ? () => this.#once(plugin, inner, (once) => observation.within?.(once) ?? once()) : inner,
      run,
    );
    return outermost();
  }

  /** Runs once, whatever a plugin makes of it: neither not at all, nor again. */
  #once<T>(plugin: string, run: () => T, through: (once: () => T) => T): T {
    let made: { readonly value: T } | { readonly error: unknown } | undefined;
    const once = (): T => {
      try {
        made ??= { value: run() };
      } catch (error) {
        made ??= { error };
      }
      if ('error' in made) throw made.error;
      return made.value;
    };
    try {
      through(once);
    } catch (error) {
      if (!made || !('error' in made) || made.error !== error) this.#log(plugin, error);
    }
    return once();
  }

  #end<Outcome>(observations: readonly Named<Observation<Outcome>>[], outcome: Outcome): void {
    for (const { plugin, observation } of observations.toReversed()) this.#guarded(plugin, () => observation.ended(outcome));
  }

  #guarded<T>(plugin: string, call: () => T): T | undefined {
    try {
      return call();
    } catch (error) {
      this.#log(plugin, error);
      return undefined;
    }
  }

  #log(plugin: string, error: unknown): void {
    this.#logger.error({ plugin, error: loggable(error) }, 'general-manager: a plugin failed to observe');
  }
}

interface Named<T> {
  readonly plugin: string;
  readonly observation: T;
}
