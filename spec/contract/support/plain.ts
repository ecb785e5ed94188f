import { CONCRETE, READ, type PageResult } from 'general-manager/plugin';

/** A result as plain values that compare: pages without their plans and positions, which differ from executor to executor. */
export function plain(value: unknown): unknown {
  if (isPage(value)) {
    const { rows, hasNext, hasPrevious, total, groups } = value;
    return { rows: rows.map(plain), hasNext, hasPrevious, total, groups: groups?.map(plain) };
  }
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  const marks = { concrete: Reflect.get(value, CONCRETE) as unknown, read: Reflect.get(value, READ) as unknown };
  const entries = Object.entries(value).map(([name, each]): [string, unknown] => [name, plain(each)]);
  return { ...Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1))), ...defined(marks) };
}

const defined = (marks: object): object => Object.fromEntries(Object.entries(marks).filter(([, value]) => value !== undefined));

const isPage = (value: unknown): value is PageResult =>
  typeof value === 'object' && value !== null && 'hasNext' in value && 'plan' in value;

/** Where two plain values differ first, and how; undefined where they do not. */
export function difference(left: unknown, right: unknown, path = ''): string | undefined {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return Object.is(left, right) ? undefined : `${path}: ${show(left)} instead of ${show(right)}`;
  }
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = difference(Reflect.get(left, key), Reflect.get(right, key), `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const show = (value: unknown): string => JSON.stringify(value) ?? String(value);
