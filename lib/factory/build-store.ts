import type { Draft, Made } from './draft.js';
import type { FactoryEngine } from './engine.js';
import type { Recipe } from './recipe.js';
import type { ObjectStore } from './store.js';

/** Keeps objects as instances of their classes; nothing is stored. */
export class BuildStore implements ObjectStore {
  readonly batch = 1000;
  readonly stores = false;
  readonly checks = false;
  readonly #engine: FactoryEngine;

  constructor(engine: FactoryEngine) {
    this.#engine = engine;
  }

  async insert({ manager }: Recipe, drafts: readonly Draft[]): Promise<readonly Made[]> {
    return drafts.map((draft) => ({ manager, key: undefined, values: draft.values, object: this.#engine.instance(draft) }));
  }
}
