import { GeneratedType } from '../generated/generated-type.js';
import type { Emission } from './emission.js';

const DIRECTIONS = Object.freeze({
  ASC: 'asc',
  DESC: 'desc',
  ASC_NULLS_FIRST: 'asc nulls first',
  ASC_NULLS_LAST: 'asc nulls last',
  DESC_NULLS_FIRST: 'desc nulls first',
  DESC_NULLS_LAST: 'desc nulls last',
});

/** The directions of sorts. */
export const directionType = (emission: Emission): GeneratedType => emission.once(makeDirection, DIRECTIONS);

function makeDirection(emission: Emission): GeneratedType {
  const name = 'SortDirection';
  const description = 'A direction, and where nulls go; without a word on them they come last in ascending, first in descending order.';
  return emission.type(name, 'every sort', () => new GeneratedType({ kind: 'enum', name, description, values: DIRECTIONS }));
}
