import type { FieldFacts, ScalarField, ScalarType } from '../../../lib/plugin.js';
import type { Property } from '../metadata.js';
import { baseType, scalarTypeOf } from './column-type.js';
import { ownType, shapeOf } from './value-shape.js';

type Limits = FieldFacts['limits'];

/** Whole numbers that columns hold, by their types; MySQL has them without a sign as well. */
const BITS: Readonly<Record<string, number>> = Object.freeze({
  tinyint: 8,
  smallint: 16,
  int2: 16,
  smallserial: 16,
  mediumint: 24,
  int: 32,
  integer: 32,
  int4: 32,
  serial: 32,
  bigint: 64,
  int8: 64,
  bigserial: 64,
});

const TEXTS: readonly string[] = ['varchar', 'character varying', 'char', 'character', 'bpchar', 'varbinary', 'binary'];
/** Floats of 32 bits hold so much. */
const SINGLE = 3e38;

/** What a column can hold, as far as that says something of the values of its property. */
export function columnLimits(property: Property): Limits {
  const limits = limitsOf(property);
  if (!ownType(property)) return limits;
  // What a type makes of a number nobody knows.
  return limits.maxLength === undefined ? {} : { maxLength: limits.maxLength };
}

/** What a field says of the values that its column holds, where the database keeps to it. */
export function heldValues(property: Property, type: ScalarType): Pick<ScalarField, 'maxLength' | 'precision' | 'scale' | 'range'> {
  const { maxLength, precision, scale, min, max } = limitsOf(property);
  if (type === 'string' && maxLength !== undefined) return { maxLength };
  if (type === 'decimal' && precision !== undefined) return { precision, scale: scale ?? 0 };
  return type === 'int' && min !== undefined && max !== undefined ? { range: { min: Number(min), max: Number(max) } } : {};
}

/** Whether a type of the application's own puts values into a column of another kind, or says nothing of them. */
export function isOpaque(property: Property): boolean {
  const { type, looksLike } = shapeOf(property);
  if (type !== 'custom') return false;
  const column = scalarTypeOf(property.columnTypes?.[0] ?? '');
  return looksLike !== column && !(looksLike === 'float' && NUMBERS.includes(column));
}

const NUMBERS: readonly string[] = ['int', 'bigint', 'decimal'];

function limitsOf(property: Property): Limits {
  const columnType = property.columnTypes?.[0] ?? '';
  const base = baseType(columnType);
  const bits = BITS[base];
  // MySQL keeps booleans in numbers.
  if (bits !== undefined) return property.runtimeType === 'boolean' ? {} : whole(bits, /unsigned/i.test(columnType));
  if (base === 'real' || base === 'float4') return { min: -SINGLE, max: SINGLE };
  const [, first, second] = /\((\d+)(?:\s*,\s*(\d+))?\)/.exec(columnType) ?? [];
  if (TEXTS.includes(base)) return first === undefined ? {} : { maxLength: Number(first) };
  return base === 'numeric' || base === 'decimal' ? digits(first ?? property.precision, second ?? property.scale) : {};
}

const digits = (precision: string | number | undefined, scale: string | number = 0): Limits =>
  precision === undefined ? {} : { precision: Number(precision), scale: Number(scale) };

function whole(bits: number, isUnsigned: boolean): Limits {
  const half = 2n ** BigInt(bits - 1);
  return isUnsigned ? { min: 0, max: 2n * half - 1n } : { min: -half, max: half - 1n };
}
