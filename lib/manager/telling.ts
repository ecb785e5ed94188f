import type { Observation } from '../hook/observation.js';
import type { Plugin } from '../hook/plugin.js';
import { loggable, type Logger } from './logger.js';

/** What one plugin observes with. */
export interface Told<T> {
  readonly plugin: string;
  readonly observation: T;
}

/** Tells plugins; what they do wrong is logged, and changes nothing. */
export class Telling {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  begin<T extends object>(plugins: readonly Plugin[], begin: (plugin: Plugin) => T | undefined): readonly Told<T>[] {
    const begun: Told<T>[] = [];
    for (const plugin of plugins) {
      try {
        const observation = begin(plugin);
        if (observation) begun.push({ plugin: plugin.name, observation });
      } catch (error) {
        this.#log(plugin.name, error);
      }
    }
    return begun;
  }

  /** The first plugin is the outermost. */
  within<T>(observations: readonly Told<Observation<never>>[], run: () => T): T {
    return observations.reduceRight((inner, told) => () => this.#within(told, inner), run)();
  }

  #within<T>({ plugin, observation }: Told<Observation<never>>, run: () => T): T {
    return observation.within ? this.once(plugin, run, (once) => observation.within?.(once) ?? once()) : run();
  }

  /** Runs once, whatever a plugin makes of it: neither not at all, nor again. */
  once<T>(plugin: string, run: () => T, through: (once: () => T) => T): T {
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

  end<Outcome>(observations: readonly Told<Observation<Outcome>>[], outcome: Outcome): void {
    for (let index = observations.length - 1; index >= 0; index -= 1) {
      const told = observations[index];
      try {
        told?.observation.ended(outcome);
      } catch (error) {
        this.#log(told?.plugin ?? '', error);
      }
    }
  }

  guarded<T>(plugin: string, call: () => T): T | undefined {
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

/** What observers are told of something that was thrown. */
export const thrown = (error: unknown): Error => (error instanceof Error ? error : new Error('Not an error.'));
