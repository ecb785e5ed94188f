import type { Platform } from '@mikro-orm/core';
import { baseType, castOf, isTextual, ownCastOf, scalarTypeOf } from '../describe/column-type.js';
import { ownType } from '../describe/value-shape.js';
import type { Property } from '../metadata.js';
import { instantText } from './instant-text.js';

/** How the values of one property travel: SQL to JSON to JavaScript, and JavaScript to parameter. */
export interface Codec {
  /** The type to which parameters are cast. */
  readonly cast: string;
  /** The expression that comparisons and orders use. */
  compared(expression: string): string;
  /** The expression whose JSON form keeps the value exactly. */
  json(expression: string): string;
  /** JavaScript value of a JSON value that is not null. */
  decode(value: unknown): unknown;
  /** Parameter of a JavaScript value. */
  encode(value: unknown): unknown;
  /** Converts a placeholder without a cast, where the property's type does so in SQL: what it takes only its SQL knows. */
  readonly convert?: (parameter: string) => string;
}

type Decode = (value: unknown) => unknown;

/** Makes the codec of a property's column; `element` is the column type of a list's elements. */
export function codecOf(platform: Platform, property: Property, columnType: string, list: boolean): Codec {
  const own = ownType(property);
  if (own && !list) return customCodec(platform, property, columnType);
  const scalar = list ? elementCodec(platform, property, columnType) : scalarCodec(platform, property, columnType);
  return list ? listCodec(platform, property, scalar, columnType) : scalar;
}

function scalarCodec(platform: Platform, property: Property, columnType: string): Codec {
  const type = scalarTypeOf(columnType);
  const native = castOf(columnType) ?? (property.nativeEnumName ? columnType : undefined);
  const convert = (decode: Decode): Decode => {
    const { customType } = property;
    return customType ? (value) => customType.convertToJSValue(decode(value), platform) : decode;
  };
  const text = native === undefined && !isTextual(columnType);
  const base: Codec = {
    cast: native ?? 'text',
    compared: (expression) => (text ? `${expression}::text` : expression),
    json: (expression) => (type === 'string' && (isTextual(columnType) || property.nativeEnumName) ? expression : `${expression}::text`),
    decode: convert((value) => value),
    encode: (value) => String(value),
  };
  switch (type) {
    case 'int':
      return { ...base, json: (expression) => expression };
    case 'boolean':
      return { ...base, json: (expression) => expression, encode: (value) => (value === true ? 'true' : 'false') };
    case 'float':
      // NaN and the infinities come as JSON texts.
      return { ...base, json: (expression) => expression, decode: convert(Number), ...(native === 'real' && { encode: singleText }) };
    case 'datetime':
    case 'localDatetime':
    case 'date':
      return dateCodec(platform, property, type, base);
    case 'interval':
      // Text, as MikroORM's type says; its platform makes objects that no other reader of rows knows.
      return { ...base, decode: (value) => value };
    case 'json':
      return {
        ...base,
        cast: 'jsonb',
        json: (expression) => expression,
        encode: (value) => JSON.stringify(value),
        decode: (value) => value,
      };
    case 'blob':
      return {
        ...base,
        json: (expression) => `encode(${expression}, 'hex')`,
        decode: convert((value) => Buffer.from(String(value), 'hex')),
        encode: (value) => Buffer.from(value as Uint8Array),
      };
    default:
      return base;
  }
}

/** The nearest number of single precision, so that what is too large for it is endless and no error. */
const singleText = (value: unknown): string => String(Math.fround(Number(value)));

/** Milliseconds since 1970 as a JSON number; infinite timestamps come as JSON texts and give an invalid Date. */
const epoch = (expression: string): string => `floor(extract(epoch from ${expression}) * 1000)`;

/** MikroORM reads what has no zone as UTC (`forceUtcTimezone`, the default) or in the zone of the process. */
const isUtc = (platform: Platform): boolean => platform.getTimezone() === 'Z';

