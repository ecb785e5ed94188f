import type { EmbeddedField, FieldModel, ManagerModel } from '../../../lib/plugin.js';

/** What a field of a generated object type reads. */
export interface TableEntry {
  readonly field: FieldModel | EmbeddedField;
  /** Whether its value is written as an ID. */
  readonly identifier: boolean;
}

/** By type name: the manager that rows of the type belong to, and what its fields read, by GraphQL name. */
export type FieldTable = Map<string, { readonly manager: ManagerModel | undefined; readonly fields: Map<string, TableEntry> }>;

/** An empty table. */
export const fieldTable = (): FieldTable => new Map();
