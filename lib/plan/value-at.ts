import { TooDeep, UnknownReference } from '../error/errors.js';
import { ForbiddenField } from '../error/permission-errors.js';
import type { FieldModel, RelationField, ValueField } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Condition, ValuePath } from './condition.js';
import { linkAccess } from './link.js';
import type { PlanContext } from './plan-context.js';
import { embeddedField, exposedField } from './resolve-field.js';

/** How far a path has come on its way to a value. */
export interface Walk {
  readonly path: Omit<ValuePath, 'field'>;
  /** The manager that has the last step, or at which a relation ended. */
  readonly holder: ManagerModel;
  /** The last step; undefined where that was a relation. */
  readonly field?: Exclude<FieldModel, RelationField>;
}

/**
 * The value that names lead to, along to-one relations and into embedded objects, under the policies on the way.
 *
 * @throws GM_READ_UNKNOWN_FIELD, also for a value that `accepts` refuses; GM_PERM_FORBIDDEN_FIELD; GM_LIMIT_DEPTH
 */
export function valueAt(
  context: PlanContext,
  manager: ManagerModel,
  names: readonly string[],
  accepts: (field: ValueField) => boolean,
): ValuePath {
  const { path, field } = walk(context, manager, names);
  if ((field?.kind === 'scalar' || field?.kind === 'enum') && accepts(field)) return { ...path, field };
  throw UnknownReference.create({ manager: manager.name, field: names.join('.') });
}

/** Where names lead to, which may be an object. */
export function walk(context: PlanContext, manager: ManagerModel, names: readonly string[]): Walk {
  if (names.length > context.limits.maxDepth) throw TooDeep.create({ max: context.limits.maxDepth });
  const start: Walk = { path: { manager, hops: [], embedded: [] }, holder: manager };
  return names.reduce((each, name) => step(context, each, name), start);
}

function step(context: PlanContext, { path, holder, field: outer }: Walk, name: string): Walk {
  if (outer?.kind === 'embedded') {
    if (!outer.queryable || outer.list) throw UnknownReference.create({ manager: holder.name, field: name });
    return { path: { ...path, embedded: [...path.embedded, outer.name] }, holder, field: embeddedField(context.model, outer, name) };
  }
  // A value leads nowhere.
  if (outer) throw UnknownReference.create({ manager: holder.name, field: name });
  const field = exposedField(holder, name);
  const guard = guardOf(context, holder, field);
  if (field.kind !== 'relation') return { path: guard ? { ...path, guard } : path, holder, field };
  if (field.cardinality === 'many' || !field.queryable) throw UnknownReference.create({ manager: holder.name, field: name });
  const { target, policy } = linkAccess(context, holder, field);
  return { path: { ...path, hops: [...path.hops, { field, target, policy, ...(guard && { guard }) }] }, holder: target };
}

/** What nobody like the caller may see cannot be compared. */
function guardOf(context: PlanContext, manager: ManagerModel, field: FieldModel): Condition | undefined {
  const guard = context.guardOf(manager, field);
  if (guard?.kind === 'false') throw ForbiddenField.create({ manager: manager.name, field: field.publicName });
  return guard;
}
