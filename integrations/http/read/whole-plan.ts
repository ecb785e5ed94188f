import { NOTHING, type Condition, type ManagerModel, type ReadPlan } from '../../../lib/plugin.js';

/** A plan for whole objects, of which nothing is hidden. */
export function wholePlan(manager: ManagerModel, where: Condition, limit: number): ReadPlan {
  return {
    manager,
    selection: { ...NOTHING, instances: true },
    where,
    policy: { kind: 'true' },
    order: [],
    page: { limit, offset: 0, backwards: false },
    rows: true,
    positions: false,
    scope: '',
    total: false,
  };
}
