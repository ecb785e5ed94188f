import { above, BELOW_ALL, exactly, type Place } from '../codec.js';

/** A decimal number: `digits` times ten to the power of `-scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** Digits of a decimal at most, in MySQL. */
export const MAX_DIGITS = 65;

/** Where a decimal lies among those of a scale, of 65 digits at most. */
export function placeByScale(value: unknown, scale: number): Place {
  const floored = floorTo(parse(String(value)), scale);
  const limit = 10n ** BigInt(MAX_DIGITS);
  if (floored.digits >= limit) return above(write({ digits: limit - 1n, scale }));
  if (floored.digits <= -limit) return BELOW_ALL;
  return { text: write(floored), exact: floored.exact };
}

/** Where a decimal lies among those of some significant digits, as floating-point numbers keep them. */
export function placeByDigits(value: unknown, digits: number): Place {
  const parsed = parse(String(value));
  const length = String(parsed.digits).replace('-', '').length;
  const floored = length <= digits ? { ...parsed, exact: true } : floorTo(parsed, parsed.scale - (length - digits));
  const number = Number(`${floored.digits}e${-floored.scale}`);
  // What is nearer to zero than any number would be taken for zero.
  if (number === 0 && parsed.digits !== 0n) return parsed.digits > 0n ? above('0') : above(String(-Number.MIN_VALUE));
  if (!Number.isFinite(number)) return number > 0 ? above(String(Number.MAX_VALUE)) : BELOW_ALL;
  return floored.exact ? exactly(String(number)) : above(String(number));
}

/** A number as plain decimal text, with as many digits behind the point as its scale says, or as it has. */
export function plainDecimal(value: unknown, scale: number): string {
  const parsed = parse(String(value));
  return write(parsed.scale < scale ? floorTo(parsed, scale) : parsed);
}

function parse(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const trimmed = fraction.replace(/0+$/, '');
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${trimmed}` || '0');
  return { digits, scale: trimmed.length - Number(exponent) };
}

function floorTo({ digits, scale: own }: Decimal, scale: number): Decimal & { readonly exact: boolean } {
  if (own <= scale) return { digits: digits * 10n ** BigInt(scale - own), scale, exact: true };
  const unit = 10n ** BigInt(own - scale);
  const rest = digits % unit;
  return { digits: digits / unit - (rest < 0n ? 1n : 0n), scale, exact: rest === 0n };
}

/** A whole number as a decimal with some digits behind the point. */
export const shifted = (digits: bigint, scale: number): string => write({ digits, scale });

function write({ digits, scale }: Decimal): string {
  if (scale <= 0) return String(digits * 10n ** BigInt(-scale));
  const text = String(digits)
    .replace('-', '')
    .padStart(scale + 1, '0');
  return `${digits < 0n ? '-' : ''}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}
