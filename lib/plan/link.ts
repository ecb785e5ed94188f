import type { RelationField } from '../model/field.js';
import { targetOf } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import { allOfConditions, type Condition } from './condition.js';
import type { PlanContext } from './plan-context.js';

/** A step along a relation: where it leads, and who may take it. */
export interface LinkAccess {
  readonly target: ManagerModel;
  /** Asked of the object at the other end. */
  readonly policy: Condition;
  /** Asked of the object that has the relation; undefined where nothing is said. */
  readonly guard: Condition | undefined;
}

/**
 * Who may follow a relation: who may see it, who may see the object at the other end, and who may see the link from there. A rule
 * for one end of a link holds for both, since they tell the same.
 */
export function linkAccess(context: PlanContext, manager: ManagerModel, field: RelationField): LinkAccess {
  const target = targetOf(context.model, field);
  const inverse = field.inverse === undefined ? undefined : target.fields.get(field.inverse);
  const back = inverse && context.guardOf(target, inverse);
  const policy = context.policyOf(target);
  return { target, policy: back ? allOfConditions([policy, back]) : policy, guard: context.guardOf(manager, field) };
}
