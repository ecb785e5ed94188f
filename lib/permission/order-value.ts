import type { ValueField } from '../model/field.js';
import { orderIntervals } from './interval-value.js';
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
      return orderOfPrimitives(BigInt(String(left)), BigInt(String(right)));
    case 'decimal':
      return orderDecimals(String(left), String(right));
    case 'date':
      return orderNumbers(dayOf(left), dayOf(right));
    case 'datetime':
    case 'localDatetime':
      return orderNumbers(Number(left), Number(right));
    case 'time':
      return field.comparison === 'zoned' ? orderZonedTimes(left, right) : orderTimes(left, right);
    case 'interval':
      return orderIntervals(left, right);
    case 'blob':
      return Buffer.compare(Buffer.from(left as Uint8Array), Buffer.from(right as Uint8Array));
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

/** Compares without rounding: both as whole numbers of the finer scale. */
function orderDecimals(left: string, right: string): number {
  const special = [left, right].some((each) => /nan|inf/i.test(each));
  if (special) return orderNumbers(Number(left), Number(right));
  const [first, second] = [left, right].map(partsOf) as [Decimal, Decimal];
  const scale = Math.max(first.scale, second.scale);
  const scaled = ({ digits, scale: own }: Decimal): bigint => digits * 10n ** BigInt(scale - own);
  return orderOfPrimitives(scaled(first), scaled(second));
}

interface Decimal {
  readonly digits: bigint;
  /** Digits behind the point; negative for a positive exponent. */
  readonly scale: number;
}

function partsOf(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  return { digits: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}` || '0'), scale: fraction.length - Number(exponent) };
}

/** Days since 1970 of `YYYY-MM-DD`, `YYYY-MM-DD BC` or a Date. */
function dayOf(value: unknown): number {
  if (value instanceof Date) return Math.floor(value.getTime() / 86_400_000);
  const [, year = '0', month = '1', day = '1', era = ''] = /^(\d+)-(\d+)-(\d+)( BC)?$/.exec(String(value)) ?? [];
  const date = new Date(0);
  date.setUTCFullYear(era === '' ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day));
  return date.getTime() / 86_400_000;
}
