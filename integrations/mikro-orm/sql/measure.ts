import type { FieldMeasureKind, Measure, ScalarType } from '../../../lib/plugin.js';
import type { Codec } from './codec.js';
import type { SqlValue } from './value.js';

/** A measure in SQL: its expression over a value, and how the result travels. */
export interface SqlMeasure {
  readonly expression: string;
  readonly codec: Codec;
}

const plain = (expression: string): string => expression;
const asText = (expression: string): string => `${expression}::text`;

/** How results travel that are of no column. */
const COUNT = resultCodec('bigint', plain, Number);
const WHOLE = resultCodec('numeric', asText, (value) => BigInt(String(value)));
const EXACT = resultCodec('numeric', asText, plainValue);
/** NaN and the infinities come as JSON texts. */
const FLOAT = resultCodec('double precision', plain, Number);

function resultCodec(cast: string, json: Codec['json'], decode: Codec['decode']): Codec {
  return Object.freeze({ cast, json, decode, compared: plain, encode: String });
}

function plainValue(value: unknown): unknown {
  return value;
}

/** What a measure takes of each row: the expression that is measured, over the value at its path. */
export function measuredValue({ kind, path }: Exclude<Measure, { kind: 'count' }>, { expression, codec }: SqlValue): string {
  if (kind !== 'sum' && kind !== 'avg') return codec.compared(expression);
  // Single floats would be added with seven digits.
  return path.field.kind === 'scalar' && path.field.type === 'float' ? `${expression}::double precision` : `${expression}::numeric`;
}

/**
 * PostgreSQL's average of floats also adds up their squares, which overflows long before the sum does; and it refuses to divide the least
 * numbers to zero.
 */
function floatAverage(column: string): string {
  const [sum, count] = [`sum(${column})`, `count(${column})`];
  return `case when abs(${sum}) <= ${count} * '5e-324'::double precision then 0 else ${sum} / nullif(${count}, 0) end`;
}

/** Counts rows. */
export const countRows = (): SqlMeasure => ({ expression: 'count(*)', codec: COUNT });

/** Writes a measure over a column that has the measured values. */
export function writeMeasure(kind: FieldMeasureKind, type: ScalarType, column: string, { codec }: Pick<SqlValue, 'codec'>): SqlMeasure {
  switch (kind) {
    case 'countDistinct':
      return { expression: `count(distinct ${column})`, codec: COUNT };
    case 'sum':
      return { expression: `sum(${column})`, codec: type === 'float' ? FLOAT : type === 'bigint' ? WHOLE : EXACT };
    case 'avg':
      if (type === 'float') return { expression: floatAverage(column), codec: FLOAT };
      // The zeros at the end say nothing, and how many there are depends on the size of the number.
      return { expression: `trim_scale(avg(${column}))`, codec: EXACT };
    default:
      // PostgreSQL orders UUIDs, but has no extremes of them before version 18; their texts have the same order.
      return { expression: codec.cast === 'uuid' ? `${kind}(${column}::text)::uuid` : `${kind}(${column})`, codec };
  }
}

/** Writes a measure over the value at its path, undefined for a count. */
export function writeMeasureOf(measure: Measure, value: SqlValue | undefined): SqlMeasure {
  if (measure.kind === 'count' || !value) return countRows();
  return writeMeasure(measure.kind, typeOf(measure), measuredValue(measure, value), value);
}

/** The scalar type of a measure's result. */
export const typeOf = ({ field }: Measure): ScalarType => (field.kind === 'scalar' ? field.type : 'string');
