import { Buffer } from 'node:buffer';
import { GraphQLBoolean, GraphQLFloat, GraphQLInt, GraphQLString } from 'graphql';
import type { ScalarTypes } from './scalar-types.js';
import { dayText, instantOf, validDate } from './dates.js';
import { textScalar } from './text-scalar.js';

const INTEGER = /^-?\d+$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/;
const DATE = /^\d{4,6}-\d{2}-\d{2}( BC)?$/;
const TIME = /^\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([+-]\d{2}(:?\d{2})?|Z)?$/;
const INSTANT = /^([+-]\d{6}|\d{4})-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;
const LOCAL = /^([+-]\d{6}|\d{4})-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A JSON number keeps this many digits, whatever they are. */
const EXACT_DIGITS = 15;

const matching =
  (pattern: RegExp) =>
  (text: string): string | undefined =>
    pattern.test(text) ? text : undefined;

const GraphQLBigInt = textScalar({
  name: 'BigInt',
  description: 'A whole number of any size, as text.',
  write: (value) => (typeof value === 'bigint' || typeof value === 'string' || Number.isInteger(value) ? String(value) : undefined),
  read: (text) => (INTEGER.test(text) ? BigInt(text) : undefined),
  number: (value) => (Number.isSafeInteger(value) ? String(value) : undefined),
});

const GraphQLDecimal = textScalar({
  name: 'Decimal',
  description: 'A decimal number with all its digits, as text.',
  write: (value) => (typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)) ? String(value) : undefined),
  read: matching(DECIMAL),
  number: (value) => {
    const text = String(value);
    return text.replace(/e.*|\D/g, '').length <= EXACT_DIGITS ? text : undefined;
  },
});

const GraphQLDate = textScalar({
  name: 'Date',
  description: 'A calendar day, YYYY-MM-DD.',
  write: (value) => (typeof value === 'string' ? value : dayText(value)),
  read: matching(DATE),
});

const GraphQLTime = textScalar({
  name: 'Time',
  description: 'A time of day, HH:MM:SS with fractions, and an offset where the column has one.',
  write: (value) => (typeof value === 'string' ? value : undefined),
  read: matching(TIME),
});

const GraphQLDateTime = textScalar({
  name: 'DateTime',
  description: 'An instant in ISO 8601, written in UTC with milliseconds.',
  write: (value) => validDate(value)?.toISOString(),
  read: (text) => (INSTANT.test(text) ? instantOf(text) : undefined),
});

const GraphQLLocalDateTime = textScalar({
  name: 'LocalDateTime',
  description: 'A date and a time of day without zone, YYYY-MM-DDTHH:MM:SS with milliseconds.',
  write: (value) => validDate(value)?.toISOString().slice(0, -1),
  read: (text) => (LOCAL.test(text) ? instantOf(`${text}Z`) : undefined),
});

const GraphQLByte = textScalar({
  name: 'Byte',
  description: 'Bytes, as Base64.',
  write: (value) =>
    value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') : undefined,
  read: (text) => (BASE64.test(text) ? Buffer.from(text, 'base64') : undefined),
});

/** The scalars that need no package but graphql. */
export const OWN_SCALARS: Omit<ScalarTypes, 'uuid' | 'json'> = Object.freeze({
  string: GraphQLString,
  int: GraphQLInt,
  float: GraphQLFloat,
  bigint: GraphQLBigInt,
  decimal: GraphQLDecimal,
  boolean: GraphQLBoolean,
  date: GraphQLDate,
  time: GraphQLTime,
  datetime: GraphQLDateTime,
  localDatetime: GraphQLLocalDateTime,
  interval: GraphQLString,
  blob: GraphQLByte,
});
