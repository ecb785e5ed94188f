import { registerEnumType } from 'type-graphql';
import type { Emission, TypeValue } from './emission.js';

const DIRECTIONS = Object.freeze({
  ASC: 'asc',
  DESC: 'desc',
  ASC_NULLS_FIRST: 'asc nulls first',
  ASC_NULLS_LAST: 'asc nulls last',
  DESC_NULLS_FIRST: 'desc nulls first',
  DESC_NULLS_LAST: 'desc nulls last',
});

/** The directions of sorts. */
export function directionType(emission: Emission): TypeValue {
  const name = 'SortDirection';
  const description = 'A direction, and where nulls go; without a word on them they come last in ascending, first in descending order.';
  return emission.type(
    name,
    'every sort',
    () => ({ ...DIRECTIONS }),
    (value) => registerEnumType(value, { name, description }),
  );
}
