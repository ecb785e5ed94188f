import { InvalidAggregate, UnknownReference } from '../error/errors.js';
import { ForbiddenField } from '../error/permission-errors.js';
import type { RelationField } from '../model/field.js';
import { targetOf } from '../model/lookup.js';
import { canMeasure, FIELD_MEASURES, measureField } from '../model/measure.js';
import type { ManagerModel } from '../model/model.js';
import type { Measure } from './aggregation.js';
import type { ValuePath } from './condition.js';
import { linkAccess } from './link.js';
import type { PlanContext } from './plan-context.js';
import { exposedField } from './resolve-field.js';
import { valueAt, walk } from './value-at.js';

/** Whether a word is the name of a measure. */
export const isMeasure = (name: string): boolean => name === 'count' || FIELD_MEASURES.some((each) => each === name);

/**
 * Makes a measure of the objects of a manager.
 *
 * @throws GM_READ_INVALID_AGGREGATE, GM_READ_UNKNOWN_FIELD, GM_PERM_FORBIDDEN_FIELD, GM_LIMIT_DEPTH
 */
export function parseMeasure(context: PlanContext, manager: ManagerModel, kind: string, names: readonly string[]): Measure {
  if (kind === 'count' && names.length === 0) return { kind, names: [], field: measureField(kind) };
  const known = FIELD_MEASURES.find((each) => each === kind);
  if (!known || names.length === 0) throw InvalidAggregate.create({ manager: manager.name, reason: UNKNOWN_MEASURE });
  const path = valueAt(context, manager, names, (field) => canMeasure(known, field));
  return { kind: known, names, path, field: measureField(known, path.field) };
}

const UNKNOWN_MEASURE = 'a measure is count alone, or countDistinct, sum, avg, min or max of a field';

/** The value of an object that a measure of its related objects is. */
export function relatedMeasure(
  context: PlanContext,
  holder: { readonly path: Omit<ValuePath, 'field'>; readonly manager: ManagerModel },
  relation: RelationField,
  [kind = '', ...names]: readonly string[],
): ValuePath {
  const { target, policy, guard } = linkAccess(context, holder.manager, relation);
  if (!relation.queryable || !target.aggregate) throw UnknownReference.create({ manager: holder.manager.name, field: relation.name });
  if (guard?.kind === 'false') throw ForbiddenField.create({ manager: holder.manager.name, field: relation.publicName });
  const measure = parseMeasure(context, target, kind, names);
  return { ...holder.path, field: measure.field, measure: { relation, target, policy, measure, ...(guard && { guard }) } };
}

/** The measure that names lead to, along to-one relations and one to many; undefined where they lead to none of these. */
export function relatedMeasureAt(context: PlanContext, manager: ManagerModel, names: readonly string[]): ValuePath | undefined {
  let holder = manager;
  for (const [index, name] of names.entries()) {
    const field = holder.fields.get(name);
    if (field?.kind !== 'relation') return undefined;
    if (field.cardinality === 'many') {
      const relation = exposedField(holder, name);
      const { path } = walk(context, manager, names.slice(0, index));
      return relation.kind === 'relation'
        ? relatedMeasure(context, { path, manager: holder }, relation, names.slice(index + 1))
        : undefined;
    }
    holder = targetOf(context.model, field);
  }
  return undefined;
}
