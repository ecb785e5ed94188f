import { isGeneralManagerError } from '../error/define-error.js';
import { GuardedKey, NeverAllowed, UnknownFieldPolicy } from '../error/permission-errors.js';
import type { Problem } from '../error/problem.js';
import type { FieldModel } from '../model/field.js';
import { managerNamed } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { allOfConditions, anyOfConditions, FALSE, isCondition, notCondition, TRUE, type Condition } from '../plan/condition.js';
import type { Actor } from './actor.js';
import { bindPolicy } from './bind.js';
import { isContradiction } from './contradiction.js';
import { allowed, RuleCompiler, type CompiledPolicy } from './compile-rule.js';
import type { Decision, OperationPolicy } from './policy.js';
import type { PolicyOperation, RuleNode } from './rule.js';
import { PolicyShape } from './shape.js';

const OPERATIONS: readonly PolicyOperation[] = ['read', 'create', 'update', 'delete'];
const DENY_ALL: CompiledPolicy = Object.freeze({ allow: [], deny: [], require: [] });

/** What an actor may do with the objects of a manager: on which, and why not where on none. */
export interface Access {
  readonly where: Condition;
  readonly decision: Decision;
}

/** Of whom is asked whether they may do what; with `open`, their values stay open for others of the same shape. */
export interface Asked<Operation extends PolicyOperation = PolicyOperation> {
  readonly operation: Operation;
  readonly actor: Actor;
  readonly open: boolean;
}

/** Every policy of a model, compiled once; decides for actors. */
export class Policies {
  /** What is wrong with the rules; an application with such problems does not boot. */
  readonly problems: readonly Problem[];
  readonly #model: ApplicationModel;
  readonly #operations = new Map<string, CompiledPolicy>();
  readonly #fields = new Map<string, CompiledPolicy>();
  readonly #shapes = new Map<CompiledPolicy, PolicyShape>();

