import type { PageResult, Position, Row } from '../interface/result.js';
import type { ReadPlan } from './read-plan.js';

/** A row of a list with its position, where that was asked for. */
export interface PlacedRow {
  readonly row: Row;
  readonly position: Position | undefined;
}

/** The page of a list of which everything behind and ahead of the plan's cursors is given, in its order. */
export function cutPage(plan: ReadPlan, all: readonly PlacedRow[], total: number): PageResult {
  const { limit, offset, after, before, backwards } = plan.page;
  const start = backwards ? Math.max(0, all.length - limit) : offset;
  const page = plan.rows ? all.slice(start, start + limit) : [];
  return {
    plan,
    rows: page.map(({ row }) => row),
    positions: plan.positions ? page.map(({ position = [] }) => position) : [],
    hasNext: plan.rows && (backwards ? before !== undefined : start + limit < all.length),
    hasPrevious: plan.rows && (backwards ? start > 0 : after !== undefined || offset > 0),
    ...(plan.total && { total }),
  };
}

/** Whether a page is one of a part of its list, so that its rows do not tell how many there are. */
export const isBounded = ({ page: { after, before } }: ReadPlan): boolean => after !== undefined || before !== undefined;
