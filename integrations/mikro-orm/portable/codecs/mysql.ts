import type { Platform } from '@mikro-orm/core';
import type { ScalarType } from '../../../../lib/plugin.js';
import { ownType } from '../../describe/value-shape.js';
import type { Property } from '../../metadata.js';
import { UnsupportedRead } from '../../errors.js';
import { above, BELOW_ALL, codec, converting, exactly, type Addition, type Codec, type Place } from '../codec.js';
import { bind, join, raw, sql, type Sql } from '../sql.js';
import { columnBase, typeBy } from '../types.js';
import { customCodec } from './custom.js';
import { MAX_DIGITS, placeByScale } from './decimal.js';
import { momentOf, placeDay, placeMoment, timeText } from './moment.js';
import { hexText, uuidText } from './texts.js';

/** A text as its bytes in UTF-8: they compare by code point, with case, accents and blanks at the end. */
const bytes = (expression: Sql): Sql => sql`cast(convert(${expression} using utf8mb4) as binary)`;

/** The codec of a column of MySQL or MariaDB. */
export function mysqlCodec(platform: Platform, property: Property, columnType: string, types: Readonly<Record<string, ScalarType>>): Codec {
  const type = typeBy(
    types,
    columnType === property.columnTypes?.[0] ? property : ({ ...property, columnTypes: [columnType] } as Property),
  );
  if (ownType(property)) {
    const moment = (value: Date): string => placeMoment(platform, value).text ?? '';
    return customCodec(property, { platform, moment, ...(type === 'string' && { text: textual((value) => value) }) });
  }
  return codecs(platform, property, columnType)[type]();
}

function codecs(platform: Platform, property: Property, columnType: string): Readonly<Record<ScalarType, () => Codec>> {
  const convert = (decode: (value: unknown) => unknown): ((value: unknown) => unknown) => converting(property, platform, decode);
  const text = (): Codec => textual(convert(String));
  const moment = (): Codec =>
    written('datetime(6)', {
      decode: convert((value) => momentOf(platform, String(value))),
      place: (value) => placeMoment(platform, value),
    });
  return {
    string: text,
    interval: text,
    custom: text,
    uuid: () => ({ ...text(), place: (value) => exactly(uuidText(value)) }),
    int: () => codec({ bound: integer, decode: convert(Number), addition: WHOLE }),
    bigint: () => codec({ bound: integer, decode: convert(String), key: characters, addition: WHOLE }),
    boolean: () =>
      codec({
        bound: integer,
        decode: convert((value) => Number(value) !== 0),
        sorted: (expression) => sql`(${expression} <> 0)`,
        place: (value) => exactly(String(Number(value))),
      }),
    float: () => (columnBase(columnType) === 'float' ? single(convert) : double(convert)),
    decimal: () => decimal(property, convert),
    datetime: moment,
    localDatetime: moment,
    date: () =>
      written('date', {
        decode: convert((value) => (property.runtimeType === 'Date' ? platform.parseDate(String(value)) : value)),
        place: placeDay,
      }),
    time: () => written('time(6)', { decode: convert(timeText), place: (value) => exactly(timeText(value)) }),
    json: () => ({ ...text(), decode: (value) => JSON.parse(String(value)) as unknown }),
    blob: () =>
      codec({
        bound: bind,
        sorted: (expression) => sql`hex(${expression})`,
        key: (expression) => sql`hex(${expression})`,
        decode: convert((value) => Buffer.from(String(value), 'hex')),
        place: (value) => exactly(hexText(value)),
      }),
  };
}

/** Texts compare by their bytes; the column's own collation only finds them by its index. */
function textual(decode: (value: unknown) => unknown): Codec {
  const bound = (text: string): Sql => bytes(bind(text));
  return codec({
    bound,
    decode,
    sorted: bytes,
    key: (expression) => sql`convert(${expression} using utf8mb4)`,
    equal: (expression, text) => sql`(${expression} = ${bind(text)} and ${bytes(expression)} = ${bound(text)})`,
    oneOf: (expression, texts) =>
      sql`(${expression} in (${join(texts.map(bind))}) and ${bytes(expression)} in (${join(texts.map(bound))}))`,
  });
}

