import type { FieldMeasureKind, Measure } from '../../../lib/plugin.js';
import { UnsupportedRead } from '../errors.js';
import { codec, type Addition, type Codec } from './codec.js';
import { averageOf } from '../../../lib/plugin.js';
import { raw, sql, type Sql } from './sql.js';
import type { Tables } from './tables.js';
import type { SqlValue } from './value.js';

/** Writes a measure over the value at its path, undefined for a count of objects. */
export function writeMeasure(tables: Tables, measure: Measure, value: SqlValue | undefined): SqlValue {
  if (measure.kind === 'count' || !value) return { expression: raw('count(*)'), codec: countCodec(tables) };
  return writeOver(tables, measure.kind, value);
}

function writeOver(tables: Tables, kind: FieldMeasureKind, { expression, codec }: SqlValue): SqlValue {
  const sorted = codec.sorted(expression);
  switch (kind) {
    case 'countDistinct':
      return { expression: sql`count(distinct ${sorted})`, codec: countCodec(tables) };
    case 'sum':
    case 'avg': {
      const { addition } = codec;
      // Only numbers have such measures.
      if (!addition) throw UnsupportedRead.create({ what: `the ${kind} of such values` });
      if (kind === 'sum') return { expression: addition.sum(expression), codec: addition.total };
      return average(tables, addition, expression);
    }
    case 'min':
    case 'max':
      return { expression: sql`${raw(kind)}(${sorted})`, codec };
    default:
      throw UnsupportedRead.create({ what: `the measure "${String(kind satisfies never)}"` });
  }
}

const countCodec = (tables: Tables): Codec =>
  tables.codecOf({ name: 'count', type: 'integer', columnTypes: ['integer'] } as Parameters<Tables['codecOf']>[0], 'integer');

/** The measure of no objects. */
export const measureOfNothing = ({ kind }: Measure): unknown => (kind === 'count' || kind === 'countDistinct' ? 0 : null);

function average(tables: Tables, addition: Addition, expression: Sql): SqlValue {
  const { average: own, sum, total } = addition;
  if (own) return { expression: own(expression), codec: total };
  const parts = [total.key(sum(expression)), raw(`'/'`), sql`count(${expression})`];
  return { expression: tables.dialect.concat(parts), codec: averageCodec(total) };
}

/** An average of exact numbers: it travels as what it is made of, and is not to be had in SQL with the digits that PostgreSQL gives it. */
function averageCodec(total: Codec): Codec {
  const refuse = (): never => {
    throw UnsupportedRead.create({ what: 'a filter, having or sort by an average of whole numbers or decimals' });
  };
  return codec({
    key: (expression) => expression,
    decode: (value) => {
      const [sum = '', count = ''] = String(value).split('/');
      return averageOf(total.text(sum), BigInt(count));
    },
    sorted: refuse,
    bound: refuse,
    place: refuse,
  });
}
