import { GraphQLID } from 'graphql';
import { registerEnumType } from 'type-graphql';
import { enumNamed, type EmbeddedField, type ScalarField, type ValueField } from '../../../lib/plugin.js';
import { SCALARS } from '../scalars/index.js';
import type { Emission, TypeValue } from './emission.js';

const IDENTIFIERS: readonly string[] = ['string', 'int', 'bigint', 'uuid', 'decimal', 'date', 'datetime', 'time'];

/** Whether a field is written as an ID. */
export function isIdentifier(field: ValueField | EmbeddedField): boolean {
  return field.kind === 'scalar' && field.primary && !field.list && IDENTIFIERS.includes(field.type);
}

/** The GraphQL type of one value of a field, without list and null. */
export function valueType(emission: Emission, field: ValueField): TypeValue {
  if (field.kind === 'enum') return enumType(emission, field.enum);
  return isIdentifier(field) ? GraphQLID : scalarType(field);
}

function scalarType({ type, looksLike }: ScalarField): TypeValue {
  return type === 'custom' ? SCALARS[looksLike === undefined || looksLike === 'custom' ? 'json' : looksLike] : SCALARS[type];
}

/** The enum of a name, registered before the build. */
export function enumType(emission: Emission, name: string): TypeValue {
  const { members, description } = enumNamed(emission.model, name);
  const make = (): TypeValue => Object.fromEntries(members.map((member) => [member.name, member.value]));
  return emission.type(name, `enum ${name}`, make, (value) => registerEnumType(value, { name, ...(description !== undefined && { description }) }));
}
