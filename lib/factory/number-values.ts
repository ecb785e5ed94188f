import type { Bound, ValueConstraints } from './constraints.js';
import type { ValuePlan } from './value-plan.js';

/** How wide a range is that nothing bounds. */
const SPAN = 1000;
const MAX_COUNT = 2 ** 48;
const WIDE = 2n ** 52n;

/** Whoever refuses a number often wants a smaller one: each attempt looks in a tenth of the range before it, and then in all of it again. */
const narrowed = (attempt: number): number => 10 ** -(attempt % 4);

/** Numbers that a source can hold and that satisfy constraints. */
export interface NumberRange {
  readonly limits: ValueConstraints & { readonly precision?: number; readonly scale?: number };
  readonly constraints: ValueConstraints;
}

/** Exact numbers as multiples of the smallest step: `scale` is the number of decimals. */
interface ExactRange {
  readonly least: bigint;
  readonly most: bigint;
  readonly step: bigint;
  /** From where distinct values are counted. */
  readonly first: bigint;
  readonly last: bigint;
}

/** Whole numbers and decimals, exact whatever their size. */
export function exactRange({ limits, constraints }: NumberRange, scale: number): ExactRange {
  const unit = 10n ** BigInt(scale);
  const step = stepOf(constraints, scale, unit);
  const { floor, ceiling } = heldBy(limits, scale);
  const { min, max } = boundsOf(constraints, scale);
  const span = (step > 1n ? step : unit) * BigInt(SPAN);
  const least = clamp(min ?? lowest(max, 0n, span), floor, ceiling);
  const most = clamp(max ?? least + span, floor, ceiling);
  const one = ceiling !== undefined && ceiling < unit ? step : unit;
  const first = clamp(min ?? lowest(max, one, span), floor, ceiling);
  const last = clamp(max ?? ceiling ?? 10n ** 15n * unit, floor, ceiling);
  return { least: upTo(least, step), most, step, first: upTo(first, step), last };
}

function stepOf({ multipleOf, whole }: ValueConstraints, scale: number, unit: bigint): bigint {
  if (multipleOf === undefined) return whole ? unit : 1n;
  return unscaled(multipleOf, scale, 'up') || 1n;
}

/** Where a range begins of which only the end may be known: at a good number, unless the end is below it. */
const lowest = (max: bigint | undefined, good: bigint, span: bigint): bigint => (max === undefined || max >= good ? good : max - span);

/** What a source can hold. */
function heldBy({ min, max, precision }: NumberRange['limits'], scale: number): { readonly floor?: bigint; readonly ceiling?: bigint } {
  const digits = precision === undefined ? undefined : 10n ** BigInt(precision) - 1n;
  const floor = min === undefined ? digits && -digits : unscaled(min, scale, 'up');
  const ceiling = max === undefined ? digits : unscaled(max, scale, 'down');
  return { ...(floor !== undefined && { floor }), ...(ceiling !== undefined && { ceiling }) };
}

/** Plans exact numbers; `of` gives their JavaScript form. */
export function planOfExact(range: ExactRange, of: (value: bigint) => unknown): ValuePlan {
  const { least, most, step, first, last } = range;
  const steps = most < least ? 0n : (most - least) / step;
  const count = last < first ? 0 : Math.min(MAX_COUNT, Number((last - first) / step) + 1);
  return {
    generate: ({ random, attempt }) => {
      const some = attempt === 0 ? steps : BigInt(Math.ceil(Number(steps) * narrowed(attempt)));
      return of(least + (some < WIDE ? BigInt(random.int(0, Number(some))) : random.bigint(0n, steps)) * step);
    },
    distinct: { generate: ({ serial }) => of(first + BigInt(serial) * step), count },
  };
}

/** Numbers with a fraction; two decimals are enough for most. */
export function planOfFloats({ limits, constraints }: NumberRange): ValuePlan {
  const { min, max, above, below } = constraints;
  const [low, high] = [
    Math.max(numberOf(min, -Infinity), numberOf(above, -Infinity)),
    Math.min(numberOf(max, Infinity), numberOf(below, Infinity)),
  ];
  const [floor, ceiling] = [numberOf(limits.min, -Number.MAX_VALUE), numberOf(limits.max, Number.MAX_VALUE)];
  const least = Math.max(floor, Number.isFinite(low) ? low : Number.isFinite(high) && high <= 0 ? high - SPAN : 0);
  const most = Math.min(ceiling, Number.isFinite(high) ? high : least + SPAN);
  const isInside = (value: number): boolean =>
    value >= least &&
    value <= most &&
    (above === undefined || value > numberOf(above, 0)) &&
    (below === undefined || value < numberOf(below, 0));
  const within = (value: number): number => {
    const rounded = Math.round(value * 100) / 100;
    return isInside(rounded) ? rounded : value;
  };
  const middle = (least + most) / 2;
  return {
    generate: ({ random, attempt }) => {
      const value = within(random.float(least, least + (most - least) * narrowed(attempt)));
      return isInside(value) ? value : middle;
    },
    distinct: { generate: ({ serial }) => least + ((serial + 1) / 2 ** 22) * (most - least), count: 2 ** 22 - 1 },
  };
}

/** A decimal as text with all its decimals. */
export function decimalText(value: bigint, scale: number): string {
  if (scale === 0) return String(value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const clamp = (value: bigint, floor: bigint | undefined, ceiling: bigint | undefined): bigint =>
  floor !== undefined && value < floor ? floor : ceiling !== undefined && value > ceiling ? ceiling : value;

/** The next multiple of a step. */
function upTo(value: bigint, step: bigint): bigint {
  const rest = ((value % step) + step) % step;
  return rest === 0n ? value : value + step - rest;
}

function boundsOf({ min, max, above, below }: ValueConstraints, scale: number): { readonly min?: bigint; readonly max?: bigint } {
  const lows = [min === undefined ? [] : unscaled(min, scale, 'up'), above === undefined ? [] : unscaled(above, scale, 'down') + 1n].flat();
  const highs = [
    max === undefined ? [] : unscaled(max, scale, 'down'),
    below === undefined ? [] : unscaled(below, scale, 'up') - 1n,
  ].flat();
  return {
    ...(lows.length > 0 && { min: lows.reduce((one, other) => (one > other ? one : other)) }),
    ...(highs.length > 0 && { max: highs.reduce((one, other) => (one < other ? one : other)) }),
  };
}

/** A bound in steps of the last decimal, rounded to the inside of the range. */
function unscaled(bound: Bound, scale: number, direction: 'up' | 'down'): bigint {
  const text = bound instanceof Date ? String(bound.getTime()) : String(bound);
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  if (!match) return 0n;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}` || '0';
  const shift = scale - fraction.length + Number(exponent);
  const value = BigInt(`${sign === '-' ? '-' : ''}${digits}`);
  if (shift >= 0) return value * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  const cut = value / divisor;
  if (cut * divisor === value) return cut;
  if (direction === 'up') return value > 0n ? cut + 1n : cut;
  return value < 0n ? cut - 1n : cut;
}

const numberOf = (bound: Bound | undefined, otherwise: number): number => (bound === undefined ? otherwise : Number(bound));
