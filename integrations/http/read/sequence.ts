import { pageOf, type LocalExecutor, type PageResult, type ReadPlan } from '../../../lib/plugin.js';
import { keyTexts, type Places, type PlacedObject } from './places.js';
import type { Resource } from '../resource/resource.js';

/** A page of everything that matches, in the upstream's order. */
export function pageOfSequence(
  { resource, executor, places }: { readonly resource: Resource; readonly executor: LocalExecutor; readonly places: Places },
  plan: ReadPlan,
  all: readonly PlacedObject[],
): PageResult {
  const { after, before, limit, offset, backwards } = plan.page;
  const matching = all.filter(({ object }) => executor.matches(plan, object));
  /** The first object that is not ahead of a position, and whether it is the one that the position is of. */
  const locate = (position: NonNullable<typeof after>): { readonly index: number; readonly isIt: boolean } => {
    const { key, place, index } = places.resume(position);
    const found = matching.findIndex(({ object }) => keyTexts(resource, object).join('\n') === key.join('\n'));
    if (found >= 0) return { index: found, isIt: true };
    const rank = place.window.offset + Math.max(0, index);
    const next = matching.findIndex((each) => each.rank >= rank);
    return { index: next < 0 ? matching.length : next, isIt: false };
  };
  const start = after && locate(after);
  const end = before && locate(before);
  const within = matching.slice(start ? start.index + Number(start.isIt) : 0, end?.index ?? matching.length);
  const kept = backwards ? within.slice(Math.max(0, within.length - limit - 1)) : within.slice(offset, offset + limit + 1);
  const rows = plan.rows ? kept.map(({ object, position }) => ({ row: executor.row(plan, object), position })) : [];
  return pageOf(plan, rows, plan.total ? matching.length : undefined);
}
