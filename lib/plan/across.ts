import { isComposite, partsOf } from '../permission/composite.js';
import type { Condition, RelationCondition } from './condition.js';
import type { OpenPlan, RelationSelection, Selection } from './read-plan.js';

/** Whether a plan asks for more than its own source has: what fields link, and what is computed. */
export const leadsAcross = (plan: OpenPlan): boolean => selectsAcross(plan.selection) || matchedConditions(plan).length > 0;

/** Whether a selection asks for more than its own source has, at any depth. */
export const selectsAcross = <Open>(selection: Selection<Open>): boolean =>
  isComputing(selection) || relationsIn(selection).some(({ match, plan }) => match !== undefined || selectsAcross(plan.selection));

/** Whether a selection has members that are computed, at any depth. */
export const selectsComputed = <Open>(selection: Selection<Open>): boolean =>
  isComputing(selection) || relationsIn(selection).some(({ plan }) => selectsComputed(plan.selection));

const isComputing = <Open>({ computed, variants }: Selection<Open>): boolean =>
  computed !== undefined || [...variants.values()].some((variant) => variant.computed !== undefined);

/** The conditions of a plan that ask about such relations, those of related objects included. */
export function matchedConditions(plan: OpenPlan): readonly RelationCondition[] {
  return [...matchedIn(plan.where), ...relationsIn(plan.selection).flatMap(({ plan: inner }) => matchedConditions(inner))];
}

/** The conditions inside another one that ask about such relations. */
export function matchedIn(condition: Condition): readonly RelationCondition[] {
  if (isComposite(condition)) return partsOf(condition).flatMap(matchedIn);
  if (condition.kind !== 'relation') return [];
  return [...(condition.field.match ? [condition] : []), ...matchedIn(condition.where)];
}

/** The relations of a selection, of rows of whatever type. */
export const relationsIn = <Open>({ relations, variants }: Selection<Open>): readonly RelationSelection<Open>[] => [
  ...relations,
  ...[...variants.values()].flatMap((variant) => variant.relations),
];
