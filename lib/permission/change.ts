import type { Rule } from './rule.js';
import type { Where } from './where.js';

/** The states of an object that a write leads from and to: a create has nothing before, a delete nothing after. */
export interface Change {
  readonly before?: object;
  readonly after?: object;
}

/**
 * True where an update changes at least one of these properties. Only in rules for `update`.
 *
 * Values that the database would not tell apart are no change; null and null are the same.
 *
 * @example
 * update: [role('editor'), deny(changed<Article>('author'))]
 */
export const changed = <T>(...fields: readonly (keyof T & string)[]): Rule<T> =>
  Object.freeze({ kind: 'changed', fields: Object.freeze([...fields]) });

/**
 * True where the object matched before an update. A plain `where` has to be true before and after it. Only in rules for `update`.
 *
 * @example
 * update: before<Task>({ assignee: actor('id') })
 */
export const before = <T>(condition: Where<T>): Rule<T> => Object.freeze({ kind: 'image', image: 'before', where: condition });

/**
 * True where the object matches after an update. Only in rules for `update`.
 *
 * @example
 * update: [role('editor'), deny(allOf(before<Article>({ stage: 'published' }), after<Article>({ stage: 'draft' })))]
 */
export const after = <T>(condition: Where<T>): Rule<T> => Object.freeze({ kind: 'image', image: 'after', where: condition });
