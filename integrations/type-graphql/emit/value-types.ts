import { GraphQLID } from 'graphql';
import { enumNamed, type EmbeddedField, type ScalarField, type ScalarType, type ValueField } from '../../../lib/plugin.js';
import { GeneratedType, type TypeValue } from '../generated/generated-type.js';
import type { Emission } from './emission.js';

const IDENTIFIERS: readonly ScalarType[] = ['string', 'int', 'bigint', 'uuid', 'decimal', 'date', 'datetime', 'time'];

/** Whether a field is written as an ID. */
export function isIdentifier(field: ValueField | EmbeddedField): boolean {
  return field.kind === 'scalar' && field.primary && !field.list && IDENTIFIERS.includes(apparentType(field));
}

/** The GraphQL type of one value of a field, without list and null. */
export function valueType(emission: Emission, field: ValueField): TypeValue {
  if (field.kind === 'enum') return enumType(emission, field.enum);
  const scalar = scalarOf(field);
  return scalar === undefined ? GraphQLID : emission.scalar(scalar);
}

/** The type whose scalar a field has; undefined where it is written as an ID. */
export const scalarOf = (field: ScalarField): Exclude<ScalarType, 'custom'> | undefined =>
  isIdentifier(field) ? undefined : apparentType(field);

/** The type that values look like; a type of the application's own of which nothing is known shows as JSON. */
function apparentType({ type, looksLike = 'json' }: ScalarField): Exclude<ScalarType, 'custom'> {
  if (type !== 'custom') return type;
  return looksLike === 'custom' ? 'json' : looksLike;
}

/** The enum of a name: as the application registered it, else generated. */
function enumType(emission: Emission, name: string): TypeValue {
  const model = enumNamed(emission.model, name);
  const { members, description } = model;
  const values = (): Record<string, unknown> => Object.fromEntries(members.map((member) => [member.name, member.value]));
  const make = (): TypeValue =>
    emission.handwritten.enumOf(model) ?? new GeneratedType({ kind: 'enum', name, description, values: values() });
  return emission.type(name, `enum ${name}`, make);
}