/** Instants, wall-clock times and, where the property says so, days are Dates. */
function dateCodec(platform: Platform, { runtimeType }: Property, type: 'datetime' | 'localDatetime' | 'date', base: Codec): Codec {
  const fromEpoch: Codec = { ...base, json: epoch, decode: (value) => new Date(Number(value)) };
  const fromText: Codec = { ...base, decode: (value) => platform.parseDate(String(value)) };
  if (type === 'date') return runtimeType !== 'Date' ? base : isUtc(platform) ? fromEpoch : fromText;
  if (type === 'datetime' || isUtc(platform)) return { ...fromEpoch, encode: instantText };
  const local = (value: Date): Date => new Date(value.getTime() - value.getTimezoneOffset() * 60_000);
  return { ...fromText, encode: (value) => instantText(local(value as Date)) };
}

/** Element values of a list, which come as the text of their type, without the list type's own conversion. */
function elementCodec(platform: Platform, property: Property, columnType: string): Codec {
  const { customType: _list, ...rest } = property;
  const element = columnType.replace(/\[\d*\]/g, '');
  const codec = scalarCodec(platform, rest as Property, element);
  switch (scalarTypeOf(element)) {
    case 'datetime':
      return { ...codec, decode: (value) => platform.parseDate(String(value)) };
    case 'localDatetime':
      return { ...codec, decode: (value) => platform.parseDate(`${String(value)}${isUtc(platform) ? 'Z' : ''}`) };
    case 'blob':
      return { ...codec, decode: (value) => codec.decode(String(value).replace(/^\\x/, '')) };
    default:
      return codec;
  }
}

function listCodec(platform: Platform, property: Property, element: Codec, columnType: string): Codec {
  const base = baseType(columnType);
  // As text, the elements of `char` would lose their blanks at the end.
  const plain = ['int', 'float', 'boolean', 'json'].includes(scalarTypeOf(base)) || isTextual(base);
  const decodeAll = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(decodeAll) : value === null ? null : element.decode(value);
  const { customType } = property;
  return {
    cast: `${ownCastOf(base) ?? element.cast}[]`,
    compared: element.cast === 'text' && !isTextual(base) ? (expression) => `${expression}::text[]` : (expression) => expression,
    json: (expression) => (plain ? `to_json(${expression})` : `to_json(${expression}::text[])`),
    decode: (value) => (customType ? customType.convertToJSValue(decodeAll(value), platform) : decodeAll(value)),
    encode: (value) => (value as readonly unknown[]).map((each) => (each === null ? null : element.encode(each))),
  };
}

/** A type of the application's own gets just what the driver would have given it. */
function customCodec(platform: Platform, property: Property, columnType: string): Codec {
  const type = property.customType;
  const driverValue = driverForm(columnType);
  return {
    cast: castOf(columnType) ?? 'text',
    compared: (expression) => expression,
    json: (expression) => `(${type?.convertToJSValueSQL ? type.convertToJSValueSQL(expression, platform) : expression})::text`,
    decode: (value) => type?.convertToJSValue(type.convertToJSValueSQL ? value : driverValue(String(value)), platform),
    encode: (value) => parameterForm(type?.convertToDatabaseValue(value, platform, { fromQuery: true, mode: 'query' })),
    ...(type?.convertToDatabaseValueSQL && {
      convert: (parameter) => type.convertToDatabaseValueSQL?.(parameter, platform) ?? parameter,
    }),
  };
}

function driverForm(columnType: string): (text: string) => unknown {
  switch (scalarTypeOf(columnType)) {
    case 'int':
    case 'float':
      return Number;
    case 'boolean':
      return (text) => text === 'true' || text === 't';
    case 'json':
      return (text) => JSON.parse(text) as unknown;
    case 'blob':
      return (text) => Buffer.from(text.replace(/^\\x/, ''), 'hex');
    default:
      return (text) => text;
  }
}

/** The parameter that a value of a type's own becomes. */
export function parameterForm(value: unknown): unknown {
  if (value instanceof Date) return instantText(value);
  if (value instanceof Uint8Array || typeof value === 'string' || value === null || value === undefined) return value;
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
