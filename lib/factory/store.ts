import type { Draft, Made } from './draft.js';
import type { Recipe } from './recipe.js';

/** Where objects go when they have been made. */
export interface ObjectStore {
  /** Objects that are stored at once. */
  readonly batch: number;
  /** Whether objects are there afterwards. */
  readonly stores: boolean;
  /** Whether it finds out itself what rules and validators say. */
  readonly checks: boolean;
  /** Stores objects of one class; the answers stand where their drafts do. */
  insert(recipe: Recipe, drafts: readonly Draft[]): Promise<readonly Made[]>;
}
