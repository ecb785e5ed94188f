import type { ValueField } from '../model/field.js';
import { orderIntervals } from './interval-value.js';
import { jsonEqual } from './json-value.js';
import { orderTimes, orderZonedTimes } from './time-value.js';

/**
 * Negative, zero or positive: how two values of a field follow each other in the database; undefined where that cannot be known. Texts
 * only tell whether they differ.
 */
export function orderOf(field: ValueField, left: unknown, right: unknown): number | undefined {
  if (field.kind === 'enum') return left === right ? 0 : 1;
  switch (field.type) {
    case 'int':
    case 'float':
      return field.comparison === 'single'
        ? orderNumbers(Math.fround(Number(left)), Math.fround(Number(right)))
        : orderNumbers(Number(left), Number(right));
    case 'bigint':
    case 'decimal':
      return orderDecimals(String(left), String(right));
    case 'date':
      return orderDays(left, right);
    case 'datetime':
    case 'localDatetime':
      return orderNumbers(Number(left), Number(right));
    case 'time':
      return field.comparison === 'zoned' ? orderZonedTimes(left, right) : orderTimes(left, right);
    case 'interval':
      return orderIntervals(left, right);
    case 'blob':
      return Buffer.compare(Buffer.from(left as Uint8Array), Buffer.from(right as Uint8Array));
    case 'json':
      return jsonEqual(left, right) ? 0 : 1;
    case 'uuid':
      return plainUuid(left) === plainUuid(right) ? 0 : 1;
    default:
      return left === right ? 0 : 1;
  }
}

const plainUuid = (value: unknown): string => String(value).replaceAll('-', '').toLowerCase();

const orderOfPrimitives = <T extends number | bigint>(left: T, right: T): number => (left < right ? -1 : left > right ? 1 : 0);

/** NaN is equal to itself and greater than everything else. */
function orderNumbers(left: number, right: number): number {
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  return orderOfPrimitives(left, right);
}

/** Compares without rounding: both as whole numbers of the finer scale; undefined where one is no number. */
function orderDecimals(left: string, right: string): number | undefined {
  const [endless, other] = [endlessOf(left), endlessOf(right)];
  if (endless !== undefined || other !== undefined) return orderNumbers(endless ?? 0, other ?? 0);
  const [first, second] = [decimalOf(left), decimalOf(right)];
  if (!first || !second) return undefined;
  const scale = Math.max(first.scale, second.scale);
  const scaled = ({ digits, scale: own }: Decimal): bigint => digits * 10n ** BigInt(scale - own);
  return orderOfPrimitives(scaled(first), scaled(second));
}

/** NaN and the infinities, before and behind everything that has digits. */
function endlessOf(text: string): number | undefined {
  if (/nan/i.test(text)) return NaN;
  if (!/inf/i.test(text)) return undefined;
  return text.startsWith('-') ? -Infinity : Infinity;
}

interface Decimal {
  readonly digits: bigint;
  /** Digits behind the point; negative for a positive exponent. */
  readonly scale: number;
}

// No column holds larger exponents, and nobody shall make the process compute with them.
const DECIMAL = /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:e([+-]?\d{1,6}))?$/i;

function decimalOf(text: string): Decimal | undefined {
  const [found, sign, whole, fraction = '', exponent] = DECIMAL.exec(text) ?? [];
  if (found === undefined) return undefined;
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length - Number(exponent ?? 0) };
}

function orderDays(left: unknown, right: unknown): number | undefined {
  const [first, second] = [dayOf(left), dayOf(right)];
  return first === undefined || second === undefined ? undefined : orderNumbers(first, second);
}

/** Days since 1970 of `YYYY-MM-DD`, `YYYY-MM-DD BC`, `infinity` or a Date; undefined where it is no day. */
function dayOf(value: unknown): number | undefined {
  if (value instanceof Date) return Math.floor(value.getTime() / 86_400_000);
  const text = String(value);
  if (/^-?infinity$/i.test(text)) return endlessOf(text);
  const [found, year, month, day, era] = /^(\d+)-(\d+)-(\d+)( BC)?$/.exec(text) ?? [];
  if (found === undefined) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(era === undefined ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day));
  return date.getTime() / 86_400_000;
}
