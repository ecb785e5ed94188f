import type { DatabaseTable, ForeignKey } from '@mikro-orm/sql';
import type { Problem } from '../../../lib/plugin.js';
import type { TablePair } from './check-drift.js';
import { pathOf } from './column-drift.js';
import { MissingForeignKey, MissingUnique, PrimaryKeyDiffers } from './errors.js';

/** What differs in the keys of a table: primary, foreign and unique ones. */
export function keyDrift(pair: TablePair): readonly Problem[] {
  return [...primaryKey(pair), ...foreignKeys(pair), ...uniques(pair)];
}

function primaryKey({ meta, mapped, real }: TablePair): readonly Problem[] {
  const wanted = mapped.getPrimaryKey()?.columnNames ?? [];
  const found = real.getPrimaryKey()?.columnNames ?? [];
  if (setOf(wanted) === setOf(found)) return [];
  return [PrimaryKeyDiffers.problem(meta.className, { table: mapped.getShortestName(), mapped: wanted.join(', '), real: found.join(', ') })];
}

function foreignKeys({ meta, mapped, real }: TablePair): readonly Problem[] {
  const found = new Set(Object.values(real.getForeignKeys()).map(linkOf));
  return Object.values(mapped.getForeignKeys())
    .filter((key) => !found.has(linkOf(key)))
    .map((key) => {
      const path = pathOf({ meta }, key.columnNames[0] ?? '');
      return MissingForeignKey.problem(path, { columns: key.columnNames.join(', '), target: key.referencedTableName });
    });
}

/** What a foreign key links, whatever it is called and however the referenced table is qualified. */
function linkOf({ columnNames, referencedColumnNames, referencedTableName }: ForeignKey): string {
  const pairs = columnNames.map((name, index) => `${name}>${referencedColumnNames[index] ?? ''}`);
  return `${referencedTableName.split('.').at(-1)}:${setOf(pairs)}`;
}

function uniques({ meta, mapped, real }: TablePair): readonly Problem[] {
  const found = new Set(uniqueColumns(real));
  const wanted = mapped.getIndexes().filter((index) => index.unique && !index.primary && !index.expression && !index.where);
  return wanted
    .filter(({ columnNames }) => !found.has(setOf(columnNames)))
    .map(({ columnNames }) => MissingUnique.problem(pathOf({ meta }, columnNames[0] ?? ''), { columns: columnNames.join(', ') }));
}

function uniqueColumns(table: DatabaseTable): readonly string[] {
  const indexes = table.getIndexes().filter(({ unique, primary, where }) => (unique || primary) && !where);
  return indexes.map(({ columnNames }) => setOf(columnNames));
}

const setOf = (names: readonly string[]): string => [...names].sort().join(',');