const characters = (expression: Sql): Sql => sql`cast(${expression} as char)`;

/** Values that are read and bound as texts of their type. */
const written = (type: string, own: Partial<Codec>): Codec =>
  codec({ key: characters, bound: (text) => sql`cast(${bind(text)} as ${raw(type)})`, ...own });

/** Sums of whole numbers are decimals. */
const WHOLE: Addition = {
  sum: (expression) => sql`sum(${expression})`,
  total: written('decimal(65, 0)', { decode: (value) => BigInt(String(value)), place: (value) => placeByScale(value, 0) }),
};

const MAX_SIGNED = 2n ** 63n - 1n;

/** Unsigned columns hold more than signed numbers can say. */
const integer = (text: string): Sql =>
  BigInt(text) > MAX_SIGNED ? sql`cast(${bind(text)} as unsigned)` : sql`cast(${bind(text)} as signed)`;

function decimal({ scale, columnTypes }: Property, convert: (decode: (value: unknown) => unknown) => (value: unknown) => unknown): Codec {
  const digits = scale ?? Number(/,\s*(\d+)\)/.exec(columnTypes?.[0] ?? '')?.[1] ?? 0);
  const place = (value: unknown): Place => placeByScale(value, digits);
  const total = written(`decimal(65, ${digits})`, { decode: String, place });
  const length = Number(/\((\d+)/.exec(columnTypes?.[0] ?? '')?.[1] ?? 10);
  return { ...total, decode: convert(String), addition: { sum: (expression) => exactSum(expression, length), total } };
}

/** Digits that a sum of decimals gets in addition, of the 65 that there can be; what is more would be cut off. */
const SUM_DIGITS = 22;

function exactSum(expression: Sql, length: number): Sql {
  if (length > MAX_DIGITS - SUM_DIGITS) {
    throw UnsupportedRead.create({ what: `a sum or average of decimals of more than ${MAX_DIGITS - SUM_DIGITS} digits` });
  }
  return sql`sum(${expression})`;
}

/** A text as a double: a literal with a point would be a decimal. */
const floating = (text: string): Sql => sql`(${bind(text)} + 0e0)`;

const double = (convert: (decode: (value: unknown) => unknown) => (value: unknown) => unknown): Codec =>
  codec({ bound: floating, decode: convert(Number), place: (value) => placeNumber(value as number, Number.MAX_VALUE), addition: FLOATING });

const FLOATING: Addition = {
  // Dividing, MySQL notices that a sum is beyond all numbers.
  sum: (expression) => sql`(sum(${expression} + 0e0) / 1e0)`,
  average: (expression) => sql`(sum(${expression} + 0e0) / count(${expression}))`,
  total: codec({ bound: floating, decode: Number, place: (value) => placeNumber(value as number, Number.MAX_VALUE) }),
};

const MAX_SINGLE = 3.4028234663852886e38;

/** Single precision would be written with six digits; as a double it is exact, and compares with operands of its own precision. */
function single(convert: (decode: (value: unknown) => unknown) => (value: unknown) => unknown): Codec {
  const widened = (expression: Sql): Sql => sql`(${expression} + 0e0)`;
  return codec({
    bound: floating,
    sorted: widened,
    key: widened,
    decode: convert((value) => shortest(Number(value))),
    place: (value) => placeNumber(Math.fround(value as number), MAX_SINGLE),
    addition: FLOATING,
  });
}

/** No column holds NaN or an infinity; PostgreSQL puts NaN behind everything else. */
function placeNumber(value: number, max: number): Place {
  if (Number.isNaN(value) || value === Infinity) return above(String(max));
  return value === -Infinity ? BELOW_ALL : exactly(String(value));
}

/** The shortest number that single precision takes for the same, which is what PostgreSQL writes. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number(value.toPrecision(9));
}
