import { NotStorable } from '../error/factory-errors.js';
import type { FillRow } from '../interface/value-facts.js';
import { namedRefusal } from '../write/refusals.js';
import type { Draft, Made } from './draft.js';
import { referenceTo } from './reference.js';
import type { Recipe } from './recipe.js';
import type { ObjectStore } from './store.js';

/** Stores objects in few statements, beneath the write pipeline. */
export class FillStore implements ObjectStore {
  readonly batch: number;
  readonly stores = true;
  readonly checks = false;

  constructor(batch = 1000) {
    this.batch = batch;
  }

  async insert(recipe: Recipe, drafts: readonly Draft[]): Promise<readonly Made[]> {
    const { manager } = recipe;
    if (!manager.adapter.fill || !recipe.storable) throw NotStorable.create({ manager: manager.name });
    try {
      const keys = await manager.adapter.fill(manager, drafts.map(rowOf));
      return drafts.map(({ values }, place) => madeOf(recipe, values, keys[place] ?? []));
    } catch (error) {
      throw namedRefusal(error, manager, []);
    }
  }
}

function rowOf({ recipe, values, links, many }: Draft): FillRow {
  const refers: Record<string, readonly unknown[] | null> = {};
  for (const { field, refersTo } of recipe.links) {
    const made = links[field.name];
    refers[field.name] = made ? referenceTo(made, refersTo) : null;
  }
  const linked: Record<string, readonly (readonly unknown[])[]> = {};
  for (const name of Object.keys(many)) linked[name] = (many[name] ?? []).map(({ key = [] }) => key);
  return { values, links: refers, many: linked };
}

function madeOf({ manager }: Recipe, values: Readonly<Record<string, unknown>>, key: readonly unknown[]): Made {
  const [only, ...others] = manager.key?.parts ?? [];
  const isNumbered = only?.kind === 'value' && others.length === 0 && values[only.field] === undefined;
  return { manager, key, values: isNumbered ? { ...values, [only.field]: key[0] } : values };
}
