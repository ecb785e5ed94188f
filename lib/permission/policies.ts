import type { Problem } from '../error/problem.js';
import type { FieldModel } from '../model/field.js';
import { managerNamed } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { allOfConditions, anyOfConditions, notCondition, TRUE, type Condition } from '../plan/condition.js';
import type { Actor } from './actor.js';
import { askable } from './askable.js';
import { bindPolicy } from './bind.js';
import type { Change } from './change.js';
import { concreteType } from './concrete-type.js';
import { decideChange, IMAGES, truthInMemory, type ChangeDecision, type WriteOperation } from './decide.js';
import { ChangeInquiry, type BoundPolicy } from './inquire-change.js';
import { Evaluator } from './evaluate.js';
import type { ObjectReader } from './object-reader.js';
import { CompiledPolicies, DENY_ALL } from './compiled-policies.js';
import { allowed, type CompiledPolicy } from './compile-rule.js';
import type { OperationPolicy } from './policy.js';
import type { PolicyOperation } from './rule.js';
import { accessOf, positive, type Access } from './access.js';
import { presentCondition } from './present.js';
import { PolicyShape } from './shape.js';

/** Of whom is asked whether they may do what; with `open`, their values stay open for others of the same shape. */
export interface Asked<Operation extends PolicyOperation = PolicyOperation> {
  readonly operation: Operation;
  readonly actor: Actor;
  readonly open: boolean;
  /** Of an update: the action that it is. */
  readonly action?: string | undefined;
}

/** How access is asked for. */
export interface AccessOptions {
  /** Default: false. */
  readonly open?: boolean;
  /** Default: false. */
  readonly deleted?: boolean | undefined;
  /** Of an update: the action that it is. Default: none. */
  readonly action?: string | undefined;
}

/** How a change is asked about. */
export interface InquireOptions {
  /** Reads a field of an object; default: the property of its name. */
  readonly read?: ObjectReader | undefined;
  /** Of an update: the action that it is. Default: none. */
  readonly action?: string | undefined;
  /** Default: false. */
  readonly open?: boolean;
}

/** How a change is looked at. */
export interface DecideOptions {
  /** The fields that a create names. */
  readonly fields?: readonly string[];
  /** Reads a field of an object; default: the property of its name. */
  readonly read?: ObjectReader;
}

/** Every policy of a model, compiled once; decides for actors. */
export class Policies {
  /** What is wrong with the rules; an application with such problems does not boot. */
  readonly problems: readonly Problem[];
  readonly #model: ApplicationModel;
  readonly #compiled: CompiledPolicies;
  readonly #shapes = new Map<CompiledPolicy, PolicyShape>();

  constructor(model: ApplicationModel) {
    this.#model = model;
    this.#compiled = new CompiledPolicies(model);
    this.problems = this.#compiled.problems;
  }

