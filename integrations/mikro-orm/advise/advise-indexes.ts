import type { Advice } from '../../../lib/plugin.js';
import { quote } from '../sql/statement.js';
import { qualified } from './qualified.js';
import type { CataloguedTable, RealIndex } from './read-catalog.js';

/** The indexes of a table that are written and never read: those that failed to build, and those that are there twice. */
export function adviseIndexes(table: CataloguedTable): readonly Advice[] {
  // What is unique says more than that it finds rows, so that it stays.
  const ordered = table.indexes.toSorted((left, right) => Number(right.unique) - Number(left.unique));
  return ordered.flatMap((index, place): readonly Advice[] => {
    // The index of a partitioned table is not valid until its partitions have theirs.
    if (!index.valid) return table.kind === 'p' ? [] : [invalid(table, index)];
    const same = ordered.slice(0, place).find((other) => other.valid && other.definition === index.definition);
    return same && !index.unique ? [duplicate(table, index, same)] : [];
  });
}

function invalid(table: CataloguedTable, index: RealIndex): Advice {
  return {
    ...about(table, index),
    kind: 'invalid-index',
    what: `The index ${index.name} of ${qualified(table)} is not valid.`,
    why: ['it is kept up to date, but no read uses it: building it has failed'],
    cure: [`reindex index concurrently ${named(table, index)}`],
  };
}

function duplicate(table: CataloguedTable, index: RealIndex, same: RealIndex): Advice {
  return {
    ...about(table, index),
    kind: 'duplicate-index',
    what: `The index ${index.name} of ${qualified(table)} is the same as ${same.name}.`,
    why: ['both are kept up to date, and one would do'],
    cure: [`drop index ${table.kind === 'p' ? '' : 'concurrently '}${named(table, index)}`],
  };
}

const about = (table: CataloguedTable, { columns }: RealIndex): Pick<Advice, 'severity' | 'table' | 'columns'> => ({
  severity: 'warning',
  table: qualified(table),
  columns: columns.filter((column) => column !== null),
});

const named = ({ schema }: CataloguedTable, { name }: RealIndex): string => `${quote(schema)}.${quote(name)}`;
