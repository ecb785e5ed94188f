import { classActions } from '../model/action.js';
import { managerNamed } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { CapabilityContext } from '../plan/capability.js';
import { allOfConditions, FALSE, notCondition, TRUE, type Condition } from '../plan/condition.js';
import type { ActorPolicies } from './actor-policies.js';
import type { PolicyOperation } from './rule.js';

/** What a caller may do with a manager: whether with any object at all, and whether with the class as a whole. */
export interface ManagerCapabilities {
  readonly read: boolean;
  readonly create: boolean;
  /** Of actions of the class as a whole; absent where there are none. */
  readonly actions?: Readonly<Record<string, boolean>>;
}

/**
 * What one caller may do, where the interface can: decided once for each manager and operation. The system may do everything.
 */
export class Capabilities implements CapabilityContext {
  readonly #model: ApplicationModel;
  readonly #policies: ActorPolicies | undefined;
  readonly #decided = new Map<string, Condition>();

  /** Without policies it is the system that asks. */
  constructor(model: ApplicationModel, policies: ActorPolicies | undefined) {
    this.#model = model;
    this.#policies = policies;
  }

  readonly mayChange = (manager: ManagerModel, operation: Exclude<PolicyOperation, 'read'>): Condition => {
    const name = `${manager.name} ${operation}`;
    const known = this.#decided.get(name) ?? allOfConditions([this.#writable(manager, operation), this.#allowed(manager, operation)]);
    this.#decided.set(name, known);
    return known;
  };

  readonly mayUpdateField = (manager: ManagerModel, name: string): Condition => {
    const field = manager.fields.get(name);
    if (!field || field.readOnly) return FALSE;
    return this.#policies?.guard(manager, field, 'update') ?? TRUE;
  };

  readonly mayDo = (manager: ManagerModel, action: string): Condition => {
    const name = `${manager.name} action ${action}`;
    const known = this.#decided.get(name) ?? this.#policies?.access(manager, 'update', { action }).where ?? TRUE;
    this.#decided.set(name, known);
    return known;
  };

  /** False only where no object can be read, or created, by this caller; what only code in memory decides may allow a create. */
  ofManager(manager: ManagerModel): ManagerCapabilities {
    const actions = classActions(manager).map(({ name }) => [name, this.mayDo(manager, name).kind !== 'false'] as const);
    return {
      read: this.#allowed(manager, 'read').kind !== 'false',
      create: this.#writable(manager, 'create').kind !== 'false' && (this.#policies?.access(manager, 'create').decision.allowed ?? true),
      ...(actions.length > 0 && { actions: Object.fromEntries(actions) }),
    };
  }

  #allowed(manager: ManagerModel, operation: PolicyOperation): Condition {
    return this.#policies ? this.#policies.access(manager, operation).where : TRUE;
  }

  /** Rows of a hierarchy may be of a type that is read-only. Rules for updates may be there for actions alone. */
  #writable(manager: ManagerModel, operation: Exclude<PolicyOperation, 'read'>): Condition {
    if (manager.writes?.includes(operation) === false) return FALSE;
    const types = (manager.inheritance?.concrete ?? []).map((name) => managerNamed(this.#model, name));
    const fixed = types.filter(({ readOnly }) => readOnly);
    if (manager.readOnly || (types.length > 0 && fixed.length === types.length)) return FALSE;
    return allOfConditions(fixed.map((each) => notCondition({ kind: 'type', manager: each })));
  }
}
