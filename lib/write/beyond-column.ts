import type { ScalarField } from '../model/field.js';

/** A violation of what a column can hold: its code, and its message. */
export type Beyond = readonly [code: 'TOO_LONG' | 'OUT_OF_RANGE', message: string];

/** Whether the column of a field cannot hold a value of the field's type. Databases do not tell which column it was. */
export function beyondColumn({ type, maxLength, range, precision, scale = 0 }: ScalarField, value: unknown): Beyond | undefined {
  if (type === 'string' && maxLength !== undefined && typeof value === 'string' && characters(value) > maxLength)
    return ['TOO_LONG', `This text may have ${maxLength} characters.`];
  if (range && typeof value === 'number' && (value < range.min || value > range.max))
    return ['OUT_OF_RANGE', `This number has to be between ${range.min} and ${range.max}.`];
  if (type === 'decimal' && precision !== undefined && typeof value === 'string' && !holds(value, precision, scale))
    return ['OUT_OF_RANGE', `This number may have ${precision - scale} digits before the point.`];
  return undefined;
}

/** As databases count them, not in halves of surrogate pairs. */
function characters(text: string): number {
  let count = 0;
  for (const _each of text) count += 1;
  return count;
}

/** Whether a decimal, rounded to what is kept of it, has no more digits than can be kept. */
function holds(text: string, precision: number, scale: number): boolean {
  const [, whole = '', fraction = '', exponent = '0'] = /^[+-]?(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const shift = Number(exponent) - fraction.length + scale;
  const digits = BigInt(`0${whole}${fraction}`);
  // Powers of ten as large as a caller likes cost time.
  if (digits === 0n || shift < -whole.length - fraction.length) return true;
  if (shift > precision) return false;
  const kept = shift >= 0 ? digits * 10n ** BigInt(shift) : rounded(digits, 10n ** BigInt(-shift));
  return kept < 10n ** BigInt(precision);
}

/** Half of the unit is rounded away from zero. */
const rounded = (digits: bigint, unit: bigint): bigint => (2n * digits + unit) / (2n * unit);
