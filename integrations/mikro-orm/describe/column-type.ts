import type { ScalarField, ScalarType } from '../../../lib/plugin.js';

const TYPES: Readonly<Record<string, ScalarType>> = Object.freeze({
  int: 'int',
  integer: 'int',
  int2: 'int',
  int4: 'int',
  smallint: 'int',
  tinyint: 'int',
  mediumint: 'int',
  serial: 'int',
  smallserial: 'int',
  int8: 'bigint',
  bigint: 'bigint',
  bigserial: 'bigint',
  real: 'float',
  float: 'float',
  float4: 'float',
  float8: 'float',
  double: 'float',
  'double precision': 'float',
  numeric: 'decimal',
  decimal: 'decimal',
  bool: 'boolean',
  boolean: 'boolean',
  uuid: 'uuid',
  date: 'date',
  time: 'time',
  timetz: 'time',
  'time without time zone': 'time',
  'time with time zone': 'time',
  timestamptz: 'datetime',
  'timestamp with time zone': 'datetime',
  timestamp: 'localDatetime',
  'timestamp without time zone': 'localDatetime',
  interval: 'interval',
  json: 'json',
  jsonb: 'json',
  bytea: 'blob',
});

const CASTS: Readonly<Record<string, string>> = Object.freeze({
  serial: 'integer',
  smallserial: 'smallint',
  bigserial: 'bigint',
  tinyint: 'smallint',
  mediumint: 'integer',
  double: 'double precision',
  char: 'bpchar',
  character: 'bpchar',
});

const TEXTUAL: readonly string[] = ['text', 'varchar', 'character varying', 'char', 'character', 'bpchar', 'citext'];

const PLAIN_TEXT: readonly string[] = ['text', 'varchar', 'character varying'];

/** A column's declared type without length, precision and list marks: `varchar(20)[]` gives `varchar`. */
export function baseType(columnType: string): string {
  return columnType
    .toLowerCase()
    .replace(/\([^)]*\)/g, '')
    .replace(/(\[\d*\])+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether a column holds a list. */
export const isListType = (columnType: string): boolean => /\[\d*\]$/.test(columnType.trim());

/** The scalar type of a column; text where PostgreSQL's type has no counterpart. */
export const scalarTypeOf = (columnType: string): ScalarType => typeOfBase(baseType(columnType));

const typeOfBase = (base: string): ScalarType => TYPES[base] ?? 'string';

/** Whether the values of a column are text, so that they compare as text in the column's own collation. */
export const isTextual = (columnType: string): boolean => TEXTUAL.includes(baseType(columnType));

/** How PostgreSQL compares the values of a column, where it is not as their type says. */
export function comparisonOf(columnType: string): ScalarField['comparison'] {
  const base = baseType(columnType);
  if (['timetz', 'time with time zone'].includes(base)) return 'zoned';
  if (isSingle(columnType, base)) return 'single';
  // Blanks at the end of `char` and the case of `citext` do not count; what has no counterpart here is only known by its text.
  return typeOfBase(base) === 'string' && !PLAIN_TEXT.includes(base) ? 'own' : undefined;
}

/** `float(24)` has as many bits as `real`. */
function isSingle(columnType: string, base: string): boolean {
  if (base !== 'float') return base === 'real' || base === 'float4';
  return Number(/\((\d+)\)/.exec(columnType)?.[1] ?? 53) <= 24;
}

/** The type to which a parameter is cast that is compared with a column; undefined where values compare as text. */
export function castOf(columnType: string): string | undefined {
  // A whole number of any size compares with any other: no overflow of the parameter.
  const type = scalarTypeOf(columnType);
  if (type === 'int' || type === 'bigint') return 'bigint';
  return ownCastOf(columnType);
}

/** The type of a column itself; lists compare with lists of just the same type only. */
export function ownCastOf(columnType: string): string | undefined {
  const base = baseType(columnType);
  if (isSingle(columnType, base)) return 'real';
  return CASTS[base] ?? (TYPES[base] || TEXTUAL.includes(base) ? base : undefined);
}
