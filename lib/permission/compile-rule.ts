import { isGeneralManagerError } from '../error/define-error.js';
import { DelegateCycle, InvalidCondition, InvalidDelegate, InvalidPredicate } from '../error/permission-errors.js';
import { targetOf } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { allOfConditions, anyOfConditions, FALSE, isCondition, notCondition, TRUE, type Condition } from '../plan/condition.js';
import { DEFAULT_LIMITS, type Limits } from '../plan/limits.js';
import { parseFilter } from '../plan/parse-filter.js';
import type { PlanContext } from '../plan/plan-context.js';
import type { OperationPolicy } from './policy.js';
import type { Predicate } from './predicate.js';
import type { PolicyOperation, RuleNode } from './rule.js';

// Rules are the team's own: what bounds requests does not bound them.
const LIMITS: Limits = { ...DEFAULT_LIMITS, maxConditions: Number.MAX_SAFE_INTEGER, maxListItems: Number.MAX_SAFE_INTEGER };

/** The rules of one operation as conditions on objects, in which attributes of the actor are still open. */
export interface CompiledPolicy {
  readonly allow: readonly Condition[];
  readonly deny: readonly Condition[];
  readonly require: readonly Condition[];
}

/** Compiles rules to conditions, once at boot. */
export class RuleCompiler {
  readonly #model: ApplicationModel;
  readonly #context: PlanContext;

  constructor(model: ApplicationModel) {
    this.#model = model;
    this.#context = { model, limits: LIMITS, policyOf: () => TRUE, guardOf: () => undefined, rule: true };
  }

  /** @throws GM_PERM_INVALID_CONDITION, GM_PERM_INEXACT_OPERATOR, GM_PERM_INVALID_DELEGATE, GM_PERM_DELEGATE_CYCLE */
  policy(manager: ManagerModel, operation: PolicyOperation, policy: OperationPolicy, path: readonly string[] = []): CompiledPolicy {
    const each = (rules: readonly RuleNode[]): readonly Condition[] => rules.map((rule) => this.#rule(manager, operation, rule, path));
    return { allow: each(policy.allow), deny: each(policy.deny), require: each(policy.require) };
  }

  #rule(manager: ManagerModel, operation: PolicyOperation, rule: RuleNode, path: readonly string[]): Condition {
    const compile = (inner: RuleNode): Condition => this.#rule(manager, operation, inner, path);
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
        return notCondition(compile(rule.rule));
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
    const odd = predicate.fields.find((name) => !['scalar', 'enum'].includes(manager.fields.get(name)?.kind ?? ''));
    if (odd !== undefined) throw InvalidPredicate.create({ name: predicate.name, reason: `${manager.name} has no value "${odd}"` });
    if (args.length !== predicate.args.length)
      throw InvalidPredicate.create({ name: predicate.name, reason: `it takes ${predicate.args.length} arguments` });
    return { kind: 'predicate', manager, predicate, args };
  }

  #delegate(manager: ManagerModel, operation: PolicyOperation, name: string, path: readonly string[]): Condition {
    const field = manager.fields.get(name);
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
