import type { ScalarField } from '../model/field.js';
import type { ScalarType } from '../model/scalar.js';
import { isStorableText } from './storable-text.js';

/** A value that could not be understood as the expected type. */
export const INVALID: unique symbol = Symbol('invalid');

type Parser = (value: unknown) => unknown;

const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?$/i;
/** Levels of a JSON document; what is nested deeper cannot be walked safely. */
const MAX_JSON_DEPTH = 200;
const DATE = /^(\d{4,6})-(\d{2})-(\d{2})( BC)?$/;
const TIME = /^(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?|24:00(:00(\.0{1,6})?)?)([+-](0\d|1[0-5])(:?[0-5]\d)?|Z)?$/;
const ZONED = /^[+-]?\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;
const LOCAL = /^[+-]?\d{4,6}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;
const MIN_BIGINT = -(2n ** 63n);
const MAX_BIGINT = 2n ** 63n - 1n;

const PARSERS: Readonly<Record<ScalarType, Parser>> = Object.freeze({
  string: parseText,
  int: parseInteger,
  float: (value) => (typeof value === 'number' ? value : INVALID),
  bigint: parseBigInt,
  decimal: parseDecimal,
  boolean: (value) => (typeof value === 'boolean' ? value : INVALID),
  date: parseDate,
  time: (value) => matching(value, TIME),
  datetime: (value) => parseInstant(value, ZONED),
  localDatetime: (value) => parseInstant(typeof value === 'string' && LOCAL.test(value) ? `${value.replace(' ', 'T')}Z` : value, ZONED),
  uuid: (value) => (typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : INVALID),
  interval: parseText,
  json: (value) => (isJson(value, 0) ? value : INVALID),
  blob: (value) => (value instanceof Uint8Array ? value : INVALID),
  custom: (value) => value,
});

/** Checks one operand against the type of a field; gives the JavaScript value of the type, or {@link INVALID}. */
export function parseScalar(field: ScalarField, value: unknown): unknown {
  if (field.type === 'custom') return field.looksLike === undefined ? value : PARSERS[field.looksLike](value);
  return PARSERS[field.type](value);
}

function parseText(value: unknown): unknown {
  // PostgreSQL cannot hold U+0000, and no text can contain it.
  return isStorableText(value) ? value : INVALID;
}

function parseInteger(value: unknown): unknown {
  if (typeof value === 'string' && /^-?\d{1,16}$/.test(value)) return parseInteger(Number(value));
  if (typeof value === 'bigint') return parseInteger(Number(value));
  return Number.isSafeInteger(value) ? value : INVALID;
}

function parseBigInt(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : INVALID;
  if (typeof value === 'string') return /^-?\d{1,19}$/.test(value) ? parseBigInt(BigInt(value)) : INVALID;
  return typeof value === 'bigint' && value >= MIN_BIGINT && value <= MAX_BIGINT ? value : INVALID;
}

function parseDecimal(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : INVALID;
  return typeof value === 'bigint' ? String(value) : matching(value, DECIMAL);
}

function parseDate(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? INVALID : value.toISOString().slice(0, 10);
  const match = typeof value === 'string' ? DATE.exec(value) : null;
  if (!match) return INVALID;
  const [, year = '', month = '', day = ''] = match;
  return isDay(Number(year), Number(month), Number(day)) ? value : INVALID;
}

/** Whether the calendar has this day; the years of a Date end earlier than those of a column. */
function isDay(year: number, month: number, day: number): boolean {
  const calendar = new Date(Date.UTC(2000 + (year % 400), month - 1, day));
  return calendar.getUTCMonth() === month - 1 && calendar.getUTCDate() === day && day > 0;
}

function parseInstant(value: unknown, pattern: RegExp): unknown {
  const date = value instanceof Date ? value : typeof value === 'string' && pattern.test(value) ? readInstant(value) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : INVALID;
}

/** Date itself takes the 30th of February for the 1st of March. */
function readInstant(text: string): Date | undefined {
  const [, year, month, day] = /^([+-]?\d+)-(\d\d)-(\d\d)/.exec(text) ?? [];
  return isDay(Math.abs(Number(year)), Number(month), Number(day)) ? new Date(text) : undefined;
}

/** Whether JSON keeps the value as it is. */
function isJson(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value !== 'object' || depth >= MAX_JSON_DEPTH) return false;
  if (Array.isArray(value)) return value.every((each) => isJson(each, depth + 1));
  return Object.entries(value).every(([key, each]) => isStorableText(key) && (each === undefined || isJson(each, depth + 1)));
}

function matching(value: unknown, pattern: RegExp): unknown {
  return typeof value === 'string' && value.length <= 1000 && pattern.test(value) ? value : INVALID;
}
