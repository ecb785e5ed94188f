import type { Aggregation } from '../../plan/aggregation.js';
import type { ReadPlan } from '../../plan/read-plan.js';
import type { Group, PageResult, Position, Row } from '../result.js';

/** A row with its position in the order. */
export interface PlacedRow {
  readonly row: Row;
  readonly position: Position;
}

/** The page of a plan: of its rows in the order of the list, one more than the page where there are more. */
export function pageOf(plan: ReadPlan, found: readonly PlacedRow[], total: number | undefined): PageResult {
  const counted = total === undefined ? {} : { total };
  if (!plan.rows) return { plan, rows: [], positions: [], hasNext: false, hasPrevious: false, ...counted };
  const { limit, offset, after, before, backwards } = plan.page;
  const more = found.length > limit;
  const kept = more ? (backwards ? found.slice(found.length - limit) : found.slice(0, limit)) : found;
  return {
    plan,
    rows: kept.map(({ row }) => row),
    positions: plan.positions ? kept.map(({ position }) => position) : [],
    hasNext: backwards ? before !== undefined : more,
    hasPrevious: backwards ? more : after !== undefined || offset > 0,
    ...counted,
  };
}

/** The groups of a plan as its page: one more than there are on it, where there are more. */
export function groupPage(plan: ReadPlan, aggregation: Aggregation, found: readonly Group[]): PageResult {
  const grouped = aggregation.groupBy.length > 0;
  const { limit, offset } = plan.page;
  const groups = grouped ? found.slice(0, limit) : found;
  return { plan, rows: [], positions: [], groups, hasNext: found.length > groups.length, hasPrevious: grouped && offset !== 0 };
}
