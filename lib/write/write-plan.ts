import type { EmbeddedField, RelationField, ValueField } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';

/** Where in the input something stands: names as the API has them, and places in lists. */
export type InputPath = readonly (string | number)[];

/** A value for a field of the object itself. */
export interface FieldValue {
  readonly field: ValueField | EmbeddedField;
  /** JavaScript value of the field's type; embedded objects are plain objects by property name. */
  readonly value: unknown;
}

interface Write {
  readonly manager: ManagerModel;
  readonly path: InputPath;
}

/** What is written of one object: its own values, and what happens along its relations. */
export interface WrittenData {
  readonly values: readonly FieldValue[];
  readonly links: readonly LinkWrite[];
}

/** A new object. */
export interface CreateWrite extends Write, WrittenData {
  readonly kind: 'create';
}

/** An object that is changed; without `where`, the one that a to-one relation leads to. */
export interface UpdateWrite extends Write, WrittenData {
  readonly kind: 'update';
  readonly where?: Condition;
}

/** An object that is changed, or made where there is none. */
export interface UpsertWrite extends Write {
  readonly kind: 'upsert';
  readonly where?: Condition;
  readonly create: CreateWrite;
  readonly update: UpdateWrite;
}

/** An object that is removed; without `where`, the one that a to-one relation leads to. */
export interface DeleteWrite extends Write {
  readonly kind: 'delete';
  readonly where?: Condition;
}

/** A link to an object that is there. */
export interface ConnectWrite extends Write {
  readonly kind: 'connect';
  readonly where: Condition;
}

/** A link to an object that is there, or to a new one. */
export interface ConnectOrCreateWrite extends Write {
  readonly kind: 'connectOrCreate';
  readonly where: Condition;
  readonly create: CreateWrite;
}

/** A link that is taken away; without `where`, the one that a to-one relation has. */
export interface DisconnectWrite extends Write {
  readonly kind: 'disconnect';
  readonly where?: Condition;
}

/** Every link of a to-many relation: what is not among these is unlinked. */
export interface SetWrite extends Write {
  readonly kind: 'set';
  readonly where: readonly Condition[];
}

/** What happens to one object behind a relation. */
export type RelatedWrite =
  | CreateWrite
  | UpdateWrite
  | UpsertWrite
  | DeleteWrite
  | ConnectWrite
  | ConnectOrCreateWrite
  | DisconnectWrite
  | SetWrite;

/** What happens along one relation, in the order of the input. */
export interface LinkWrite {
  readonly field: RelationField;
  readonly path: InputPath;
  readonly writes: readonly RelatedWrite[];
}

/** What is asked for at the root. */
export type ObjectWrite = CreateWrite | UpdateWrite | UpsertWrite | DeleteWrite;

/** The names of what can happen along a relation, as the input has them. */
export const RELATION_WRITES = ['create', 'connect', 'connectOrCreate', 'update', 'upsert', 'disconnect', 'delete', 'set'] as const;
export type RelationWriteKind = (typeof RELATION_WRITES)[number];
