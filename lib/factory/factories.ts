import type { Runtime } from '../manager/runtime.js';
import { managerOf } from '../model/lookup.js';
import type { Validator } from '../write/validator.js';
import { isDefinition, type FactoryDefinition } from './define-factory.js';
import { FACTORY, FactoryEngine } from './engine.js';
import { Factory } from './factory.js';
import { DEFAULT_FACTORY_OPTIONS, type FactoryOptions } from './options.js';

/** What one factory is made with. */
export interface FactoryUse {
  /** Default: that of the application. */
  readonly seed?: string | number;
}

/** The factories of an application. Objects of one seed are counted together; nothing is loaded before the first one is made. */
export class Factories {
  readonly #runtime: Runtime;
  readonly #validators: readonly Validator[];
  readonly #options: FactoryOptions;
  readonly #engines = new Map<string | number, Promise<FactoryEngine>>();

  constructor(runtime: Runtime, validators: readonly Validator[], options: Partial<FactoryOptions> = {}) {
    this.#runtime = runtime;
    this.#validators = validators;
    this.#options = { ...DEFAULT_FACTORY_OPTIONS, ...options };
  }

  factory(target: object | string, { seed = this.#options.seed }: FactoryUse = {}): Factory<object> {
    const definition = typeof target === 'object' && isDefinition(target) ? target : undefined;
    const manager = managerOf(this.#runtime.model, definition?.target ?? target);
    return new Factory({
      manager,
      definition,
      engine: async () => this.engine(seed),
      caller: FACTORY,
      traits: [],
      with: {},
      params: {},
    });
  }

  /** What makes objects from a seed. */
  async engine(seed: string | number = this.#options.seed): Promise<FactoryEngine> {
    const known = this.#engines.get(seed) ?? this.#begin(seed);
    this.#engines.set(seed, known);
    return known;
  }

  async #begin(seed: string | number): Promise<FactoryEngine> {
    const { model } = this.#runtime;
    const named = this.#options.definitions.map((each): readonly [string, FactoryDefinition] => [managerOf(model, each.target).name, each]);
    return new FactoryEngine(
      {
        runtime: this.#runtime,
        validators: this.#validators,
        options: this.#options,
        sources: await this.#options.sources(),
        definitions: new Map(named),
      },
      seed,
    );
  }
}
