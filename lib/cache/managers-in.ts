import type { ManagerModel } from '../model/model.js';
import type { ReadPlan } from '../plan/read-plan.js';
import { PlanWalk } from './plan-walk.js';

/** Every manager that a plan looks at: at relations of any depth, in filters, orders and measures, and in policies. */
export function managersIn(plan: ReadPlan): readonly ManagerModel[] {
  const walk = new PlanWalk();
  walk.plan(plan);
  return [...new Set(walk.looked.map(({ manager }) => manager))];
}
