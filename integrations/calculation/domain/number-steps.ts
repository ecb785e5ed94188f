import type { Steps } from './steps.js';

/** A number as whole units of a power of ten. */
interface Exact {
  readonly units: bigint;
  readonly scale: number;
}

/** Numbers that are `step` apart, counted from `anchor`; exact, whatever they are written as. `make` makes a value of a text. */
export function numberSteps(step: unknown, anchor: unknown, make: (text: string) => unknown): Steps {
  const [size, start] = [exactOf(step), exactOf(anchor)];
  const scale = Math.max(size.scale, start.scale);
  const [by, from] = [unitsAt(size, scale), unitsAt(start, scale)];
  return {
    at: (place) => make(textOf(from + by * BigInt(place), scale)),
    floor: (value) => Number(placeOf(exactOf(value)).floor),
    ceil: (value) => Number(placeOf(exactOf(value)).ceil),
  };

  function placeOf(value: Exact): { readonly floor: bigint; readonly ceil: bigint } {
    const finer = Math.max(scale, value.scale);
    const distance = unitsAt(value, finer) - from * 10n ** BigInt(finer - scale);
    const size = by * 10n ** BigInt(finer - scale);
    const whole = distance / size;
    const isExact = whole * size === distance;
    const floor = isExact || distance >= 0n ? whole : whole - 1n;
    return { floor, ceil: isExact ? whole : floor + 1n };
  }
}

/** Whether a number is more than nothing. */
export const isPositive = (value: unknown): boolean => exactOf(value).units > 0n;

function exactOf(value: unknown): Exact {
  const [mantissa = '0', exponent = '0'] = String(value).toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const units = BigInt(`${whole}${fraction}`);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

const unitsAt = ({ units, scale }: Exact, wanted: number): bigint => units * 10n ** BigInt(wanted - scale);

function textOf(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const fraction = scale === 0 ? '' : `.${digits.slice(digits.length - scale)}`;
  return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${fraction}`;
}
