import type { ValueConstraints } from '../factory/constraints.js';

/** What a source knows of the values of one field, besides what the model says. */
export interface FieldFacts {
  /** What the source's own type can hold: `min` and `max` of numbers, `maxLength` of texts, `precision` and `scale` of decimals. */
  readonly limits: ValueConstraints & { readonly precision?: number; readonly scale?: number };
  /** What has to be true of the values besides, such as a simple check constraint. */
  readonly constraints: ValueConstraints;
  /** Whether a type of the application's own makes something of the values that nobody else knows. Default: false. */
  readonly opaque?: boolean;
  /** Whether the source keeps nulls; that a policy may hide a value says nothing of this. */
  readonly nullable: boolean;
  /** Whether the source computes the value. */
  readonly computed: boolean;
  /** Whether the source or the class has a value where none is given. */
  readonly preset: boolean;
  /** The field of the target by which a relation leads there, where it is not its key. */
  readonly refersTo?: string;
  /** Of a many-to-many relation: whether the links are objects of a class of their own. */
  readonly linkedByClass?: boolean;
  /** The class of embedded objects. */
  readonly embeddable?: object;
}

/** Two fields of which one has to compare with the other. */
export interface FieldComparison {
  /** Of the constraint, for messages. */
  readonly name: string;
  readonly left: string;
  readonly operator: '<' | '<=' | '>' | '>=' | '=' | '<>';
  readonly right: string;
}

/** What a source knows of the objects of a manager. */
export interface ValueFacts {
  /** Whether objects can be stored at all: those of views and queries cannot. */
  readonly storable: boolean;
  /** By the path of a field: `name`, `address.city`. */
  readonly fields: ReadonlyMap<string, FieldFacts>;
  /** Fields of which the values are unique together; a single field where it is unique alone. */
  readonly unique: readonly (readonly string[])[];
  readonly comparisons: readonly FieldComparison[];
}

/** A link to an object that is stored, by the values of its key; or that is not, itself. */
export type ObjectLink = readonly unknown[] | object | null;

/** An object to be stored as it is. */
export interface FillRow {
  /** By field, in the JavaScript form of the field's type. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Of the relations that the object keeps: what they refer to, flattened; null for nothing. */
  readonly links: Readonly<Record<string, readonly unknown[] | null>>;
  /** Of many-to-many relations: the flattened keys of what they lead to. */
  readonly many: Readonly<Record<string, readonly (readonly unknown[])[]>>;
}
