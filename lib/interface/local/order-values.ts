import type { ValueField } from '../../model/field.js';
import { orderOf } from '../../permission/order-value.js';

/**
 * Negative, zero or positive: how two values of a field follow each other where there is no source to ask. Texts, and what is stored as
 * text, follow each other by code points; false comes before true.
 */
export function orderValues(field: ValueField, left: unknown, right: unknown): number {
  if (field.kind === 'enum' || (field.kind === 'scalar' && TEXTUAL.includes(field.type))) return orderPrimitives(left, right);
  if (field.type === 'uuid') return orderTexts(plainUuid(left), plainUuid(right));
  if (field.type === 'boolean') return Number(left) - Number(right);
  return orderOf(field, left, right) ?? orderTexts(String(left), String(right));
}

const plainUuid = (value: unknown): string => String(value).replaceAll('-', '').toLowerCase();

const TEXTUAL: readonly string[] = ['string', 'custom'];

function orderPrimitives(left: unknown, right: unknown): number {
  return typeof left === 'number' && typeof right === 'number' ? left - right : orderTexts(String(left), String(right));
}

/** Orders texts by their code points: surrogates stand for characters behind all others. */
function orderTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const [first, second] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (first !== second) return rank(first) - rank(second);
  }
  return left.length - right.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd8_00 && unit <= 0xdf_ff;

const rank = (unit: number): number => (isSurrogate(unit) ? unit + 0x1_00_00 : unit);
