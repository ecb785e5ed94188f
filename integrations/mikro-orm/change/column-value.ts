import { isStorableText, type ScalarType, type ValueField } from '../../../lib/plugin.js';
import { isListType, isTextual } from '../describe/column-type.js';
import type { Property } from '../metadata.js';

/** Longer texts are not kept. */
const MAX_TEXT = 200;

/** A value that is written to a column, as the side table has it; undefined where it is not kept. */
export function keptValue(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.length <= MAX_TEXT && isStorableText(value) ? value : undefined;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : undefined;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return Array.isArray(value) ? keptItems(value) : undefined;
}

function keptItems(list: readonly unknown[]): unknown {
  const items = list.map((each) => (Array.isArray(each) ? undefined : keptValue(each)));
  return items.length > MAX_TEXT || items.includes(undefined) ? undefined : items;
}

/**
 * The value that a field has, of what the side table has of its column; undefined where the database may have stored something else: rounded, cut,
 * padded, converted.
 */
export function fieldValue(field: ValueField, property: Property, kept: unknown): unknown {
  if (kept === undefined || kept === null) return kept;
  const [columnType = ''] = property.columnTypes ?? [];
  if (isListType(columnType) !== field.list) return undefined;
  if (!field.list) return single(field, columnType, kept);
  if (!Array.isArray(kept)) return undefined;
  const items = kept.map((each: unknown) => (each === null ? null : single(field, columnType.replace(/(\[\d*\])+$/, ''), each)));
  return items.includes(undefined) ? undefined : items;
}

const FLOAT = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const DECIMAL = /^-?\d+(?:\.(\d*?)0*)?$/;
const WHOLE = /^-?\d+$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d\d:\d\d:\d\d(?:\.0*)?$/;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,6}?)0*)?(?:Z|[+-]\d\d:\d\d)$/;

function single(field: ValueField, columnType: string, kept: unknown): unknown {
  const isText = typeof kept === 'string' || typeof kept === 'number';
  if (field.kind === 'enum') return isText ? kept : undefined;
  if (field.type === 'boolean') return typeof kept === 'boolean' ? kept : undefined;
  const [, size, scale = '0'] = /\((\d+)(?:\s*,\s*(\d+))?\)/.exec(columnType) ?? [];
  const { [field.type]: read } = READ;
  return isText && read
    ? read(String(kept), { size: size === undefined ? undefined : Number(size), scale: Number(scale), columnType })
    : undefined;
}

/** What a column's type says of its values. */
interface Column {
  /** Digits, or characters, or of a time those of the fraction of a second. */
  readonly size: number | undefined;
  readonly scale: number;
  readonly columnType: string;
}

/** Reads a value of a type, where it is just what the column has. */
const READ: Readonly<Partial<Record<ScalarType, (text: string, column: Column) => unknown>>> = Object.freeze({
  string: (text: string, { size, columnType }: Column) => (isTextual(columnType) && text.length <= (size ?? MAX_TEXT) ? text : undefined),
  int: (text: string) => (WHOLE.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
  bigint: (text: string) => (WHOLE.test(text) ? BigInt(text) : undefined),
  float: (text: string) => (FLOAT.test(text) ? Number(text) : undefined),
  decimal: (text: string, { size, scale }: Column) => (fits(DECIMAL.exec(text), size === undefined ? Infinity : scale) ? text : undefined),
  date: (text: string) => (DAY.test(text) ? text : undefined),
  time: (text: string, { columnType }: Column) => (!/tz|with time/i.test(columnType) && TIME.test(text) ? text : undefined),
  uuid: (text: string) => (UUID.test(text) ? text : undefined),
  datetime: (text: string, { size }: Column) => (fits(INSTANT.exec(text), Math.min(3, size ?? 6)) ? new Date(text) : undefined),
});

/** Whether there are no more digits behind the point than are kept. */
const fits = (found: RegExpExecArray | null, digits: number): boolean => found !== null && (found[1] ?? '').length <= digits;
