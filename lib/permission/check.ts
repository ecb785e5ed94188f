import type { Actor } from './actor.js';
import type { Rule } from './rule.js';
import type { Where } from './where.js';

/** What a team's own code decides about an object in memory. */
export interface Check {
  /** What it is called in explanations and introspection. */
  readonly name: string;
  /** True only where the check is: what can be asked of the source in its place. */
  readonly where?: unknown;
  /** Only `true` and `false` count; anything else, also a promise or an exception, is unknown. */
  test(object: object, actor: Actor): boolean | undefined;
}

/**
 * True where code of your own says so: for what no condition and no {@link definePredicate} can ask. `test` is synchronous, gets the object in
 * memory and the actor, and decides about writes. Reads are decided by `where` alone, which has to be true only where the check is; without
 * one the rule cannot stand in `read`.
 *
 * @example
 * check<Order>({ name: 'sane', test: (order) => order.total <= order.lines.length * 1000 })
 * @example
 * check<Document>({ name: 'signed', where: { signature: { isNull: false } }, test: (document) => verify(document.signature) })
 */
export const check = <T>(options: {
  readonly name: string;
  readonly where?: Where<T>;
  readonly test: (object: T, actor: Actor) => boolean | undefined;
}): Rule<T> => Object.freeze({ kind: 'check', check: Object.freeze({ ...options }) as unknown as Check });

/** Asks a check; what it does not say with true or false, or says by throwing, is unknown. */
export function checkTruth(check: Check, object: object, actor: Actor): boolean | undefined {
  try {
    const truth: unknown = check.test(object, actor);
    return typeof truth === 'boolean' ? truth : undefined;
  } catch {
    return undefined;
  }
}
