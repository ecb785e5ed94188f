import type { Rule } from './rule.js';

/** Declare here, by module augmentation, what an actor of your application has: `actor('…')` then takes only these names. */
// eslint-disable-next-line typescript/no-empty-interface -- applications fill it in.
export interface ActorAttributes {}

type Paths<T> = {
  [K in keyof T & string]: NonNullable<T[K]> extends object
    ? NonNullable<T[K]> extends readonly unknown[] | Date
      ? K
      : K | `${K}.${Paths<NonNullable<T[K]>>}`
    : K;
}[keyof T & string];

/** A path to an attribute of the actor: any text, unless the application has declared {@link ActorAttributes}. */
export type ActorPath = [keyof ActorAttributes] extends [never] ? string : Paths<ActorAttributes>;

type Constant = string | number | boolean | bigint;

const BRAND = Symbol.for('general-manager.actor-reference');

/** An attribute of the actor: an operand of `where`, or a rule by itself when it is compared with a constant. */
export class ActorReference {
  readonly [BRAND] = true;
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    Object.freeze(this);
  }

  /** A rule: the attribute has this value. */
  eq(value: Constant): Rule<unknown> {
    return Object.freeze({ kind: 'actor', path: this.path, operator: 'eq', value });
  }

  /** A rule: the attribute has another value. */
  ne(value: Constant): Rule<unknown> {
    return Object.freeze({ kind: 'actor', path: this.path, operator: 'ne', value });
  }

  /** A rule: the attribute has one of these values. */
  in(values: readonly Constant[]): Rule<unknown> {
    return Object.freeze({ kind: 'actor', path: this.path, operator: 'in', value: Object.freeze([...values]) });
  }
}

/**
 * Refers to an attribute of the actor by a dotted path. Where it is missing or null, comparisons are unknown, never an exception.
 *
 * @example
 * actor('department.code').eq('finance')
 * @example
 * where({ owner: actor('id'), team: { id: { in: actor('teamIds') } } })
 */
export const actor = (path: ActorPath): ActorReference => new ActorReference(path);

/** Whether a value is an {@link ActorReference}, of whatever copy of the package. Nothing that comes as JSON can be one. */
export function isActorReference(value: unknown): value is ActorReference {
  return typeof value === 'object' && value !== null && Reflect.get(value, BRAND) === true;
}

/** Whether a value is a reference or a list with one. */
export const containsReference = (value: unknown): boolean => [value].flat().some(isActorReference);
