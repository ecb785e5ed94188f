import { InvalidPage } from './errors.js';
import type { BodyPath } from './page-style.js';

/** The names of a path. */
export const namesOf = (path: BodyPath): readonly string[] =>
  typeof path === 'string' ? path.split('.').filter((name) => name !== '') : path;

/** What is at a path; undefined where there is nothing. Inherited properties are nothing. */
export function valueAt(body: unknown, names: readonly string[]): unknown {
  let value = body;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

/**
 * The items at a path.
 *
 * @throws GM_UPSTREAM_INVALID_PAGE
 */
export function itemsAt(body: unknown, names: readonly string[], operation: string): readonly unknown[] {
  const items = valueAt(body, names);
  if (Array.isArray(items)) return items as readonly unknown[];
  throw InvalidPage.create({ operation, reason: names.length === 0 ? 'its body is no list' : `there is no list at "${names.join('.')}"` });
}

/** A number of items, however it is written; undefined where it is none. */
export function countOf(value: unknown): number | undefined {
  if (typeof value === 'string' && !/^\d{1,15}$/.test(value)) return undefined;
  const count = typeof value === 'string' ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}
