import type { ScalarField } from '../model/field.js';
import { LIST_OPERATORS, operatorsOf, type ScalarType } from '../model/scalar.js';

/**
 * A value field as interfaces describe it: shown, there in every object, and compared and sorted by in every way that its type has.
 *
 * @example
 * scalarField('serial', 'string', { primary: true })
 * scalarField('heat', 'decimal', { nullable: true, description: 'In degrees Celsius.' })
 */
export function scalarField(name: string, type: ScalarType, more: Partial<ScalarField> = {}): ScalarField {
  const { list = false, primary = false } = more;
  return {
    kind: 'scalar',
    name,
    publicName: name,
    type,
    exposed: true,
    nullable: false,
    readOnly: false,
    optional: false,
    lazy: false,
    list,
    primary,
    unique: primary,
    version: false,
    operators: list ? LIST_OPERATORS : operatorsOf(type),
    sortable: !list && type !== 'json' && type !== 'blob',
    ...more,
  };
}
