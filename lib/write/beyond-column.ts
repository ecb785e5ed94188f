import type { ScalarField } from '../model/field.js';

/** A violation of what a column can hold: its code, and its message. */
export type Beyond = readonly [code: 'TOO_LONG' | 'OUT_OF_RANGE', message: string];

/** Whether the column of a field cannot hold a value of the field's type. Databases do not tell which column it was. */
export function beyondColumn({ type, maxLength, range, precision, scale = 0 }: ScalarField, value: unknown): Beyond | undefined {
  if (type === 'string' && maxLength !== undefined && typeof value === 'string' && characters(value) > maxLength)
    return ['TOO_LONG', `This text may have ${maxLength} characters.`];
  if (range && typeof value === 'number' && (value < range.min || value > range.max))
    return ['OUT_OF_RANGE', `This number has to be between ${range.min} and ${range.max}.`];
  if (type === 'decimal' && precision !== undefined && typeof value === 'string') return beyondDecimal(value, precision, scale);
  return undefined;
}

/** As databases count them, not in halves of surrogate pairs. */
function characters(text: string): number {
  let count = 0;
  for (const _each of text) count += 1;
  return count;
}

/**
 * Digits that do not count are left out. Databases round the others, and would hold another number than the one that was decided about and
 * that rules have seen.
 */
function beyondDecimal(text: string, precision: number, scale: number): Beyond | undefined {
  const [, whole = '', fraction = '', exponent = '0'] = /^[+-]?(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  let counting = digits.length;
  // A pattern for zeros at the end would try every zero for its beginning.
  while (digits[counting - 1] === '0') counting -= 1;
  if (counting === 0) return undefined;
  // Of the last digit that counts, and of the first: how far they are before the point.
  const last = Number(exponent) - fraction.length + digits.length - counting;
  if (last + counting > precision - scale) return ['OUT_OF_RANGE', `This number may have ${precision - scale} digits before the point.`];
  return last < -scale ? ['OUT_OF_RANGE', `This number may have ${scale} digits after the point.`] : undefined;
}
