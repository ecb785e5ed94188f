import type { CompiledCreate, OpenLink } from '../interface/compiled-create.js';
import type { RelationField, ValueField } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Caller } from '../manager/runtime.js';
import { ActorPolicies } from '../permission/actor-policies.js';
import type { Access } from '../permission/access.js';
import type { Policies } from '../permission/policies.js';
import type { Decision } from '../permission/policy.js';
import type { PolicyOperation } from '../permission/rule.js';
import type { PolicyShape } from '../permission/shape.js';
import { allOfConditions, TRUE, type Condition } from '../plan/condition.js';
import { Parameter } from '../plan/parameter.js';
import type { SelectionRequest } from '../plan/read-request.js';
import { isNothing, leadsTo } from './at-once.js';
import type { WritePipelineOptions } from './write-options.js';
import { linksOf, type CreateLink } from './create-links.js';
import type { CreateWrite } from './write-plan.js';

/** A create that was compiled, and what was decided about on the way. */
export interface CreateVariant {
  readonly compiled: CompiledCreate;
  readonly decisions: readonly (readonly [ManagerModel, PolicyOperation, Decision])[];
}

/** What a create of one shape is compiled of. */
export interface CreateSubject {
  readonly write: CreateWrite;
  readonly select: SelectionRequest | undefined;
  readonly caller: Caller;
}

/**
 * Compiles a create for callers of one shape: undefined where it cannot be carried out at once, or is refused. `shapes` are what that depended on.
 */
export function compileCreate(
  { policies, reads }: WritePipelineOptions,
  { write, select, caller }: CreateSubject,
): { readonly variant: CreateVariant | undefined; readonly shapes: readonly PolicyShape[] } {
  const { manager } = write;
  const asked = new CreateAccess(policies, caller);
  asked.access(manager, 'create');
  const links = linksOf(write).map((link) => openLink(asked, link));
  const { isRefused } = asked;
  const visible = asked.access(manager, 'read').where;
  const allowed = asked.allowed(write);
  const read = select && !isNothing(select) ? reads.openPlan(manager, { select, page: { first: 1 } }, caller) : undefined;
  const shapes = [...asked.shapes, ...(read?.shapes ?? [])];
  const conditions = [visible, ...(read?.plan?.selection.guards.values() ?? [])];
  if (isRefused || !allowed || [allowed, ...conditions].some((each) => leadsTo(manager, each))) return { variant: undefined, shapes };
  const compiled = manager.adapter.compileCreate?.({ manager, links, allowed, plan: read?.plan });
  return { variant: compiled && { compiled, decisions: asked.decisions }, shapes };
}

/** What one caller may do in a create, with the caller's values left open; notes what was decided. */
class CreateAccess {
  readonly decisions: (readonly [ManagerModel, PolicyOperation, Decision])[] = [];
  readonly #policies: Policies;
  /** The system may do everything. */
  readonly #actor: ActorPolicies | undefined;

  constructor(policies: Policies, caller: Caller) {
    this.#policies = policies;
    if ('actor' in caller) this.#actor = new ActorPolicies(policies, caller.actor, true);
  }

  access(manager: ManagerModel, operation: PolicyOperation): Access {
    const access = this.#actor?.access(manager, operation) ?? this.#policies.systemAccess(manager);
    this.decisions.push([manager, operation, access.decision]);
    return access;
  }

  /** Where a value may be read that an object is named by. */
  guard(manager: ManagerModel, field: ValueField): Condition | undefined {
    return this.#actor?.guard(manager, field);
  }

  get isRefused(): boolean {
    return this.decisions.some(([, , { allowed }]) => !allowed);
  }

  /** What has to be true of the new object; undefined where its source cannot be asked everything. */
  allowed(write: CreateWrite): Condition | undefined {
    return this.#actor ? this.#actor.inquire(write.manager, 'create').allowedAfter(namesIn(write)) : TRUE;
  }

  get shapes(): readonly PolicyShape[] {
    return this.#actor?.shapes ?? [];
  }
}

function namesIn({ values, links }: CreateWrite): ReadonlySet<string> {
  return new Set([...values.map(({ field }) => field.name), ...links.map(({ field }) => field.name)]);
}

/** What a link is looked up by comes with each run; by a value that is hidden, nothing is found. */
function openLink(asked: CreateAccess, { field, write, name }: CreateLink): OpenLink {
  const { where, manager } = write;
  return { field, target: manager, where: allOfConditions([openName(asked, where, name, field), asked.access(manager, 'read').where]) };
}

function openName(asked: CreateAccess, where: Condition, name: string, { name: text }: RelationField): Condition {
  const operand = (index: number): Parameter =>
    new Parameter(({ variables }) => (variables[name] as readonly unknown[])[index], [], { kind: 'variable', text });
  if (where.kind === 'key') return { ...where, keys: where.keys.map((key) => key.map((_part, index) => operand(index))) };
  if (where.kind !== 'compare') throw new TypeError('a link of a prepared create is named by a key or by one value');
  const guard = asked.guard(where.path.manager, where.path.field);
  return { ...where, value: operand(0), ...(guard && { path: { ...where.path, guard } }) };
}
