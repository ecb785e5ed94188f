import type { Operator, ScalarType } from './scalar.js';

interface FieldBase {
  /** The property on the class. */
  readonly name: string;
  /** Its name in the API. */
  readonly publicName: string;
  readonly description?: string;
  /** False for a field that the API never shows (`hidden`, or `expose: false`); it cannot be filtered or sorted by either. */
  readonly exposed: boolean;
  /** Whether a read can give null. */
  readonly nullable: boolean;
  /** Generated, formula, version, or of a read-only interface. */
  readonly readOnly: boolean;
  /** Whether a create may leave it out. */
  readonly optional: boolean;
  /** Not read unless asked for by name. */
  readonly lazy: boolean;
}

/** A value in a column of its own. */
export interface ScalarField extends FieldBase {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  /** Of a `custom` type: the scalar that its JavaScript value looks like; `json` when nothing is known. */
  readonly looksLike?: ScalarType;
  /** Whether it is a list of the type. */
  readonly list: boolean;
  readonly primary: boolean;
  readonly unique: boolean;
  readonly version: boolean;
  /** In characters. */
  readonly maxLength?: number;
  /** Digits of a decimal, those behind the point included; of times, those of the fraction of a second. */
  readonly precision?: number;
  readonly scale?: number;
  /** What the column of a whole number can hold, both ends included. */
  readonly range?: { readonly min: number; readonly max: number };
  /**
   * How the source compares the values, where it is not as their type says: numbers of `single` precision, times that are `zoned`, or in a
   * way of its `own`, such as texts whose case or whose blanks at the end do not count.
   */
  readonly comparison?: 'single' | 'zoned' | 'own';
  readonly operators: readonly Operator[];
  readonly sortable: boolean;
}

/** One of the members of an enum, or a list of them. */
export interface EnumField extends Omit<
  ScalarField,
  'kind' | 'type' | 'looksLike' | 'version' | 'maxLength' | 'precision' | 'scale' | 'range' | 'comparison'
> {
  readonly kind: 'enum';
  /** Name of the {@link EnumModel}. */
  readonly enum: string;
}

/** An object without an identity of its own, or a list of them. */
export interface EmbeddedField extends FieldBase {
  readonly kind: 'embedded';
  /** Name of the {@link EmbeddableModel}. */
  readonly embeddable: string;
  readonly list: boolean;
  /** Whether its fields can be filtered and sorted by. */
  readonly queryable: boolean;
}

/** A link to one or many of another manager. */
export interface RelationField extends FieldBase {
  readonly kind: 'relation';
  readonly cardinality: 'one' | 'many';
  /** Name of the manager at the other end. */
  readonly target: string;
  /** Whether this end keeps the link. */
  readonly owner: boolean;
  /** The field at the other end, where there is one. */
  readonly inverse?: string;
  readonly primary: boolean;
  /** Whether filters, sorts and measures may go through it, since the source itself follows it. */
  readonly queryable: boolean;
  /** The fields that link the two ends, where not the source does: objects at the other end are then read by a read of their own. */
  readonly match?: RelationMatch;
}

/** Fields of two managers that hold the same values where objects are linked, whatever sources they are in; values are the same where their texts are. */
export interface RelationMatch {
  /** Fields of the manager that has the relation. */
  readonly local: readonly string[];
  /** Fields of the target, in the same order. */
  readonly foreign: readonly string[];
  /** Whether filters may go through it: the source can be asked for objects whose fields are among the values that were found. */
  readonly filterable: boolean;
  /** Whether the target's source finds the page of each object by itself, and measures what it leads to. */
  readonly partitioned: boolean;
}

/** Any field of a manager. */
export type FieldModel = ScalarField | EnumField | EmbeddedField | RelationField;

/** The fields that hold a value that can be compared. */
export type ValueField = ScalarField | EnumField;
