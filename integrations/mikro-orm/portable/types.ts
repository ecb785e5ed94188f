import { ArrayType, types } from '@mikro-orm/core';
import type { Operator, ScalarType } from '../../../lib/plugin.js';
import { baseType, isListType } from '../describe/column-type.js';
import type { Property } from '../metadata.js';

/** What can be asked of a JSON document. */
export const JSON_OPERATORS: readonly Operator[] = ['contains', 'startsWith', 'endsWith', 'isNull'];

/** The scalar type of a column by its declared type, where MikroORM's type of the property does not say more. */
export function typeBy(columns: Readonly<Record<string, ScalarType>>, property: Property): ScalarType {
  const columnType = property.columnTypes?.[0] ?? property.type;
  if (property.customType instanceof types.uuid) return 'uuid';
  if (property.customType instanceof types.json) return 'json';
  if (property.runtimeType === 'boolean') return 'boolean';
  return columns[columnBase(columnType)] ?? 'string';
}

/** A column's declared type without length, precision and attributes. */
export const columnBase = (columnType: string): string =>
  baseType(columnType)
    .replace(/ (unsigned|zerofill)\b.*$/, '')
    .trim();

const TEXTS: readonly string[] = ['varchar', 'character varying', 'text', 'tinytext', 'mediumtext', 'longtext'];

/** What a column has, where that is a text or number that compares exactly. */
export function plainColumn(columns: Readonly<Record<string, ScalarType>>, { columnTypes }: Property): ScalarType | undefined {
  const base = columnBase(columnTypes?.[0] ?? 'text');
  return TEXTS.includes(base) ? 'string' : columns[base];
}

/** Whether a property holds a list in its one column. */
export function isList(property: Property): boolean {
  return property.customType instanceof ArrayType || (property.columnTypes ?? []).some(isListType);
}
