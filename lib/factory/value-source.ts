import type { EmbeddedField, EnumField, ScalarField } from '../model/field.js';
import type { ScalarType } from '../model/scalar.js';
import type { ValueConstraints } from './constraints.js';
import type { Random } from './random.js';

/** What one value is made with. */
export interface Draw {
  /** Set for this value. */
  readonly random: Random;
  /** What tells distinct values apart: the object's index, another number where an earlier value was taken. */
  readonly serial: number;
  /** The number of the object among those of its manager, from 0. */
  readonly index: number;
  /** How many values were made in vain. */
  readonly attempt: number;
}

/** Makes one value, in the JavaScript form of its field's type. */
export type Generate = (draw: Draw) => unknown;

/** A field of which values are wanted. */
export interface ValueRequest {
  /** The name of the manager or embeddable that has the field. */
  readonly owner: string;
  readonly field: ScalarField | EnumField;
  readonly type: ScalarType;
  /** All that is known of the values. */
  readonly constraints: ValueConstraints;
  /** Times are made around it. */
  readonly reference: Date;
}

/** Knows good values for some fields, by their names, formats or patterns; what it gives is fitted to the constraints. */
export interface ValueSource {
  readonly name: string;
  /** Undefined for fields that it knows nothing of. Called once for each field. */
  generator(request: ValueRequest): Generate | undefined;
}

/** A field of a class: its own name, and the class that has it. */
export interface DeclaredField {
  readonly target: object;
  readonly field: ScalarField | EnumField | EmbeddedField | { readonly name: string; readonly kind: 'relation' };
}

/** Knows constraints that classes declare in a way of their own. */
export interface ConstraintSource {
  readonly name: string;
  /** What has to be true of the values of a field; undefined where nothing is declared. */
  constraints(declared: DeclaredField): ValueConstraints | undefined;
}

/** What factories make values with. */
export interface FactorySources {
  readonly values: readonly ValueSource[];
  readonly constraints: readonly ConstraintSource[];
}
