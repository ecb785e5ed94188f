/**
 * Canonical text of plain input: the same for equal values, whatever the order of keys. Values of different types never meet.
 *
 * What is nested deeper than `levels` is left out; without a bound the input must not contain itself.
 */
export function canonical(value: unknown, levels = Infinity): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Date) return `d${value.getTime()}`;
  if (value instanceof Uint8Array) return `b${Buffer.from(value).toString('base64')}`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'u';
  if (levels === 0) return '…';
  const inner = (each: unknown): string => canonical(each, levels - 1);
  if (Array.isArray(value)) return `[${value.map(inner).join(',')}]`;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const sorted = entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${sorted.map(([key, each]) => `${JSON.stringify(key)}:${inner(each)}`).join(',')}}`;
}
