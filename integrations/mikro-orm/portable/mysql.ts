import type { ScalarType } from '../../../lib/plugin.js';
import { mysqlCodec } from './codecs/mysql.js';
import { writePattern } from './codecs/pattern.js';
import type { Property } from '../metadata.js';
import type { Dialect } from './dialect.js';
import { jsonPath } from './json-path.js';
import { all, any, bind, join, orTrue, sql, type Sql } from './sql.js';
import { columnBase, isList, JSON_OPERATORS, plainColumn, typeBy } from './types.js';

const TYPES: Readonly<Record<string, ScalarType>> = Object.freeze({
  int: 'int',
  integer: 'int',
  tinyint: 'int',
  smallint: 'int',
  mediumint: 'int',
  year: 'int',
  bigint: 'bigint',
  real: 'float',
  float: 'float',
  double: 'float',
  'double precision': 'float',
  numeric: 'decimal',
  decimal: 'decimal',
  boolean: 'boolean',
  bool: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  timestamp: 'datetime',
  interval: 'interval',
  json: 'json',
  binary: 'blob',
  varbinary: 'blob',
  tinyblob: 'blob',
  blob: 'blob',
  mediumblob: 'blob',
  longblob: 'blob',
});

/** Characters of UTF-8 in the 1,024 bytes of a text by which MySQL sorts. */
const SORTED_LENGTH = 256;

/** MySQL and MariaDB: texts compare by their bytes, whatever the collation. */
export const mysql: Dialect = {
  name: 'MySQL',
  begin: ['set transaction isolation level repeatable read', 'start transaction read only'],
  blocks: false,
  locks: true,
  // As on PostgreSQL: what has been committed is seen, and gaps between rows are not locked.
  units: { isolation: 'read committed', readsLocked: true },
  bindsInText: true,
  looseTypes: false,
  typeOf: (property) => typeBy(TYPES, property),
  comparisonOf: (property) => (columnBase(property.columnTypes?.[0] ?? '') === 'float' ? 'single' : undefined),
  refuses(property, type) {
    if (isList(property)) return 'a list, for which MySQL has no columns';
    if (type === 'interval') return 'an interval, which MySQL does not have';
    if (property.primary && type === 'string' && lengthOf(property.columnTypes?.[0] ?? '') > SORTED_LENGTH) {
      return `a key of more than ${SORTED_LENGTH} characters, by which MySQL does not sort exactly`;
    }
    if ([property.fieldNames ?? []].flat().some((name) => name.includes('?'))) return 'a column with a question mark in its name';
    return undefined;
  },
  offers(field, property) {
    if (field.kind === 'enum') return field;
    if (field.type === 'json') return { ...field, operators: field.operators.filter((each) => JSON_OPERATORS.includes(each)) };
    if (field.type === 'datetime') return { ...field, precision: Number(/\((\d)\)/.exec(property.columnTypes?.[0] ?? '')?.[1] ?? 0) };
    return field.type === 'string' ? { ...field, sortable: field.sortable && isShort(property) } : field;
  },
  codecOf: (orm, property, columnType) => mysqlCodec(orm.driver.getPlatform(), property, columnType, TYPES),
  stores: (property) => plainColumn(TYPES, property),
  milliseconds: (expression) => sql`cast(left(cast(${expression} as char), 23) as datetime(3))`,
  includes(expression, part, where) {
    const pattern = `${where === 'start' ? '' : '%'}${Array.from(part, (each) => LIKE.character(each)).join('')}${where === 'end' ? '' : '%'}`;
    return sql`${characters(expression)} like ${characters(bind(pattern))} escape '|'`;
  },
  like(expression, pattern, ignoreCase) {
    const form = ignoreCase ? (each: Sql): Sql => sql`lower(${characters(each)})` : characters;
    return sql`${form(expression)} like ${form(bind(writePattern(pattern, LIKE)))} escape '|'`;
  },
  json(document, path) {
    const found = sql`json_extract(${document}, ${bind(jsonPath(path))})`;
    return {
      isNull: sql`coalesce(json_type(${found}), 'NULL') = 'NULL'`,
      isText: sql`json_type(${found}) = 'STRING'`,
      text: sql`json_unquote(${found})`,
    };
  },
  concat: (parts) => sql`concat(${join(parts)})`,
  among(columns, keys) {
    const [only] = columns;
    if (only && columns.length === 1)
      return only.codec.oneOf(
        only.expression,
        keys.map(([text = '']) => text),
      );
    return any(keys.map((key) => orTrue(all(columns.map(({ codec, expression }, index) => codec.equal(expression, key[index] ?? ''))))));
  },
};

const LIKE = { any: '%', one: '_', character: (character: string) => ('%_|'.includes(character) ? `|${character}` : character) };

/** A text that compares character by character. */
const characters = (expression: Sql): Sql => sql`(convert(${expression} using utf8mb4) collate utf8mb4_bin)`;

/** Whether a text is sorted by as a whole; nobody knows how long one is that is computed. */
const isShort = ({ formula, columnTypes }: Property): boolean => formula === undefined && lengthOf(columnTypes?.[0] ?? '') <= SORTED_LENGTH;

/** The declared length of a text column; unbounded where there is none. */
function lengthOf(columnType: string): number {
  if (columnBase(columnType) === 'enum') return 0;
  return Number(/\((\d+)\)/.exec(columnType)?.[1] ?? Infinity);
}
