import type { RelationName } from '../drift/mapped-table.js';

/** An index that something of the model is found by. */
export interface WantedIndex {
  readonly table: RelationName;
  readonly columns: readonly string[];
  /** How the columns are asked for: `key` in their order, `equal` all at once, `range` one by its order, `items` by what a list has. */
  readonly by: 'key' | 'equal' | 'range' | 'items';
  readonly why: string;
}
