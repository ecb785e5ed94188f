import { Mismatch, typeText } from './mismatch.js';
import type { BodyPath, PageStyle } from '../pagination/index.js';
import { namesOf, valueAt } from '../pagination/body-value.js';

/** A list of which one answer has everything. */
export function wholeList(items: BodyPath): PageStyle {
  const names = namesOf(items);
  return Object.freeze({
    name: 'wholeList',
    declared: { kind: 'wholeList', options: { items } },
    begin: 'first',
    maxSize: Number.MAX_SAFE_INTEGER,
    minSize: 1,
    total: true,
    request: (list) => list,
    read: ({ body }) => {
      const found = valueAt(body, names);
      if (!Array.isArray(found)) throw new Mismatch(names, typeText(found), 'a list');
      return { items: found as readonly unknown[], total: found.length, next: undefined };
    },
  } satisfies PageStyle);
}

/** Whether something describes how lists are divided. */
export const isStyle = (value: unknown): value is PageStyle =>
  typeof value === 'object' && value !== null && 'request' in value && 'read' in value && 'begin' in value;