  constructor(model: ApplicationModel) {
    this.#model = model;
    const problems: Problem[] = [];
    const compiler = new RuleCompiler(model);
    for (const manager of model.managers.values()) {
      for (const operation of OPERATIONS) {
        const compiled = compile(compiler, manager, operation, manager.policy[operation], `${manager.name}.permission.${operation}`);
        if ('problem' in compiled) problems.push(compiled.problem);
        else this.#operations.set(`${manager.name} ${operation}`, compiled);
      }
      problems.push(...this.#compileFields(compiler, manager));
    }
    this.problems = problems;
  }

  /** What an actor may do with the objects of a manager; with `open`, values of the actor stay open for others of the same shape. */
  access(manager: ManagerModel, operation: PolicyOperation, actor: Actor, open = false): Access {
    const asked = { operation, actor, open };
    const policy = this.#bound(this.#operations.get(`${manager.name} ${operation}`) ?? DENY_ALL, asked);
    return accessOf(policy, this.#ofTypes(manager, asked));
  }

  /** Where an actor may read or update a field, besides where it may the object; undefined where nothing else is said. */
  guard(manager: ManagerModel, { name }: FieldModel, asked: Asked<'read' | 'update'>): Condition | undefined {
    const where = allOfConditions([this.#guardOf(manager, name, asked), ...this.#guardsOfTypes(manager, name, asked)]);
    return where.kind === 'true' ? undefined : where;
  }

  /** What the policies of an operation, on a manager or on a field of it, look at of actors; only those that look at anything. */
  shapes(manager: ManagerModel, operation: PolicyOperation, field?: string): readonly PolicyShape[] {
    const kin = [manager.name, ...(manager.inheritance?.concrete ?? [])];
    const policies = kin.flatMap((name) =>
      field === undefined ? (this.#operations.get(`${name} ${operation}`) ?? DENY_ALL) : (this.#fields.get(`${name} ${field} ${operation}`) ?? []),
    );
    return policies.map((policy) => this.#shapeOf(policy)).filter(({ isConstant }) => !isConstant);
  }

  #shapeOf(policy: CompiledPolicy): PolicyShape {
    const shape = this.#shapes.get(policy) ?? new PolicyShape(this.#model, policy);
    this.#shapes.set(policy, shape);
    return shape;
  }

  #guardOf(manager: ManagerModel, field: string, asked: Asked): Condition {
    const policy = this.#fields.get(`${manager.name} ${field} ${asked.operation}`);
    return policy ? positive(allowed(this.#bound(policy, asked))) : TRUE;
  }

  /** What the concrete types of a hierarchy say of a field in addition holds where it is met through a class above, too. */
  #guardsOfTypes(manager: ManagerModel, field: string, asked: Asked<'read' | 'update'>): readonly Condition[] {
    const rulesOf = ({ policy }: ManagerModel): OperationPolicy | undefined => policy.fields[field]?.[asked.operation];
    const concrete = (manager.inheritance?.concrete ?? []).map((name) => managerNamed(this.#model, name));
    const others = concrete.filter((each) => each !== manager && rulesOf(each) !== rulesOf(manager));
    return others.map((each) => anyOfConditions([notCondition({ kind: 'type', manager: each }), this.#guardOf(each, field, asked)]));
  }

  #compileFields(compiler: RuleCompiler, manager: ManagerModel): readonly Problem[] {
    return Object.entries(manager.policy.fields).flatMap(([name, policy]): readonly Problem[] => {
      const path = `${manager.name}.permission.fields.${name}`;
      if (!manager.fields.has(name)) return [UnknownFieldPolicy.problem(path, { manager: manager.name, field: name })];
      if (policy.read && manager.key?.parts.some(({ field }) => field === name)) {
        return [GuardedKey.problem(path, { manager: manager.name, field: name })];
      }
      return (['read', 'create', 'update'] as const).flatMap((operation) => {
        const rules = policy[operation];
        if (!rules) return [];
        const compiled = compile(compiler, manager, operation, rules, `${path}.${operation}`);
        if ('problem' in compiled) return [compiled.problem];
        this.#fields.set(`${manager.name} ${name} ${operation}`, compiled);
        return [];
      });
    });
  }

  #bound(policy: CompiledPolicy, { actor, open }: Asked): CompiledPolicy {
    return bindPolicy(this.#model, policy, actor, open);
  }

  /** Rows of a hierarchy also obey the policy of their concrete type. */
  #ofTypes(manager: ManagerModel, asked: Asked): Condition {
    const names = manager.inheritance?.concrete ?? [];
    if (names.length === 0 || (names.length === 1 && names[0] === manager.name)) return TRUE;
    const types = names.map((name) => {
      const concrete = managerNamed(this.#model, name);
      const own = this.#operations.get(`${name} ${asked.operation}`) ?? DENY_ALL;
      return { concrete, where: name === manager.name ? TRUE : positive(allowed(this.#bound(own, asked))) };
    });
    if (types.every(({ where }) => where.kind === 'true')) return TRUE;
    return anyOfConditions(types.map(({ concrete, where }) => allOfConditions([{ kind: 'type', manager: concrete }, where])));
  }
}

/** A condition in a place that selects: unknown selects nothing. */
const positive = (condition: Condition): Condition => (condition.kind === 'unknown' ? FALSE : condition);

/** What a bound policy allows, besides what is asked anyway. */
export function accessOf(policy: CompiledPolicy, besides: Condition = TRUE): Access {
  const where = allOfConditions([positive(allowed(policy)), besides]);
  return { where, decision: decisionOf(policy, where) };
}

function decisionOf({ allow, deny, require }: CompiledPolicy, where: Condition): Decision {
  if (where.kind === 'true') return { allowed: true, by: 'allow' };
  if (where.kind !== 'false') return { allowed: true, by: 'rows' };
  if (allow.length === 0) return { allowed: false, by: 'no-policy' };
  if (deny.some((each) => isCondition(false, each).kind === 'false')) return { allowed: false, by: 'deny' };
  if (require.some((each) => positive(each).kind === 'false')) return { allowed: false, by: 'require' };
  return { allowed: false, by: 'no-allow' };
}

function compile(
  compiler: RuleCompiler,
  manager: ManagerModel,
  operation: PolicyOperation,
  policy: OperationPolicy,
  path: string,
): CompiledPolicy | { readonly problem: Problem } {
  try {
    const compiled = compiler.policy(manager, operation, policy);
    const meant = policy.allow.length === 0 || policy.allow.every(isNobody);
    if (!meant && isContradiction(allowed(compiled))) {
      return { problem: NeverAllowed.problem(path, { manager: manager.name, operation }) };
    }
    return compiled;
  } catch (error) {
    if (!isGeneralManagerError(error)) throw error;
    return { problem: Object.freeze({ code: error.code, path, message: error.message, fix: error.fix }) };
  }
}

const isNobody = (rule: RuleNode): boolean => rule.kind === 'nobody';
