import type { Row } from '../interface/result.js';
import type { ManagerModel } from '../model/model.js';
import type { Recipe } from './recipe.js';

/** An object that others can be linked to. */
export interface Made {
  readonly manager: ManagerModel;
  /** The parts of its key, flattened; undefined where it is not stored, or where the actor may not see it. */
  readonly key: readonly unknown[] | undefined;
  readonly values: Readonly<Record<string, unknown>>;
  /** Where it is not stored. */
  readonly object?: object;
  /** What was read of it after it was written; absent where the actor may not see it. */
  readonly row?: Row;
}

/** An object on its way. */
export interface Draft {
  readonly recipe: Recipe;
  readonly index: number;
  /** What was given for its fields: values, or functions that make them. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly values: Record<string, unknown>;
  readonly links: Record<string, Made | null>;
  readonly many: Record<string, readonly Made[]>;
  /** By field: how often its value was refused. */
  readonly attempts: Map<string, number>;
  /** How far distinct values are from those of the first objects, where those were taken. */
  shift: number;
  /** What is chosen so that fields are unique together, by field. */
  readonly digits: Map<string, number>;
}

export const newDraft = (recipe: Recipe, index: number, given: Draft['given']): Draft => ({
  recipe,
  index,
  given,
  values: {},
  links: {},
  many: {},
  attempts: new Map(),
  shift: 0,
  digits: new Map(),
});
