import type { Platform } from '@mikro-orm/core';
import type { ScalarType } from '../../../../lib/plugin.js';
import { ownType } from '../../describe/value-shape.js';
import type { Property } from '../../metadata.js';
import { above, codec, converting, exactly, type Addition, type Codec } from '../codec.js';
import { bind, sql, type Sql } from '../sql.js';
import { decimals, WHOLE } from './sqlite-sum.js';
import { typeBy } from '../types.js';
import { customCodec } from './custom.js';
import { placeByDigits, plainDecimal } from './decimal.js';
import { placeDay, timeText } from './moment.js';
import { hexText, uuidText } from './texts.js';

/** Digits of a decimal that a floating-point number keeps. */
export const EXACT_DIGITS = 15;

/** SQLSTATE of a numeric value out of range. */
const OUT_OF_RANGE = '22003';

/** The codec of a column of SQLite. */
export function sqliteCodec(
  platform: Platform,
  property: Property,
  columnType: string,
  types: Readonly<Record<string, ScalarType>>,
): Codec {
  const type = typeBy(
    types,
    columnType === property.columnTypes?.[0] ? property : ({ ...property, columnTypes: [columnType] } as Property),
  );
  if (ownType(property)) {
    return customCodec(property, { platform, moment: Number, ...(type === 'string' && { text: textual((value) => value) }) });
  }
  return codecs(platform, property)[type]();
}

function codecs(platform: Platform, property: Property): Readonly<Record<ScalarType, () => Codec>> {
  const convert = (decode: (value: unknown) => unknown): ((value: unknown) => unknown) => converting(property, platform, decode);
  const text = (): Codec => textual(convert(String));
  return {
    string: text,
    interval: text,
    custom: text,
    uuid: () => ({ ...text(), place: (value) => exactly(uuidText(value)) }),
    int: () => listed({ bound: integer, decode: convert(Number), addition: WHOLE }, String),
    bigint: () =>
      listed({ bound: integer, decode: convert(String), key: (expression) => sql`cast(${expression} as text)`, addition: WHOLE }, String),
    boolean: () =>
      listed(
        {
          bound: integer,
          decode: convert(Boolean),
          sorted: (expression) => sql`(${expression} <> 0)`,
          place: (value) => exactly(String(Number(value))),
        },
        String,
      ),
    float: () => listed({ bound: number, decode: convert(Number), place: placeFloat, addition: FLOATING }, jsonNumber),
    decimal: () =>
      listed(
        {
          bound: number,
          decode: convert((value) => plainDecimal(value, property.scale ?? 0)),
          place: (value) => placeByDigits(value, EXACT_DIGITS),
          addition: decimals(property),
        },
        jsonNumber,
      ),
    datetime: () => instant(platform, convert),
    localDatetime: () => instant(platform, convert),
    date: () => day(platform, property, convert),
    time: () => ({ ...textual(convert(timeText)), place: (value) => exactly(timeText(value)) }),
    json: () => ({ ...text(), decode: (value) => JSON.parse(String(value)) as unknown }),
    blob: () =>
      textual(
        convert((value) => Buffer.from(String(value), 'hex')),
        { sorted: hex, key: hex, place: (value) => exactly(hexText(value)) },
      ),
  };
}

/** A codec whose lists of values are bound as one document. */
function listed(own: Partial<Codec> & Pick<Codec, 'bound'>, literal: (text: string) => string): Codec {
  const made: Codec = codec({
    literal,
    oneOf: (expression, texts) => {
      const values = bind(`[${texts.map(literal).join(',')}]`);
      return sql`${made.sorted(expression)} in (select value from json_each(${values}))`;
    },
    ...own,
  });
  return made;
}

/** Texts compare by code point, whatever collation the column was declared with. */
function textual(decode: (value: unknown) => unknown, own: Partial<Codec> = {}): Codec {
  return listed({ bound: bind, decode, sorted: (expression) => sql`(${expression} collate binary)`, ...own }, JSON.stringify);
}

/** Without a value, SQLite's `hex` gives the empty text. */
const hex = (expression: Sql): Sql => sql`(case when ${expression} is not null then hex(${expression}) end)`;
const integer = (text: string): Sql => sql`cast(${bind(text)} as integer)`;
const number = (text: string): Sql => bind(Number(text));
/** Infinity is no number of JSON; what is too large for a number is read as it. */
const jsonNumber = (text: string): string => text.replace('Infinity', '9e999');

/** No column holds NaN; PostgreSQL puts it behind everything else. */
const placeFloat = (value: unknown): ReturnType<Codec['place']> => (Number.isNaN(value) ? above('Infinity') : exactly(String(value)));

const FLOATING: Addition = {
  sum: (expression) => sql`sum(${expression})`,
  average: (expression) => sql`(sum(${expression}) / count(${expression}))`,
  total: codec({ bound: number, decode: finite, place: placeFloat }),
};

/** A sum beyond all numbers is refused, as other databases do. */
function finite(value: unknown): number {
  if (Number.isFinite(value)) return Number(value);
  throw Object.assign(new RangeError('a sum is out of range'), { sqlState: OUT_OF_RANGE });
}

/** Milliseconds since 1970. */
function instant(platform: Platform, convert: (decode: (value: unknown) => unknown) => (value: unknown) => unknown): Codec {
  return listed(
    {
      bound: integer,
      decode: convert((value) => (typeof value === 'number' ? new Date(value) : platform.parseDate(`${String(value).replace(' ', 'T')}Z`))),
      place: (value) => exactly(String((value as Date).getTime())),
    },
    String,
  );
}

/** A day is text; of a property with Dates it may also be the milliseconds that MikroORM makes of them. */
function day(
  platform: Platform,
  { runtimeType }: Property,
  convert: (decode: (value: unknown) => unknown) => (value: unknown) => unknown,
): Codec {
  const dates = runtimeType === 'Date';
  const sorted = (expression: Sql): Sql =>
    dates
      ? sql`(case when typeof(${expression}) = 'text' then ${expression} else date(${expression} / 1000.0, 'unixepoch') end)`
      : sql`(${expression} collate binary)`;
  return textual(
    convert((value) => (dates ? platform.parseDate(String(value)) : value)),
    { sorted, key: sorted, place: placeDay },
  );
}
