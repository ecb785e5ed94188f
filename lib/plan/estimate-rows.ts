import type { Condition } from './condition.js';
import type { Parameter } from './parameter.js';
import type { OpenPlan, Selection } from './read-plan.js';

/**
 * The rows that a plan may give at most, related ones included: pages multiplied through nesting, an object at the end of a to-one
 * relation for one. Counts every alias of a relation, and so fragments at each use.
 */
export function estimateRows(plan: OpenPlan): number {
  // A total is one row that the database has to make.
  if (!plan.rows) return 1;
  return Math.min(plan.page.limit, keysOf(plan.where)) * (1 + relatedRows(plan.selection));
}

function relatedRows({ relations, variants }: Selection<Parameter>): number {
  const own = relations.reduce((sum, { plan }) => sum + estimateRows(plan), 0);
  // A row is of one concrete type only.
  return [...variants.values()].reduce((most, variant) => Math.max(most, relatedRows(variant)), 0) + own;
}

/** How many objects a condition can be true of where it names their keys. */
function keysOf(condition: Condition): number {
  if (condition.kind === 'key') return condition.keys.length;
  return condition.kind === 'and' ? Math.min(Infinity, ...condition.all.map(keysOf)) : Infinity;
}
