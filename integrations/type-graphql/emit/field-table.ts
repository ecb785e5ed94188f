import type { EmbeddedField, FieldModel, ManagerModel, RelationField } from '../../../lib/plugin.js';

/** What a field of a generated object type reads. */
export interface TableEntry {
  readonly field: FieldModel | EmbeddedField;
  /** Whether it shows measures of what the relation leads to. */
  readonly aggregate?: boolean;
  /** Whether it is computed of what was read. */
  readonly computed?: boolean;
  /** Whether its value is written as an ID. */
  readonly identifier: boolean;
  /** Whether the application declared it: a property that TypeGraphQL reads, with whatever it is guarded by. */
  readonly declared?: boolean;
  /** Whether TypeGraphQL guards it. */
  readonly guarded?: boolean;
}

/** The generated field of capabilities. */
export interface CapabilitiesEntry {
  /** Its GraphQL name. */
  readonly name: string;
  /** The property that it is declared for. */
  readonly property: string;
  /** Whether TypeGraphQL guards it. */
  readonly guarded: boolean;
}

/** A to-one relation that hand-written code shows in its own way. */
export interface WrittenRelation {
  readonly field: RelationField;
  /** Whether it is just the property, without code behind it. */
  readonly isProperty: boolean;
}

/** One type: whose rows it shows, and what its fields read, by GraphQL name. */
export interface TableType {
  readonly manager: ManagerModel | undefined;
  readonly fields: Map<string, TableEntry>;
  /** To-one relations that hand-written code shows in its own way, by GraphQL name. */
  readonly written: Map<string, WrittenRelation>;
  /** The field that tells what the actor may do with an object. */
  capabilities?: CapabilitiesEntry;
}

/** By type name. */
export type FieldTable = Map<string, TableType>;

/** An empty table. */
export const fieldTable = (): FieldTable => new Map();