  /**
   * What an actor may do with the objects of a manager: on which the source can be asked by `where`. Of what only code in memory or a change
   * decides, `where` has what is certain without them ({@link askable}); `decision` refuses only what can be allowed on no object at all.
   * With `open`, values of the actor stay open for others of the same shape. Softly deleted objects are read only with `deleted`, and only by
   * whom they are open to.
   */
  access(manager: ManagerModel, operation: PolicyOperation, actor: Actor, options: AccessOptions = {}): Access {
    const { open = false, deleted = false, action } = options;
    const asked = { operation, actor, open, action };
    const besides = operation === 'read' ? this.#undeleted(manager, deleted ? asked : undefined) : TRUE;
    return accessOf(this.#policy(manager, asked), allOfConditions([this.#ofTypes(manager, asked), besides]));
  }

  /** What the system reads: everything, but for what is softly deleted, unless it asks for that. */
  systemAccess(manager: ManagerModel, { deleted = false }: AccessOptions = {}): Access {
    return { where: deleted ? TRUE : this.#undeleted(manager), decision: { allowed: true, by: 'system' } };
  }

  /** Of which objects an actor may see who wrote them. */
  author(manager: ManagerModel, actor: Actor): Condition {
    const asked = { operation: 'read' as const, actor, open: false };
    return positive(askable(allowed(this.#bound(this.#compiled.authors.get(manager.name) ?? DENY_ALL, asked))));
  }

  /** Which objects are not softly deleted; with `asked`, or are open to somebody nevertheless. */
  #undeleted(manager: ManagerModel, asked?: Asked): Condition {
    const present = presentCondition(manager);
    const policy = asked && this.#compiled.deletions.get(manager.name);
    return policy && asked ? anyOfConditions([present, positive(askable(allowed(this.#bound(policy, asked))))]) : present;
  }

  /**
   * Decides about one change, on objects in memory: their rules hold for each state that the operation has, those of fields for each field
   * that an update changes, or that a create names (`fields`; default: every field that has rules). In a hierarchy the policy of the class
   * that is asked for and that of the object's own class have to allow it.
   *
   * @throws GM_PERM_NOT_LOADED where a rule asks for what an object was given without
   * @example
   * policies.decide(manager, 'update', actor, { before, after }); // { allowed: false, by: 'deny', image: 'after' }
   */
  decide(manager: ManagerModel, operation: WriteOperation, actor: Actor, change: Change, options: DecideOptions = {}): ChangeDecision {
    const evaluator = new Evaluator(this.#model, options.read);
    const truth = truthInMemory(evaluator, operation, change);
    for (const type of this.#typesOf(manager, change)) {
      const decision = decideChange(truth, this.#policy(type, { operation, actor, open: false }), IMAGES[operation]);
      if (!decision.allowed) return decision;
      for (const field of this.#fieldsOf(type, operation, change, evaluator, options.fields)) {
        const policy = this.#bound(this.#compiled.field(type.name, field, operation) ?? DENY_ALL, { operation, actor, open: false });
        const own = decideChange(truth, policy, IMAGES[operation]);
        if (!own.allowed) return { ...own, field };
      }
    }
    return { allowed: true, by: 'allow' };
  }

  /**
   * What has to be asked about objects of a manager to decide about changes of them, by a source that is asked in its own transaction: once
   * for any number of objects. An action with rules of its own asks those alone. With `open`, values of the actor stay open for others of the same
   * shape.
   */
  inquire(
    manager: ManagerModel,
    operation: WriteOperation,
    actor: Actor,
    { read, action, open = false }: InquireOptions = {},
  ): ChangeInquiry {
    const asked = { operation, actor, open, action };
    const others = (manager.inheritance?.concrete ?? []).filter((name) => name !== manager.name);
    const kin = [manager, ...others.map((name) => managerNamed(this.#model, name))];
    const policies = kin.flatMap((of): readonly BoundPolicy[] => {
      const fields = this.#compiled.action(of.name, action) ? [] : [...of.fields.values()];
      const guarded = fields.flatMap((field): readonly BoundPolicy[] => {
        const policy = this.#compiled.field(of.name, field.name, operation);
        return policy ? [{ of, field, policy: this.#bound(policy, asked) }] : [];
      });
      return [{ of, policy: this.#policy(of, asked) }, ...guarded];
    });
    return new ChangeInquiry(this.#model, manager, operation, policies, read);
  }

  /** The manager that is asked for, and the one of the object's own class. */
  #typesOf(manager: ManagerModel, { before, after }: Change): readonly ManagerModel[] {
    const own = [before, after].flatMap((object) => (object && manager.inheritance ? [concreteType(this.#model, object)] : []));
    return [...new Set([manager, ...own.filter((each) => each !== undefined)])];
  }

  /** The fields of which rules of their own decide about a change; one of which nobody can tell whether it changes does. */
  #fieldsOf(
    manager: ManagerModel,
    operation: WriteOperation,
    change: Change,
    evaluator: Evaluator,
    named?: readonly string[],
  ): readonly string[] {
    const guarded = [...manager.fields.values()].filter(({ name }) => this.#compiled.field(manager.name, name, operation) !== undefined);
    const concerned = guarded.filter((field) => {
      if (operation === 'create') return named === undefined || named.includes(field.name);
      return evaluator.truth({ kind: 'changed', manager, fields: [field] }, {}, change) !== false;
    });
    return concerned.map(({ name }) => name);
  }

  #policy(manager: ManagerModel, asked: Asked): CompiledPolicy {
    const own = asked.operation === 'update' ? this.#compiled.action(manager.name, asked.action) : undefined;
    return this.#bound(own ?? this.#compiled.operation(manager.name, asked.operation), asked);
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
      field === undefined ? this.#compiled.operation(name, operation) : (this.#compiled.field(name, field, operation) ?? []),
    );
    return policies.map((policy) => this.#shapeOf(policy)).filter(({ isConstant }) => !isConstant);
  }

  /** What the policies of an action look at of actors: its own, or those of updates. */
  actionShapes(manager: ManagerModel, action: string): readonly PolicyShape[] {
    const kin = [manager.name, ...(manager.inheritance?.concrete ?? [])];
    const policies = kin.map((name) => this.#compiled.action(name, action) ?? this.#compiled.operation(name, 'update'));
    return policies.map((policy) => this.#shapeOf(policy)).filter(({ isConstant }) => !isConstant);
  }

  /** What the policy of softly deleted objects looks at of actors. */
  deletionShapes({ name }: ManagerModel): readonly PolicyShape[] {
    const policy = this.#compiled.deletions.get(name);
    return policy ? [this.#shapeOf(policy)].filter(({ isConstant }) => !isConstant) : [];
  }

  #shapeOf(policy: CompiledPolicy): PolicyShape {
    const shape = this.#shapes.get(policy) ?? new PolicyShape(this.#model, policy);
    this.#shapes.set(policy, shape);
    return shape;
  }

  #guardOf(manager: ManagerModel, field: string, asked: Asked): Condition {
    const policy = this.#compiled.field(manager.name, field, asked.operation);
    return policy ? positive(allowed(this.#bound(policy, asked))) : TRUE;
  }

  /** What the concrete types of a hierarchy say of a field in addition holds where it is met through a class above, too. */
  #guardsOfTypes(manager: ManagerModel, field: string, asked: Asked<'read' | 'update'>): readonly Condition[] {
    const rulesOf = ({ policy }: ManagerModel): OperationPolicy | undefined => policy.fields[field]?.[asked.operation];
    const concrete = (manager.inheritance?.concrete ?? []).map((name) => managerNamed(this.#model, name));
    const others = concrete.filter((each) => rulesOf(each) !== rulesOf(manager));
    return others.map((each) => anyOfConditions([notCondition({ kind: 'type', manager: each }), this.#guardOf(each, field, asked)]));
  }

  #bound(policy: CompiledPolicy, { actor, open }: Asked): CompiledPolicy {
    return bindPolicy(this.#model, policy, actor, open);
  }

  /** Rows of a hierarchy also obey the policy of their concrete type. */
  #ofTypes(manager: ManagerModel, asked: Asked): Condition {
    const names = manager.inheritance?.concrete ?? [];
    const types = names.map((name) => {
      const concrete = managerNamed(this.#model, name);
      return { concrete, where: name === manager.name ? TRUE : positive(allowed(this.#policy(concrete, asked))) };
    });
    if (types.every(({ where }) => where.kind === 'true')) return TRUE;
    return anyOfConditions(types.map(({ concrete, where }) => allOfConditions([{ kind: 'type', manager: concrete }, where])));
  }
}
