import { isGeneralManagerError } from '../error/define-error.js';
import {
  DelegateCycle,
  InvalidChanged,
  InvalidCheck,
  InvalidCondition,
  InvalidDelegate,
  InvalidPredicate,
  MisplacedRule,
  UnlistableCheck,
} from '../error/permission-errors.js';
import { RelationInRule } from '../error/relation-errors.js';
import type { FieldModel } from '../model/field.js';
import { targetOf } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { allOfConditions, anyOfConditions, FALSE, isCondition, notCondition, TRUE, type Condition } from '../plan/condition.js';
import { RULE_LIMITS } from '../plan/limits.js';
import { parseFilter } from '../plan/parse-filter.js';
import type { PlanContext } from '../plan/plan-context.js';
import type { Check } from './check.js';
import type { OperationPolicy } from './policy.js';
import type { Predicate } from './predicate.js';
import type { PolicyOperation, RuleNode } from './rule.js';

/** The rules of one operation as conditions on objects, in which attributes of the actor are still open. */
export interface CompiledPolicy {
  readonly allow: readonly Condition[];
  readonly deny: readonly Condition[];
  readonly require: readonly Condition[];
}

/** Where a rule stands. */
interface Place {
  readonly manager: ManagerModel;
  readonly operation: PolicyOperation;
  /** The relations that led here by `delegate`. */
  readonly path: readonly string[];
  /** Whether it counts against: in a deny, or in a not. */
  readonly negated: boolean;
}

/** Compiles rules to conditions, once at boot. */
export class RuleCompiler {
  readonly #model: ApplicationModel;
  readonly #context: PlanContext;

  constructor(model: ApplicationModel) {
    this.#model = model;
    this.#context = { model, limits: RULE_LIMITS, policyOf: () => TRUE, guardOf: () => undefined, rule: true };
  }

  /** @throws GM_PERM_INVALID_CONDITION, GM_PERM_INEXACT_OPERATOR, GM_PERM_INVALID_DELEGATE, GM_PERM_DELEGATE_CYCLE, GM_PERM_INVALID_CHECK, … */
  policy(manager: ManagerModel, operation: PolicyOperation, policy: OperationPolicy, path: readonly string[] = []): CompiledPolicy {
    const each = (rules: readonly RuleNode[], negated: boolean): readonly Condition[] =>
      rules.map((rule) => this.#rule({ manager, operation, path, negated }, rule));
    return { allow: each(policy.allow, false), deny: each(policy.deny, true), require: each(policy.require, false) };
  }

  #rule(place: Place, rule: RuleNode): Condition {
    const { manager, operation, path } = place;
    const compile = (inner: RuleNode): Condition => this.#rule(place, inner);
    switch (rule.kind) {
      case 'everyone':
        return TRUE;
      case 'nobody':
        return FALSE;
      case 'authenticated':
      case 'role':
      case 'actor':
        return { kind: 'actor', rule };
      case 'where':
        return this.#where(manager, rule.where);
      case 'delegate':
        return this.#delegate(manager, operation, rule.field, path);
      case 'predicate':
        return this.#predicate(manager, rule.predicate, rule.args);
      case 'anyOf':
        return anyOfConditions(rule.rules.map(compile));
      case 'allOf':
        // An empty set never widens.
        return rule.rules.length === 0 ? FALSE : allOfConditions(rule.rules.map(compile));
      case 'not':
        return notCondition(this.#rule({ ...place, negated: !place.negated }, rule.rule));
      case 'check':
        return this.#check(place, rule.check);
      case 'changed':
        return this.#changed(place, rule.fields);
      case 'image':
        return this.#image(place, rule.image, rule.where);
    }
  }

  #where(manager: ManagerModel, where: unknown): Condition {
    try {
      return parseFilter(this.#context, manager, where ?? {});
    } catch (error) {
      // What a request would be told of its filter is told of the declaration here.
      if (isGeneralManagerError(error) && error.kind !== 'declaration') throw InvalidCondition.create({ reason: error.message });
      throw error;
    }
  }

  #predicate(manager: ManagerModel, predicate: Predicate, args: readonly unknown[]): Condition {
    const odd = predicate.fields.find((name) => {
      const field = manager.fields.get(name);
      return field?.kind !== 'scalar' && field?.kind !== 'enum';
    });
    if (odd !== undefined) throw InvalidPredicate.create({ name: predicate.name, reason: `${manager.name} has no value "${odd}"` });
    if (args.length !== predicate.args.length)
      throw InvalidPredicate.create({ name: predicate.name, reason: `it takes ${predicate.args.length} arguments` });
    return { kind: 'predicate', manager, predicate, args };
  }

