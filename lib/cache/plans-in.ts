import { relationsIn } from '../plan/across.js';
import type { ReadPlan } from '../plan/read-plan.js';

/** A plan and those of its relations at any depth, always in the same order: answers name them by their places. */
export const plansIn = (plan: ReadPlan): readonly ReadPlan[] => [
  plan,
  ...relationsIn(plan.selection).flatMap((each) => plansIn(each.plan)),
];

/** Whether rows have to be instances of classes, at any depth: these are nothing that can be kept. */
export const readsInstances = (plan: ReadPlan): boolean =>
  plansIn(plan).some(({ selection }) => selection.instances || [...selection.variants.values()].some(({ instances }) => instances));
