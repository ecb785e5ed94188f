import type { FieldModel, RelationField, ValueField } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Operator } from '../model/scalar.js';
import type { Actor } from '../permission/actor.js';
import type { Check } from '../permission/check.js';
import type { Measure } from './aggregation.js';
import type { Predicate } from '../permission/predicate.js';
import type { ActorRule } from '../permission/rule.js';

/** A to-one step of a path; `policy` is who may be seen at the other end. */
export interface Hop {
  readonly field: RelationField;
  readonly target: ManagerModel;
  readonly policy: Condition;
  /** Who may see the link itself, asked of the object before the step. */
  readonly guard?: Condition;
}

/** Where a value is: along to-one relations, into embedded objects, and into a JSON document. */
export interface ValuePath {
  /** The manager that has the first step. */
  readonly manager: ManagerModel;
  readonly hops: readonly Hop[];
  /** Property names of the embedded objects on the way, empty for a field of the manager itself. */
  readonly embedded: readonly string[];
  readonly field: ValueField;
  /** Keys inside a JSON document. */
  readonly json?: readonly string[];
  /** Who may see the value, asked of the object that has it; hidden, it is null. */
  readonly guard?: Condition;
  /** The manager's own key column of this index is meant (which may store the key of a related object), not `field` of a target. */
  readonly keyColumn?: number;
  /** The value is this measure of the objects that a to-many relation of the object leads to; `field` is what it looks like. */
  readonly measure?: RelationMeasure;
}

/** A measure of the objects at the other end of a to-many relation; only those that the policy lets through count. */
export interface RelationMeasure {
  readonly relation: RelationField;
  readonly target: ManagerModel;
  readonly policy: Condition;
  /** Who may see the link, asked of the object that has it; hidden, it leads nowhere. */
  readonly guard?: Condition;
  readonly measure: Measure;
}

/** Compares one value; `value` has the JavaScript type of the field. */
export interface Comparison {
  readonly kind: 'compare';
  readonly path: ValuePath;
  readonly operator: Operator;
  readonly value: unknown;
  /** The value is taken in milliseconds, which is all that a Date holds: rules decide alike on rows and on objects in memory. */
  readonly milliseconds?: true;
}

/** Asks about the objects at the other end of a relation; only those that the policy lets through count. */
export interface RelationCondition {
  readonly kind: 'relation';
  readonly manager: ManagerModel;
  readonly field: RelationField;
  readonly target: ManagerModel;
  readonly quantifier: 'some' | 'every' | 'none';
  readonly where: Condition;
  readonly policy: Condition;
  /** Who may see the link itself, asked of the object that has it; hidden, it leads nowhere. */
  readonly guard?: Condition;
}

/** The object is one of those with the given keys (flattened parts, in the order of the key). */
export interface KeyCondition {
  readonly kind: 'key';
  readonly manager: ManagerModel;
  readonly keys: readonly (readonly unknown[])[];
}

/** The object is of this concrete type of its hierarchy. */
export interface TypeCondition {
  readonly kind: 'type';
  readonly manager: ManagerModel;
}

/** Asks a predicate of the application's own. */
export interface PredicateCondition {
  readonly kind: 'predicate';
  readonly manager: ManagerModel;
  readonly predicate: Predicate;
  readonly args: readonly unknown[];
}

/** Asks a check of the application's own, in memory alone; `where` is true only where it is. */
export interface CheckCondition {
  readonly kind: 'check';
  readonly manager: ManagerModel;
  readonly check: Check;
  readonly where?: Condition;
  /** Who is checked, once a policy is bound. */
  readonly actor?: Actor;
}

/** Asks whether an update changes one of the fields; no plan has it. */
export interface ChangedCondition {
  readonly kind: 'changed';
  readonly manager: ManagerModel;
  readonly fields: readonly FieldModel[];
}

/** Asks the object as it was before an update, or as it is after it; no plan has it. */
export interface ImageCondition {
  readonly kind: 'image';
  readonly image: 'before' | 'after';
  readonly where: Condition;
}

/** Asks the actor, in policies that are not bound to one yet; no plan has it. */
export interface ActorCondition {
  readonly kind: 'actor';
  readonly rule: ActorRule;
}

/**
 * A condition of filters and policies: a closed tree with explicit TRUE, FALSE and UNKNOWN.
 *
 * Three-valued like SQL: a comparison with null is unknown, and unknown selects nothing; `is` is true or false. Back ends never emit an
 * empty group.
 */
export type Condition =
  | { readonly kind: 'true' }
  | { readonly kind: 'false' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'is'; readonly truth: boolean; readonly of: Condition }
  | { readonly kind: 'and'; readonly all: readonly Condition[] }
  | { readonly kind: 'or'; readonly any: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | Comparison
  | RelationCondition
  | KeyCondition
  | TypeCondition
  | PredicateCondition
  | CheckCondition
  | ChangedCondition
  | ImageCondition
  | ActorCondition;

/** Always true. */
export const TRUE: Condition = Object.freeze({ kind: 'true' });

/** Always false. */
export const FALSE: Condition = Object.freeze({ kind: 'false' });

/** Always unknown: what compares with something that is not there. */
export const UNKNOWN: Condition = Object.freeze({ kind: 'unknown' });

/** Conjunction in normal form: no empty group, no TRUE inside, FALSE wins. */
export function allOfConditions(conditions: readonly Condition[]): Condition {
  if (conditions.some(({ kind }) => kind === 'false')) return FALSE;
  const all = conditions.flatMap((each) => (each.kind === 'true' ? [] : each.kind === 'and' ? each.all : [each]));
  if (all.length > 0 && all.every(isUnknown)) return UNKNOWN;
  return all.length === 0 ? TRUE : all.length === 1 && all[0] ? all[0] : { kind: 'and', all };
}

/** Disjunction in normal form: no empty group, no FALSE inside, TRUE wins. */
export function anyOfConditions(conditions: readonly Condition[]): Condition {
  if (conditions.some(({ kind }) => kind === 'true')) return TRUE;
  const any = conditions.flatMap((each) => (each.kind === 'false' ? [] : each.kind === 'or' ? each.any : [each]));
  if (any.length > 0 && any.every(isUnknown)) return UNKNOWN;
  return any.length === 0 ? FALSE : any.length === 1 && any[0] ? any[0] : { kind: 'or', any };
}

/** Negation, folded where the truth is known. */
export function notCondition(condition: Condition): Condition {
  if (condition.kind === 'true') return FALSE;
  if (condition.kind === 'false') return TRUE;
  if (condition.kind === 'unknown') return UNKNOWN;
  return condition.kind === 'not' ? condition.of : { kind: 'not', of: condition };
}

/** Whether a condition has a truth, folded where that is known; unknown has none. */
export function isCondition(truth: boolean, condition: Condition): Condition {
  if (condition.kind === 'true') return truth ? TRUE : FALSE;
  if (condition.kind === 'false') return truth ? FALSE : TRUE;
  if (condition.kind === 'unknown') return FALSE;
  return { kind: 'is', truth, of: condition };
}

const isUnknown = ({ kind }: Condition): boolean => kind === 'unknown';
