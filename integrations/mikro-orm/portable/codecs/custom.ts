import type { Platform } from '@mikro-orm/core';
import type { Property } from '../../metadata.js';
import { codec, exactly, type Codec } from '../codec.js';
import { bind, splice, sql, type Sql } from '../sql.js';

/** What a custom codec is made with besides the property. */
export interface CustomColumn {
  readonly platform: Platform;
  /** The codec of the column where it holds text. */
  readonly text?: Codec;
  /** How the driver binds a Date. */
  readonly moment: (value: Date) => string | number;
}

/** A type of the application's own gets just what the driver gives it. */
export function customCodec({ customType: type }: Property, { platform, text, moment }: CustomColumn): Codec {
  const sorted = (expression: Sql): Sql => text?.sorted(expression) ?? expression;
  const convert = (value: Sql): Sql =>
    type?.convertToDatabaseValueSQL ? splice([value], ([inner = '']) => type.convertToDatabaseValueSQL?.(inner, platform) ?? inner) : value;
  const parameter = (value: string): Sql => convert(bind(untagged(value)));
  return codec({
    sorted,
    read: (expression) =>
      type?.convertToJSValueSQL
        ? splice([expression], ([inner = '']) => type.convertToJSValueSQL?.(inner, platform) ?? inner)
        : (text?.read(expression) ?? expression),
    decode: (value) => type?.convertToJSValue(value, platform),
    key: (expression) => text?.key(expression) ?? expression,
    text: tagged,
    bound: (value) => sorted(parameter(value)),
    ...(text && {
      equal: (expression, value) => sql`(${expression} = ${parameter(value)} and ${sorted(expression)} = ${sorted(parameter(value))})`,
    }),
    place: (value) => {
      const given = type?.convertToDatabaseValue(value, platform, { fromQuery: true, mode: 'query' });
      return exactly(tagged(given instanceof Date ? moment(given) : given));
    },
  });
}

/** A driver's value as text that tells its type. */
function tagged(value: unknown): string {
  if (value instanceof Uint8Array) return `x${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'number' || typeof value === 'boolean') return `n${Number(value)}`;
  return `s${typeof value === 'string' ? value : typeof value === 'bigint' ? String(value) : JSON.stringify(value)}`;
}

function untagged(text: string): unknown {
  const value = text.slice(1);
  if (text.startsWith('x')) return Buffer.from(value, 'hex');
  return text.startsWith('n') ? Number(value) : value;
}
