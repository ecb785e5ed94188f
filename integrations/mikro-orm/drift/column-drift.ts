import type { Column, DatabaseSchema } from '@mikro-orm/sql';
import type { Problem } from '../../../lib/plugin.js';
import type { TablePair } from './check-drift.js';
import { ColumnTypeDiffers, EnumMembersDiffer, MissingColumn, NullabilityDiffers, UnmappedRequiredColumn } from './errors.js';

/** What differs in the columns of a table. */
export function columnDrift(pair: TablePair, schema: DatabaseSchema): readonly Problem[] {
  const mapped = pair.mapped.getColumns().flatMap((column) => differences(pair, schema, column));
  return [...mapped, ...unmapped(pair)];
}

function differences(pair: TablePair, schema: DatabaseSchema, mapped: Column): readonly Problem[] {
  const path = pathOf(pair, mapped.name);
  const column = `${pair.mapped.getShortestName()}.${mapped.name}`;
  const real = pair.real.getColumn(mapped.name);
  if (!real) return [MissingColumn.problem(path, { column })];
  const changed = pair.comparator.diffColumn(real, mapped, pair.real);
  return [
    ...(changed.has('type') ? [ColumnTypeDiffers.problem(path, { column, mapped: mapped.type, real: real.type })] : []),
    ...(Boolean(mapped.nullable) !== Boolean(real.nullable)
      ? [NullabilityDiffers.problem(path, { column, real: real.nullable ? 'takes' : 'does not take' })]
      : []),
    ...(changed.has('enumItems') || nativeEnumDiffers(pair, schema, mapped) ? [EnumMembersDiffer.problem(path, { column })] : []),
  ];
}

function nativeEnumDiffers({ meta, comparator }: TablePair, schema: DatabaseSchema, { name, nativeEnumName }: Column): boolean {
  const property = meta.props.find(({ fieldNames }) => fieldNames?.includes(name));
  if (!nativeEnumName || !property?.items) return false;
  const real = Object.values(schema.getNativeEnums()).find((each) => each.name === nativeEnumName.split('.').at(-1));
  return real !== undefined && comparator.diffEnumItems(real.items, property.items.map(String));
}

/** Columns that nobody mapped, but that every insert would have to fill. */
function unmapped({ meta, mapped, real }: TablePair): readonly Problem[] {
  if (meta.readonly) return [];
  const required = real.getColumns().filter((column) => !mapped.getColumn(column.name) && !column.nullable && !hasDefault(column));
  return required.map(({ name }) => UnmappedRequiredColumn.problem(meta.className, { column: `${mapped.getShortestName()}.${name}` }));
}

const hasDefault = (column: Column): boolean => (column.default ?? null) !== null || Boolean(column.autoincrement) || Boolean(column.generated);

/** `Entity.property` of a column. */
export function pathOf({ meta }: Pick<TablePair, 'meta'>, column: string): string {
  const property = meta.props.find(({ fieldNames, embedded }) => !embedded && fieldNames?.includes(column));
  const inner = meta.props.find(({ fieldNames }) => fieldNames?.includes(column));
  return `${meta.className}.${property?.name ?? inner?.embedded?.join('.') ?? column}`;
}
