import type { Problem } from '../../../lib/plugin.js';
import { sameType } from './database-type.js';
import { ColumnMissing, ColumnType, EnumMembersDiffer, NullabilityDiffers, UnmappedRequiredColumn } from './errors.js';
import { textOf, type MappedColumn, type MappedTable } from './mapped-table.js';
import { membership } from './membership.js';
import type { RealColumn, RealTable } from './real-table.js';

/** What differs in the columns that a table is mapped with. */
export function compareColumns(table: MappedTable, real: RealTable): readonly Problem[] {
  const name = textOf(table.relation);
  return table.columns.flatMap((column) => {
    const found = real.columns.find((each) => each.name === column.name);
    if (!found) return [ColumnMissing.problem(column.path, { table: name, column: column.name })];
    // What a view computes has no declared length or nullability, and often a wider type.
    if (table.view) return [];
    const mistyped = compareType(name, column, found);
    return [
      ...mistyped,
      ...compareNullability(name, column, found, real),
      ...(mistyped.length > 0 ? [] : compareMembers(name, column, found, real)),
    ];
  });
}

function compareType(table: string, column: MappedColumn, real: RealColumn): readonly Problem[] {
  const { type } = column;
  if (type === undefined) return [];
  const strictness = { modifiers: column.statesModifiers, family: column.members !== undefined };
  if (real.types.some((each) => sameType(type, each, strictness))) return [];
  return [ColumnType.problem(column.path, { table, column: column.name, mapped: type, real: real.types[0] ?? 'unknown' })];
}

function compareNullability(table: string, column: MappedColumn, real: RealColumn, { kind }: RealTable): readonly Problem[] {
  // A view in the place of a table does not tell.
  if (kind === 'v' || kind === 'm' || column.nullable === undefined || column.nullable !== real.notNull) return [];
  return [NullabilityDiffers.problem(column.path, { table, column: column.name, mapped: column.nullable })];
}

function compareMembers(table: string, column: MappedColumn, real: RealColumn, { checks }: RealTable): readonly Problem[] {
  const mapped = column.members;
  const allowed = real.labels.length > 0 ? real.labels : allowedBy(checks, column.name);
  if (!mapped || !allowed) return [];
  const missing = mapped.filter((member) => !allowed.includes(member));
  const unmapped = allowed.filter((member) => !mapped.includes(member));
  if (missing.length + unmapped.length === 0) return [];
  return [EnumMembersDiffer.problem(column.path, { table, column: column.name, missing, unmapped })];
}

/** The values that the check constraints on a column allow together; undefined when none of them lists values. */
function allowedBy(checks: RealTable['checks'], column: string): readonly string[] | undefined {
  const lists = checks.filter((check) => check.column === column).map(({ definition }) => membership(definition, column));
  const [first, ...others] = lists.filter((list) => list !== undefined);
  return first && [...new Set(first)].filter((member) => others.every((list) => list.includes(member)));
}

/** The columns that no entity maps and that an insert must fill. */
export function compareUnmapped(table: MappedTable, real: RealTable, mapped: ReadonlySet<string>): readonly Problem[] {
  if (!table.writable || real.triggered || real.kind === 'v' || real.kind === 'm') return [];
  const required = real.columns.filter(({ name, notNull, filled }) => notNull && !filled && !mapped.has(name));
  return required.map(({ name }) => UnmappedRequiredColumn.problem(table.path, { table: textOf(table.relation), column: name }));
}
