import { Forbidden, NoPolicy } from '../error/permission-errors.js';
import type { ManagerModel } from '../model/model.js';
import type { Access } from '../permission/access.js';
import type { WriteOperation } from '../permission/decide.js';
import type { ChangeInquiry } from '../permission/inquire-change.js';
import type { PolicyOperation } from '../permission/rule.js';
import type { Condition } from '../plan/condition.js';

/** What one caller may do in one write; each manager and operation is decided about once. */
export class WriteAccess {
  readonly #access: (manager: ManagerModel, operation: PolicyOperation) => Access;
  readonly #inquire: (manager: ManagerModel, operation: WriteOperation) => ChangeInquiry | undefined;
  readonly #known = new Map<string, Access>();
  readonly #inquiries = new Map<string, ChangeInquiry | undefined>();

  constructor(
    access: (manager: ManagerModel, operation: PolicyOperation) => Access,
    inquire: (manager: ManagerModel, operation: WriteOperation) => ChangeInquiry | undefined,
  ) {
    this.#access = access;
    this.#inquire = inquire;
  }

  /** Refuses what the caller may do with no object at all, before anything else happens. */
  require(manager: ManagerModel, operation: PolicyOperation): void {
    const { decision } = this.#of(manager, operation);
    if (decision.allowed) return;
    const refusal = decision.by === 'no-policy' ? NoPolicy : Forbidden;
    throw refusal.create({ manager: manager.name, operation });
  }

  /** Which objects the caller may see. */
  visible(manager: ManagerModel): Condition {
    return this.#of(manager, 'read').where;
  }

  /** What decides about a change; undefined for the system, which may do everything. */
  inquiry(manager: ManagerModel, operation: WriteOperation): ChangeInquiry | undefined {
    const name = `${manager.name} ${operation}`;
    const known = this.#inquiries.get(name);
    if (known || this.#inquiries.has(name)) return known;
    const made = this.#inquire(manager, operation);
    this.#inquiries.set(name, made);
    return made;
  }

  #of(manager: ManagerModel, operation: PolicyOperation): Access {
    const name = `${manager.name} ${operation}`;
    const known = this.#known.get(name) ?? this.#access(manager, operation);
    this.#known.set(name, known);
    return known;
  }
}
