import { BasePostgreSqlPlatform } from '@mikro-orm/sql';
import type { Problem } from '../../../lib/plugin.js';
import type { Meta, Orm } from '../metadata.js';
import { compareColumns, compareUnmapped } from './compare-columns.js';
import { compareKeys } from './compare-keys.js';
import { NotCompared, TableMissing, Unchecked, ViewMissing } from './errors.js';
import { mapTables } from './map-tables.js';
import { textOf, type MappedTable } from './mapped-table.js';
import { readTables, type RealTable } from './real-table.js';

/**
 * Compares the mapped tables of the given entities with those of the database, and names each difference.
 *
 * Compared are tables and views, columns, types, nullability, primary, foreign and unique keys, and enum members; also the tables of
 * single-table hierarchies as a whole, and pivot tables. One statement that only reads; nothing is altered. On another database than
 * PostgreSQL nothing is compared, which is one problem, GM_DRIFT_NOT_COMPARED. A database that does not answer is a problem of its own,
 * GM_DRIFT_UNCHECKED, not a rejection.
 *
 * @example
 * const problems = await checkDrift(orm, [...orm.getMetadata().getAll().values()]);
 */
export async function checkDrift(orm: Orm, metas: readonly Meta[]): Promise<readonly Problem[]> {
  if (metas.length === 0) return [];
  if (!(orm.driver.getPlatform() instanceof BasePostgreSqlPlatform)) return [NotCompared.problem('database', {})];
  const mapped = mapTables(orm, metas);
  if (mapped.length === 0) return [];
  const names = mapped.flatMap(({ relation, references }) => [relation, ...references.map(({ target }) => target)]);
  try {
    return compare(mapped, await readTables(orm, names));
  } catch (error) {
    return [Unchecked.problem('database', { reason: reasonOf(error) })];
  }
}

function compare(mapped: readonly MappedTable[], real: ReadonlyMap<string, RealTable>): readonly Problem[] {
  const missing = new Set(mapped.map(({ relation }) => textOf(relation)).filter((name) => !real.has(name)));
  return mapped.flatMap((table) => {
    const name = textOf(table.relation);
    const found = real.get(name);
    if (!found) return [table.view ? ViewMissing.problem(table.path, { view: name }) : TableMissing.problem(table.path, { table: name })];
    return [
      ...compareColumns(table, found),
      ...compareKeys(table, found, real, missing),
      ...compareUnmapped(table, found, columnsOf(mapped, real, found)),
    ];
  });
}

/** The columns of a table that any entity maps: several may share one table. */
function columnsOf(mapped: readonly MappedTable[], real: ReadonlyMap<string, RealTable>, table: RealTable): ReadonlySet<string> {
  const sharing = mapped.filter(({ relation }) => real.get(textOf(relation))?.oid === table.oid);
  return new Set(sharing.flatMap(({ columns }) => columns.map(({ name }) => name)));
}

/** The error's own code, such as ECONNREFUSED or an SQLSTATE; never its text, which may hold hosts and statements. */
function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{3,30}$/.test(code) ? code : 'no code';
}
