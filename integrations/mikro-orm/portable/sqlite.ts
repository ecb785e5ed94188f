import type { EnumField, Operator, ScalarField, ScalarType } from '../../../lib/plugin.js';
import { UnsupportedRead } from '../errors.js';
import { EXACT_DIGITS, sqliteCodec } from './codecs/sqlite.js';
import { writePattern } from './codecs/pattern.js';
import type { Dialect, KeyColumn } from './dialect.js';
import { jsonPath } from './json-path.js';
import { all, any, bind, join, raw, sql, type Sql } from './sql.js';
import { lockForWriting } from './sqlite-lock.js';
import { isList, JSON_OPERATORS, plainColumn, typeBy } from './types.js';

const TYPES: Readonly<Record<string, ScalarType>> = Object.freeze({
  int: 'int',
  integer: 'int',
  tinyint: 'int',
  smallint: 'int',
  mediumint: 'int',
  bigint: 'bigint',
  real: 'float',
  float: 'float',
  double: 'float',
  'double precision': 'float',
  numeric: 'decimal',
  decimal: 'decimal',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  timestamp: 'datetime',
  timestamptz: 'datetime',
  interval: 'interval',
  json: 'json',
  jsonb: 'json',
  blob: 'blob',
});

/** SQLite folds the case of ASCII letters only. */
const FOLDING: readonly Operator[] = ['ilike', 'ieq', 'icontains', 'istartsWith', 'iendsWith'];
/** SQLite takes no longer patterns. */
const MAX_PATTERN = 50_000;

/** SQLite: texts compare by code point, booleans and instants are numbers, decimals floating-point numbers. */
export const sqlite: Dialect = {
  name: 'SQLite',
  begin: ['begin'],
  blocks: true,
  locks: false,
  units: { began: lockForWriting, cancels: false },
  bindsInText: false,
  looseTypes: true,
  typeOf: (property) => typeBy(TYPES, property),
  comparisonOf: () => undefined,
  refuses(property, type) {
    if (isList(property)) return 'a list, for which SQLite has no columns';
    if (type === 'interval') return 'an interval, which SQLite does not have';
    if (type === 'decimal' && (property.precision ?? 10) > EXACT_DIGITS) {
      return `a decimal of more than ${EXACT_DIGITS} digits, which SQLite does not keep exactly`;
    }
    return undefined;
  },
  offers: (field) => ({
    ...field,
    operators: offered(field),
    ...(field.kind === 'scalar' && field.type === 'datetime' && { precision: 3 }),
  }),
  codecOf: (orm, property, columnType) => sqliteCodec(orm.driver.getPlatform(), property, columnType, TYPES),
  stores(property) {
    const stored = plainColumn(TYPES, property);
    return stored === 'decimal' ? undefined : stored;
  },
  milliseconds: (expression) => expression,
  includes(expression, part, where) {
    if (where === 'anywhere') return sql`instr(${expression}, ${bind(part)}) > 0`;
    const length = Array.from(part).length;
    if (length === 0) return sql`length(${expression}) >= 0`;
    const found =
      where === 'start' ? sql`substr(${expression}, 1, ${raw(String(length))})` : sql`substr(${expression}, ${raw(String(-length))})`;
    return sql`(${found} collate binary) = ${bind(part)}`;
  },
  like(expression, pattern) {
    const glob = writePattern(pattern, GLOB);
    if (Buffer.byteLength(glob) > MAX_PATTERN) throw UnsupportedRead.create({ what: `a pattern of more than ${MAX_PATTERN} bytes` });
    return sql`${expression} glob ${bind(glob)}`;
  },
  json(document, path) {
    const located = bind(jsonPath(path));
    return {
      isNull: sql`coalesce(json_type(${document}, ${located}), 'null') = 'null'`,
      isText: sql`json_type(${document}, ${located}) = 'text'`,
      text: sql`json_extract(${document}, ${located})`,
    };
  },
  concat: (parts) => sql`(${join(parts, ' || ')})`,
  among,
};

const GLOB = { any: '*', one: '?', character: (character: string) => ('*?['.includes(character) ? `[${character}]` : character) };

function offered(field: ScalarField | EnumField): readonly Operator[] {
  if (field.kind === 'enum') return field.operators;
  return field.operators.filter((operator) => (field.type === 'json' ? JSON_OPERATORS.includes(operator) : !FOLDING.includes(operator)));
}

/** Many keys are bound as one document: SQLite bounds the number of parameters. */
function among(columns: readonly KeyColumn[], keys: readonly (readonly string[])[]): Sql {
  const [only] = columns;
  if (only && columns.length === 1)
    return only.codec.oneOf(
      only.expression,
      keys.map(([text = '']) => text),
    );
  const literals = columns.map(({ codec }) => codec.literal);
  if (literals.includes(undefined)) {
    return any(
      keys.map((key) => all(columns.map(({ codec, expression }, index) => codec.equal(expression, key[index] ?? ''))) ?? raw('1 = 1')),
    );
  }
  const rows = keys.map((key) => `[${key.map((text, index) => literals[index]?.(text) ?? 'null').join(',')}]`);
  const elements = columns.map((_column, index) => raw(`json_extract(value, '$[${index}]')`));
  const sorted = columns.map(({ codec, expression }) => codec.sorted(expression));
  return sql`(${join(sorted)}) in (select ${join(elements)} from json_each(${bind(`[${rows.join(',')}]`)}))`;
}
