import type { Problem } from '../../../lib/plugin.js';
import { ForeignKeyDiffers, ForeignKeyMissing, PrimaryKeyDiffers, UniqueKeyMissing } from './errors.js';
import { textOf, type MappedKey, type MappedReference, type MappedTable } from './mapped-table.js';
import type { RealReference, RealTable } from './real-table.js';

/** What differs in the keys that a table is mapped with; a key with a column that is missing is not told again. */
export function compareKeys(
  table: MappedTable,
  real: RealTable,
  tables: ReadonlyMap<string, RealTable>,
  missing: ReadonlySet<string>,
): readonly Problem[] {
  // Views have no keys, foreign tables cannot have any.
  if (table.view || (real.kind !== 'r' && real.kind !== 'p')) return [];
  const complete = ({ columns }: MappedKey): boolean => columns.every((column) => real.columns.some(({ name }) => name === column));
  return [
    ...(complete(table.primaryKey) ? comparePrimaryKey(table, real) : []),
    ...table.uniqueKeys.filter(complete).flatMap((key) => compareUniqueKey(table, real, key)),
    ...table.references
      .filter((reference) => complete(reference) && !missing.has(textOf(reference.target)))
      .flatMap((reference) => compareReference(table, real, reference, tables)),
  ];
}

function comparePrimaryKey(table: MappedTable, real: RealTable): readonly Problem[] {
  const { path, columns } = table.primaryKey;
  const found = real.keys.find(({ primary }) => primary)?.columns ?? [];
  if (columns.length === 0 || sameSet(columns, found)) return [];
  const names = { mapped: listOf(columns), real: found.length > 0 ? listOf(found) : 'none' };
  return [PrimaryKeyDiffers.problem(path, { table: textOf(table.relation), ...names })];
}

function compareUniqueKey(table: MappedTable, real: RealTable, { path, columns }: MappedKey): readonly Problem[] {
  if (real.keys.some((key) => sameSet(key.columns, columns))) return [];
  return [UniqueKeyMissing.problem(path, { table: textOf(table.relation), columns: listOf(columns) })];
}

function compareReference(
  table: MappedTable,
  real: RealTable,
  mapped: MappedReference,
  tables: ReadonlyMap<string, RealTable>,
): readonly Problem[] {
  const target = tables.get(textOf(mapped.target));
  if (target && real.references.some((found) => found.target === target.oid && guarantees(found, mapped))) return [];
  const params = {
    table: textOf(table.relation),
    columns: listOf(mapped.columns),
    target: `${textOf(mapped.target)} (${listOf(mapped.targetColumns)})`,
  };
  const other = real.references.find(({ columns }) => sameSet(columns, mapped.columns));
  if (!other) return [ForeignKeyMissing.problem(mapped.path, params)];
  return [ForeignKeyDiffers.problem(mapped.path, { ...params, real: `${other.targetName} (${listOf(other.targetColumns)})` })];
}

/** Whether a foreign key has each mapped pair of columns; it may have more, such as a tenant's. */
function guarantees(found: RealReference, mapped: MappedReference): boolean {
  return mapped.columns.every((column, index) => {
    const position = found.columns.indexOf(column);
    return position >= 0 && found.targetColumns[position] === mapped.targetColumns[index];
  });
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}

const listOf = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');
