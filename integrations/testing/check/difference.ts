import type { Door } from '../report.js';

/** Where two answers differ. */
export interface Difference {
  /** Keys from the root to the first difference. */
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** Finds the first difference of two bodies. */
export function differenceOf(before: string, after: string): Difference {
  const parse = (body: string): unknown => body.split('\n').map((line) => JSON.parse(line) as unknown);
  return compare(parse(before), parse(after), []) ?? { path: [], before, after };
}

function compare(before: unknown, after: unknown, path: readonly string[]): Difference | undefined {
  if (Object.is(before, after)) return undefined;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return { path, before, after };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const found = compare(Reflect.get(before, key), Reflect.get(after, key), [...path, key]);
    if (found) return found;
  }
  return undefined;
}

/** The door that a part of an answer belongs to, where that says more than the question. */
export function doorOf(path: readonly string[], asked: Door): Door {
  if (asked === 'direct') return asked;
  if (path[1] === 'errors') return 'error';
  if (path.some((key) => /^capabilit/i.test(key))) return 'capability';
  if (path.some((key) => key.endsWith('Aggregate'))) return 'aggregate';
  if (!['list', 'nested', 'page', 'detail', 'custom', 'cursor'].includes(asked)) return asked;
  const [last = ''] = path.slice(-1);
  if (last === 'totalCount') return 'count';
  if (/cursor$/i.test(last)) return 'cursor';
  if (path.includes('pageInfo') || path.includes('edges')) return 'connection';
  return asked === 'list' && path.filter((key) => key === 'nodes').length > 1 ? 'nested' : asked;
}

/** The field that a path ends at. */
export const fieldAt = (path: readonly string[]): string | undefined => path.findLast((key) => !/^\d+$/.test(key) && key !== 'data');

/** The innermost type on a path that something is known of. */
export function typeAt(body: string, path: readonly string[], isKnown: (type: string) => boolean): string | undefined {
  let value: unknown = body.split('\n').map((line) => JSON.parse(line) as unknown);
  let type: string | undefined;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return type;
    value = Reflect.get(value, key);
    const named: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, '__typename') : undefined;
    if (typeof named === 'string' && isKnown(named)) type = named;
  }
  return type;
}

/** A difference in words, cut where it is long. */
export function differenceText({ path, before, after }: Difference, done: string): string {
  return `${path.slice(1).join('.') || 'the body'} was ${short(before)}, and ${short(after)} ${done}`;
}

const LONGEST = 120;

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