  /** Reads are decided by the source alone, so that of a check only its `where` counts there. */
  #check({ manager, operation, negated }: Place, check: Check): Condition {
    const { name } = check;
    if (check.test.constructor.name === 'AsyncFunction') throw InvalidCheck.create({ name, reason: 'it is asynchronous' });
    const where = check.where === undefined ? undefined : this.#where(manager, check.where);
    if (operation !== 'read') return { kind: 'check', manager, check, ...(where && { where }) };
    if (!where) throw UnlistableCheck.create({ manager: manager.name, name });
    // What is denied where a narrower condition holds would be denied too seldom.
    if (negated)
      throw InvalidCheck.create({ name, reason: 'it is denied or negated in a rule for read, where its condition would deny too little' });
    return where;
  }

  #changed({ manager, operation, path }: Place, names: readonly string[]): Condition {
    if (operation !== 'update') throw MisplacedRule.create({ manager: manager.name, operation, rule: 'changed' });
    const fields = names.map((name) => manager.fields.get(name) ?? name);
    const matched = fields.find((field) => typeof field !== 'string' && field.kind === 'relation' && field.match);
    if (typeof matched === 'object') throw RelationInRule.create({ manager: manager.name, relation: matched.name });
    const odd = fields.find((field) => typeof field === 'string' || (field.kind === 'relation' && field.cardinality === 'many'));
    if (odd !== undefined || names.length === 0) {
      throw InvalidChanged.create({ manager: manager.name, field: typeof odd === 'object' ? odd.name : (odd ?? '') });
    }
    // Through `delegate`, nothing of the other object changes.
    return path.length > 0 ? FALSE : { kind: 'changed', manager, fields: fields as readonly FieldModel[] };
  }

  #image({ manager, operation, path }: Place, image: 'before' | 'after', condition: unknown): Condition {
    if (operation !== 'update') throw MisplacedRule.create({ manager: manager.name, operation, rule: image });
    const where = this.#where(manager, condition);
    if (path.length > 0) return where;
    return ['true', 'false'].includes(where.kind) ? where : { kind: 'image', image, where };
  }

  #delegate(manager: ManagerModel, operation: PolicyOperation, name: string, path: readonly string[]): Condition {
    const field = manager.fields.get(name);
    if (field?.kind === 'relation' && field.match) throw RelationInRule.create({ manager: manager.name, relation: name });
    if (field?.kind !== 'relation' || field.cardinality !== 'one' || !field.queryable) {
      throw InvalidDelegate.create({ manager: manager.name, field: name });
    }
    const target = targetOf(this.#model, field);
    const step = `${manager.name}.${name}`;
    if (path.includes(step)) throw DelegateCycle.create({ path: [...path, step].join(' → ') });
    const compiled = this.policy(target, operation, target.policy[operation], [...path, step]);
    return { kind: 'relation', manager, field, target, quantifier: 'some', where: allowed(compiled), policy: TRUE };
  }
}

/** Some allow is true, no deny is true or unknown, every require is true. */
export function allowed({ allow, deny, require }: CompiledPolicy): Condition {
  return allOfConditions([anyOfConditions(allow), ...deny.map((each) => isCondition(false, each)), ...require]);
}
