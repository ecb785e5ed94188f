import type { RealIndex } from './read-catalog.js';
import type { WantedIndex } from './wanted-index.js';

type Wanted = Pick<WantedIndex, 'columns' | 'by'>;

/** Whether an index finds what is wanted: it has to start with its columns, and hold every row that can be meant. */
export function serves(index: RealIndex, wanted: Wanted): boolean {
  return index.valid && holdsAll(index, wanted) && starts(index, wanted);
}

function starts({ method, columns, classes }: RealIndex, { columns: wanted, by }: Wanted): boolean {
  if (by === 'items') return method === 'gin' && wanted.every((column) => columns.includes(column));
  const first = columns.slice(0, wanted.length);
  if (method === 'hash') return by === 'equal' && wanted.length === 1 && first[0] === wanted[0];
  // Pattern classes know equality, not the usual order.
  if (method !== 'btree' || (by !== 'equal' && classes.slice(0, wanted.length).some((each) => each.endsWith('_pattern_ops')))) return false;
  if (by === 'key') return wanted.every((column, place) => first[place] === column);
  return wanted.every((column) => first.includes(column));
}

/** A comparison is never true of null, so that an index that leaves out just those rows has all that can be meant. */
function holdsAll({ predicate }: RealIndex, { columns }: Wanted): boolean {
  if (predicate === null) return true;
  const column = /^\(("?)(.+)\1 IS NOT NULL\)$/.exec(predicate)?.[2]?.replaceAll('""', '"');
  return column !== undefined && columns.includes(column);
}
