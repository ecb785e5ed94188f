import { CONCRETE, READ, type PageResult } from '../../../lib/plugin.js';

/** Of rows: what of them is no field. */
const MARKS = Object.freeze({ concrete: CONCRETE, read: READ });

/**
 * A result as plain values that compare: pages without their plans and positions, which differ from executor to executor.
 *
 * `marks` are what else is compared of rows. Default: everything.
 */
export function plain(value: unknown, marks: readonly (keyof typeof MARKS)[] = ['concrete', 'read']): unknown {
  const all = (values: readonly unknown[]): readonly unknown[] => values.map((each) => plain(each, marks));
  if (isPage(value)) {
    const { rows, hasNext, hasPrevious, total, groups } = value;
    return { rows: all(rows), hasNext, hasPrevious, total, groups: groups && all(groups) };
  }
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return all(value);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  const marked = marks.map((name): [string, unknown] => [name, Reflect.get(value, MARKS[name])]).filter(([, mark]) => mark !== undefined);
  const entries = Object.entries(value).map(([name, each]): [string, unknown] => [name, plain(each, marks)]);
  return { ...Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1))), ...Object.fromEntries(marked) };
}

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
