import type { ReadPlan } from '../plan/read-plan.js';
import type { Dependency } from './change-log.js';
import { encodeCondition } from './condition-codec.js';
import { PlanWalk, type Looked } from './plan-walk.js';

/**
 * What a plan depends on; undefined where that cannot be told (then it is not kept): predicates and checks of the application's own, and
 * histories.
 *
 * Every manager that the plan leads to: that of the list, of nested relations, of filters, sorts and measures along relations, of policies, guards and
 * capabilities.
 */
export function dependenciesOf(plan: ReadPlan): readonly Dependency[] | undefined {
  const walk = new PlanWalk();
  walk.plan(plan);
  return walk.isOpaque ? undefined : merged(walk.looked);
}

/** The same objects once, with all fields that matter of them. */
function merged(looked: readonly Looked[]): readonly Dependency[] {
  const byObjects = new Map<string, Looked>();
  for (const each of looked) {
    // Of what nobody may see, nothing does.
    if (each.where.kind === 'false' || each.where.kind === 'unknown') continue;
    const id = JSON.stringify([each.manager.name, encodeCondition(each.where)]);
    const known = byObjects.get(id);
    if (!known) byObjects.set(id, { ...each, fields: new Set(each.fields) });
    else {
      known.any ||= each.any;
      for (const field of each.fields) known.fields.add(field);
    }
  }
  return [...byObjects.values()].map(({ manager, where, fields, any }) => ({ manager, where, ...(!any && { fields: [...fields] }) }));
}
