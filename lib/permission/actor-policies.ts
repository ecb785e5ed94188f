import type { FieldModel } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';
import type { Actor } from './actor.js';
import type { Access } from './access.js';
import type { WriteOperation } from './decide.js';
import type { ChangeInquiry } from './inquire-change.js';
import type { AccessOptions, Policies } from './policies.js';
import type { PolicyOperation } from './rule.js';
import type { PolicyShape } from './shape.js';

/** The policies as they are for one actor; notes what it was asked. With `open`, values of the actor stay open. */
export class ActorPolicies {
  readonly #policies: Policies;
  readonly #actor: Actor;
  readonly #open: boolean;
  readonly #shapes = new Set<PolicyShape>();

  constructor(policies: Policies, actor: Actor, open = false) {
    this.#policies = policies;
    this.#actor = actor;
    this.#open = open;
  }

  access(manager: ManagerModel, operation: PolicyOperation, { deleted = false, action }: Omit<AccessOptions, 'open'> = {}): Access {
    if (action === undefined) this.#note(manager, operation);
    else if (this.#open) for (const shape of this.#policies.actionShapes(manager, action)) this.#shapes.add(shape);
    if (this.#open && deleted) for (const shape of this.#policies.deletionShapes(manager)) this.#shapes.add(shape);
    return this.#policies.access(manager, operation, this.#actor, { open: this.#open, deleted, action });
  }

  guard(manager: ManagerModel, field: FieldModel, operation: 'read' | 'update' = 'read'): Condition | undefined {
    this.#note(manager, operation, field.name);
    return this.#policies.guard(manager, field, { operation, actor: this.#actor, open: this.#open });
  }

  /** What decides about changes, of the manager itself and of each of its fields. */
  inquire(manager: ManagerModel, operation: WriteOperation): ChangeInquiry {
    this.#note(manager, operation);
    for (const { name } of manager.fields.values()) this.#note(manager, operation, name);
    return this.#policies.inquire(manager, operation, this.#actor, { open: this.#open });
  }

  /** What the policies that were asked look at of actors. */
  get shapes(): readonly PolicyShape[] {
    return [...this.#shapes];
  }

  #note(manager: ManagerModel, operation: PolicyOperation, field?: string): void {
    if (this.#open) for (const shape of this.#policies.shapes(manager, operation, field)) this.#shapes.add(shape);
  }
}
