/** The closed expression tree of permission rules; every back end handles every kind. */
export type Rule =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'role'; readonly names: readonly string[] }
  | { readonly kind: 'actor'; readonly path: string; readonly operator: ActorOperator; readonly value: unknown }
  | { readonly kind: 'anyOf'; readonly rules: readonly Rule[] }
  | { readonly kind: 'allOf'; readonly rules: readonly Rule[] }
  | { readonly kind: 'not'; readonly rule: Rule };

/** How an attribute of the actor is compared. */
export type ActorOperator = 'eq' | 'ne' | 'in';

/** The operations that a policy decides about. */
export type PolicyOperation = 'read' | 'create' | 'update' | 'delete';

/** True for everyone, also for an anonymous actor. */
export const everyone = (): Rule => Object.freeze({ kind: 'everyone' });

/** True for nobody. */
export const nobody = (): Rule => Object.freeze({ kind: 'nobody' });

/** True for an actor that is not anonymous (neither `null` nor `undefined`). */
export const authenticated = (): Rule => Object.freeze({ kind: 'authenticated' });

/**
 * True for an actor that has at least one of the roles; `actor.roles` holds them.
 *
 * @example
 * role('curator', 'admin')
 */
export const role = (...names: readonly string[]): Rule => Object.freeze({ kind: 'role', names: Object.freeze([...names]) });

/** True where at least one rule is; an empty list is nobody. */
export const anyOf = (...rules: readonly Rule[]): Rule => Object.freeze({ kind: 'anyOf', rules: Object.freeze([...rules]) });

/** True where every rule is; an empty list is nobody, since an empty set never widens. */
export const allOf = (...rules: readonly Rule[]): Rule => Object.freeze({ kind: 'allOf', rules: Object.freeze([...rules]) });

/** True where the rule is false; unknown stays unknown. */
export const not = (rule: Rule): Rule => Object.freeze({ kind: 'not', rule });

/** An attribute of the actor, to be compared. A missing or null attribute is unknown, never an exception. */
export interface ActorAttribute {
  eq(value: string | number | boolean | bigint): Rule;
  ne(value: string | number | boolean | bigint): Rule;
  in(values: readonly (string | number | boolean | bigint)[]): Rule;
}

/**
 * Refers to an attribute of the actor by a dotted path.
 *
 * @example
 * actor('department.code').eq('finance')
 */
export function actor(path: string): ActorAttribute {
  const compare = (operator: ActorOperator, value: unknown): Rule => Object.freeze({ kind: 'actor', path, operator, value });
  return Object.freeze({
    eq: (value: string | number | boolean | bigint) => compare('eq', value),
    ne: (value: string | number | boolean | bigint) => compare('ne', value),
    in: (values: readonly (string | number | boolean | bigint)[]) => compare('in', Object.freeze([...values])),
  });
}

const KINDS: readonly string[] = [
  'everyone',
  'nobody',
  'authenticated',
  'role',
  'actor',
  'anyOf',
  'allOf',
  'not',
] satisfies readonly Rule['kind'][];

/** Tells whether a value is a well-formed rule, all the way down. */
export function isRule(value: unknown): value is Rule {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !KINDS.includes(String(value.kind))) return false;
  const { rules, rule } = value as { rules?: unknown; rule?: unknown };
  if (value.kind === 'not') return isRule(rule);
  if (value.kind === 'anyOf' || value.kind === 'allOf') return Array.isArray(rules) && rules.every(isRule);
  return true;
}
