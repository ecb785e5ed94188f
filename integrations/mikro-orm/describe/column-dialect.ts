import type { EnumField, ScalarField, ScalarType } from '../../../lib/plugin.js';
import type { Property } from '../metadata.js';

/** What a database besides PostgreSQL makes of columns. */
export interface ColumnDialect {
  /** Whether columns take values that their types cannot hold. */
  readonly looseTypes: boolean;
  /** The scalar type of a property's column. */
  readonly typeOf: (property: Property) => ScalarType;
  /** How a column compares, where it is not as its type says. */
  comparisonOf(property: Property): ScalarField['comparison'];
  /** Why a property cannot be read exactly; undefined where it can. */
  refuses(property: Property, type: ScalarType): string | undefined;
  /** A field with what can be asked of it exactly. */
  offers(field: ScalarField | EnumField, property: Property): ScalarField | EnumField;
}
