import type { Check } from './check.js';
import type { Predicate } from './predicate.js';
import type { Where } from './where.js';

/** The closed expression tree of permission rules; every back end handles every kind. */
export type RuleNode =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'role'; readonly names: readonly string[] }
  | { readonly kind: 'actor'; readonly path: string; readonly operator: ActorOperator; readonly value: unknown }
  | { readonly kind: 'where'; readonly where: unknown }
  | { readonly kind: 'delegate'; readonly field: string }
  | { readonly kind: 'predicate'; readonly predicate: Predicate; readonly args: readonly unknown[] }
  | { readonly kind: 'check'; readonly check: Check }
  | { readonly kind: 'changed'; readonly fields: readonly string[] }
  | { readonly kind: 'image'; readonly image: 'before' | 'after'; readonly where: unknown }
  | { readonly kind: 'anyOf'; readonly rules: readonly RuleNode[] }
  | { readonly kind: 'allOf'; readonly rules: readonly RuleNode[] }
  | { readonly kind: 'not'; readonly rule: RuleNode };

declare const ABOUT: unique symbol;

/** A rule about objects of `T`; one about `unknown` fits every class. */
export type Rule<T = never> = RuleNode & { readonly [ABOUT]?: (object: T) => void };

/** Rules that say something of the actor alone, never of the object. */
export type ActorRule = Extract<RuleNode, { readonly kind: 'authenticated' | 'role' | 'actor' }>;

/** How an attribute of the actor is compared with a constant. */
export type ActorOperator = 'eq' | 'ne' | 'in';

/** The operations that a policy decides about. */
export type PolicyOperation = 'read' | 'create' | 'update' | 'delete';

/** True for everyone, also for an anonymous actor. */
export const everyone = (): Rule<unknown> => Object.freeze({ kind: 'everyone' });

/** True for nobody. */
export const nobody = (): Rule<unknown> => Object.freeze({ kind: 'nobody' });

/** True for an actor that is not anonymous (neither `null` nor `undefined`). */
export const authenticated = (): Rule<unknown> => Object.freeze({ kind: 'authenticated' });

/**
 * True for an actor that has at least one of the roles; `actor.roles` holds them.
 *
 * @example
 * role('curator', 'admin')
 */
export const role = (...names: readonly string[]): Rule<unknown> => Object.freeze({ kind: 'role', names: Object.freeze([...names]) });

/**
 * True for objects that match: a filter, in which `actor(path)` may stand for a value.
 *
 * Relations are followed whatever their own policies say. To-one relations compare with a key: `{ owner: actor('id') }`.
 *
 * @example
 * where<Track>({ album: { artist: { owner: actor('id') } } })
 */
export const where = <T>(condition: Where<T>): Rule<T> => Object.freeze({ kind: 'where', where: condition });

/**
 * True where the same operation is allowed on the object that a to-one relation leads to.
 *
 * @example
 * delegate<Track>('album')
 */
export const delegate = <T>(field: keyof T & string): Rule<T> => Object.freeze({ kind: 'delegate', field });

/** True where at least one rule is; an empty list is nobody. */
export const anyOf = <T>(...rules: readonly Rule<T>[]): Rule<T> => Object.freeze({ kind: 'anyOf', rules: Object.freeze([...rules]) });

/** True where every rule is; an empty list is nobody, since an empty set never widens. */
export const allOf = <T>(...rules: readonly Rule<T>[]): Rule<T> => Object.freeze({ kind: 'allOf', rules: Object.freeze([...rules]) });

/** True where the rule is false; unknown stays unknown. */
export const not = <T>(rule: Rule<T>): Rule<T> => Object.freeze({ kind: 'not', rule });

const KINDS: readonly string[] = [
  'everyone',
  'nobody',
  'authenticated',
  'role',
  'actor',
  'where',
  'delegate',
  'predicate',
  'check',
  'changed',
  'image',
  'anyOf',
  'allOf',
  'not',
] satisfies readonly RuleNode['kind'][];

/** Tells whether a value is a well-formed rule, all the way down. */
export function isRule(value: unknown): value is Rule {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !KINDS.includes(String(value.kind))) return false;
  const { rules, rule, check } = value as { rules?: unknown; rule?: unknown; check?: Partial<Check> };
  if (value.kind === 'check') return typeof check?.name === 'string' && typeof check.test === 'function';
  if (value.kind === 'not') return isRule(rule);
  if (value.kind === 'anyOf' || value.kind === 'allOf') return Array.isArray(rules) && rules.every(isRule);
  return true;
}
