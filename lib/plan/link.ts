import type { RelationField } from '../model/field.js';
import { targetOf } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import { allOfConditions, TRUE, type Condition } from './condition.js';
import { isReverse, matchGuards } from './match.js';
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
 * for one end of a link holds for both, since they tell the same. Where fields link the ends, whoever may follow it may see those, too.
 */
export function linkAccess(context: PlanContext, manager: ManagerModel, field: RelationField): LinkAccess {
  const target = targetOf(context.model, field);
  const { local = [], foreign = [] } = field.match ?? {};
  const back = otherEnds(context, manager, field, target).flatMap((each) => context.guardOf(target, each) ?? []);
  const guard = allOfConditions([context.guardOf(manager, field) ?? TRUE, ...matchGuards(context, manager, local)]);
  return {
    target,
    policy: allOfConditions([context.policyOf(target), ...back, ...matchGuards(context, target, foreign)]),
    guard: guard.kind === 'true' ? undefined : guard,
  };
}

/** The fields at the other end that are the same link. Only one of the two may know of the other. */
function otherEnds(context: PlanContext, manager: ManagerModel, field: RelationField, target: ManagerModel): readonly RelationField[] {
  if (!hasFieldRules(target)) return [];
  const relations = [...target.fields.values()].filter((each) => each.kind === 'relation');
  const leadsHere = (each: RelationField): boolean => isKin(targetOf(context.model, each), manager);
  const isOther = (each: RelationField): boolean =>
    each.name === field.inverse || each.inverse === field.name || isReverse(field.match, each.match);
  return relations.filter((each) => isOther(each) && leadsHere(each));
}

const hasFieldRules = ({ policy }: ManagerModel): boolean => Object.keys(policy.fields).length > 0;

/** The same manager, or another one of the same hierarchy. */
const isKin = (left: ManagerModel, right: ManagerModel): boolean =>
  left === right || (left.inheritance !== undefined && left.inheritance.root === right.inheritance?.root);
