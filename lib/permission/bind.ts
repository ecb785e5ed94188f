import { enumNamed } from '../model/lookup.js';
import { keyColumns } from '../model/key.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { ValueField } from '../model/field.js';
import type { Operator } from '../model/scalar.js';
import {
  allOfConditions,
  anyOfConditions,
  FALSE,
  isCondition,
  notCondition,
  TRUE,
  UNKNOWN,
  type Comparison,
  type Condition,
  type KeyCondition,
  type PredicateCondition,
  type RelationCondition,
} from '../plan/condition.js';
import { RULE_LIMITS } from '../plan/limits.js';
import { Parameter, type Inputs } from '../plan/parameter.js';
import { isStorableText } from '../plan/storable-text.js';
import { attributeOf, type Actor } from './actor.js';
import { containsReference, isActorReference } from './actor-reference.js';
import type { CompiledPolicy } from './compile-rule.js';
import { valueText } from './condition-text.js';
import { actorTruth } from './actor-rule.js';
import { ruleOperand } from './rule-operand.js';
import { namesOf, storedFormAt } from './stored-form.js';
import type { Truth } from './truth.js';

/** The value of an attribute that is not there, or does not fit. */
export const MISSING: unique symbol = Symbol('missing');

/**
 * Puts an actor into a compiled rule: what is left are questions about objects alone.
 *
 * A missing attribute, or one that does not fit the field, makes the comparison unknown; nothing throws. With `open`, the actor's
 * values stay open for others of the same {@link PolicyShape}.
 */
export function bind(model: ApplicationModel, condition: Condition, actor: Actor, open = false): Condition {
  const bound = (inner: Condition): Condition => bind(model, inner, actor, open);
  switch (condition.kind) {
    case 'true':
    case 'false':
    case 'unknown':
    case 'type':
      return condition;
    case 'actor':
      return constant(actorTruth(condition.rule, actor));
    case 'and':
      return allOfConditions(condition.all.map(bound));
    case 'or':
      return anyOfConditions(condition.any.map(bound));
    case 'not':
      return notCondition(bound(condition.of));
    case 'is':
      return isCondition(condition.truth, bound(condition.of));
    case 'compare':
      return bindComparison(model, condition, actor, open);
    case 'relation':
      return relation(condition, bound(condition.where));
    case 'changed':
      return condition;
    case 'image': {
      const where = bound(condition.where);
      return ['true', 'false', 'unknown'].includes(where.kind) ? where : { ...condition, where };
    }
    case 'check':
      return { ...condition, ...(condition.where && { where: bound(condition.where) }), actor };
    case 'predicate':
      return bindPredicate(condition, actor, open);
    case 'key':
      return bindKey(model, condition, actor, open);
  }
}

/** Puts an actor into the rules of one operation. */
export function bindPolicy(model: ApplicationModel, { allow, deny, require }: CompiledPolicy, actor: Actor, open = false): CompiledPolicy {
  const each = (conditions: readonly Condition[]): readonly Condition[] =>
    conditions.map((condition) => bind(model, condition, actor, open));
  return { allow: each(allow), deny: each(deny), require: each(require) };
}

const constant = (truth: Truth): Condition => (truth === undefined ? UNKNOWN : truth ? TRUE : FALSE);

/** Asks only for objects of which the condition is true; where it cannot be, there is nothing to ask. */
function relation(condition: RelationCondition, where: Condition): Condition {
  const never = where.kind === 'false' || where.kind === 'unknown';
  if (never && condition.quantifier === 'some') return FALSE;
  if (never && condition.quantifier === 'none') return TRUE;
  return { ...condition, where: never ? FALSE : where };
}

function bindComparison(model: ApplicationModel, condition: Comparison, actor: Actor, open: boolean): Condition {
  if (!containsReference(condition.value)) return condition;
  const { operator, path } = condition;
  const place = { manager: path.manager, path: namesOf(path), field: path.field };
  const lookUp = (who: Actor): unknown => {
    return operandOf(model, place, operator, valueOf(condition.value, who));
  };
  const parsed = lookUp(actor);
  if (parsed === MISSING) return UNKNOWN;
  if (Array.isArray(parsed) && parsed.length === 0 && (operator === 'in' || operator === 'notIn')) return operator === 'in' ? FALSE : TRUE;
  return { ...condition, value: open ? actorParameter(condition.value, lookUp) : parsed };
}

/** Stays open until an actor is known of whom the shape of the policy says that there is such a value. */
function actorParameter(operand: unknown, lookUp: (actor: Actor) => unknown): Parameter {
  const resolve = ({ actor }: Inputs): unknown => {
    const value = lookUp(actor);
    if (value === MISSING) throw new TypeError('an attribute of the actor has changed while it was looked at');
    return value;
  };
  return new Parameter(resolve, [], { kind: 'actor', text: operandText(operand) });
}

const operandText = (operand: unknown): string => (isActorReference(operand) ? `actor.${operand.path}` : valueText(operand));

function bindPredicate(condition: PredicateCondition, actor: Actor, open: boolean): Condition {
  const args = condition.args.map((each) => argumentOf(each, actor));
  if (args.includes(MISSING)) return UNKNOWN;
  const opened = condition.args.map((each) => (containsReference(each) ? actorParameter(each, (who) => argumentOf(each, who)) : each));
  return { ...condition, args: open ? opened : args };
}

function bindKey(model: ApplicationModel, condition: KeyCondition, actor: Actor, open: boolean): Condition {
  if (!condition.keys.some((key) => key.some(isActorReference))) return condition;
  const columns = keyColumns(model, condition.manager);
  const keys = condition.keys.map((key) =>
    key.map((part, index) => {
      const column = columns[index];
      const lookUp = (who: Actor): unknown => {
        return column ? operandOf(model, { manager: condition.manager, ...column }, 'eq', valueOf(part, who)) : MISSING;
      };
      const value = lookUp(actor);
      return open && value !== MISSING && isActorReference(part) ? actorParameter(part, lookUp) : value;
    }),
  );
  return keys.some((key) => key.includes(MISSING)) ? UNKNOWN : { ...condition, keys };
}

/** The value of an operand: attributes are looked up, alone or in a list; null is as missing as undefined. */
export function valueOf(operand: unknown, actor: Actor): unknown {
  if (Array.isArray(operand)) {
    const values = operand.map((each) => valueOf(each, actor));
    return values.includes(MISSING) ? MISSING : values;
  }
  if (!isActorReference(operand)) return operand;
  const value = attributeOf(actor, operand.path);
  const listWithGap = Array.isArray(value) && value.some((each) => each === null || each === undefined);
  return value === undefined || value === null || listWithGap ? MISSING : value;
}

/** The value of an argument of a predicate; a text that the source would not take as it is counts as missing. */
export function argumentOf(argument: unknown, actor: Actor): unknown {
  const value = valueOf(argument, actor);
  return [value].flat().some((each) => typeof each === 'string' && !isStorableText(each)) ? MISSING : value;
}

/** What a value of the actor is compared with. */
export interface Place {
  readonly manager: ManagerModel;
  readonly path: readonly string[];
  readonly field: ValueField;
}

/** Checks a value as an operand of a field; one that is missing stays so. */
export function operandOf(model: ApplicationModel, { manager, path, field }: Place, operator: Operator, value: unknown): unknown {
  if (value === MISSING) return MISSING;
  try {
    const enumeration = field.kind === 'enum' ? enumNamed(model, field.enum) : undefined;
    return ruleOperand({ field, enumeration, limits: RULE_LIMITS, stored: storedFormAt(model, manager, path, field) }, operator, value);
  } catch {
    return MISSING;
  }
}
