import type { ScalarType } from '../../../lib/plugin.js';
import type { FieldOptions } from './field-options.js';

/** The members of an enum: their names in the API, and the upstream's values. */
export type Members = readonly (string | number)[] | Readonly<Record<string, string | number>>;

/** The options of a field, whatever its values are. */
export interface AnyFieldOptions extends Omit<FieldOptions, 'serialize'> {
  readonly serialize?: (value: never) => unknown;
}

interface Declared {
  readonly options: AnyFieldOptions;
  readonly list: boolean;
}

/** A value of a scalar type. */
export interface ScalarDeclaration extends Declared {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  readonly primary: boolean;
}

/** A member of an enum. */
export interface EnumDeclaration extends Declared {
  readonly kind: 'enum';
  readonly members: Members;
  readonly name?: string | undefined;
}

/** An object without a key of its own. */
export interface ObjectDeclaration extends Declared {
  readonly kind: 'object';
  readonly fields: Readonly<Record<string, ResourceField>>;
  readonly name?: string | undefined;
}

/** A field as `field.…()` declares it. */
export type ResourceField = ScalarDeclaration | EnumDeclaration | ObjectDeclaration;
