import { pageOf, type LocalExecutor, type PageResult, type ReadPlan } from '../../../lib/plugin.js';
import { pushdown, type PageWindow, type WalkOptions } from '../pagination/index.js';
import type { UpstreamRequest } from '../upstream/index.js';
import { Places, type PlacedObject, type Resumption } from './places.js';
import { boundsOf, walk, type ObjectPage, type WalkContext } from './walk.js';

/** A list that is read in the upstream's order, page by page. */
export interface Scan extends WalkContext {
  readonly executor: LocalExecutor;
  readonly plan: ReadPlan;
  readonly first: UpstreamRequest;
  /** Whether the upstream gives just what matches. */
  readonly exact: boolean;
}

/** What a scan has found so far. */
interface Progress {
  /** Objects that match and are left out before the page begins. */
  readonly skip: number;
  readonly kept: PlacedObject[];
  total: number | undefined;
  /** Whether the upstream gave what does not match. */
  dropped: boolean;
  more: boolean;
}

/**
 * Reads a page with no more requests than it takes: from where it begins, as far as the upstream can begin there, until it is full. What
 * does not match is left out here; undefined where the upstream turns out not to tell the total that is asked for.
 */
export async function scan(scan: Scan): Promise<PageResult | undefined> {
  const { plan, first, list, resource, executor } = scan;
  const places = new Places(resource, list.style, first);
  const resumption = plan.page.after && places.resume(plan.page.after);
  const { skip, ...walked } = begin(scan, resumption);
  const progress: Progress = { skip, kept: [], total: undefined, dropped: false, more: false };
  let isFirst = true;
  for await (const page of walk(scan, first, { ...walked, maxItems: boundsOf(resource).objects + plan.page.limit + 1 })) {
    const from = isFirst && resumption ? places.startIn(resumption, page.objects) : 0;
    isFirst = false;
    if (take(scan, progress, page, places.of(page).slice(from))) break;
  }
  const { kept, more, total, dropped } = progress;
  if (plan.total && (total === undefined || dropped)) return undefined;
  const rows = kept.slice(skip).map(({ object, position }) => ({ row: executor.row(plan, object), position }));
  const result = pageOf(plan, rows, plan.total ? total : undefined);
  return more ? { ...result, hasNext: true } : result;
}

/** Takes what matches of a page; whether that is enough. */
function take({ executor, plan, exact, list }: Scan, progress: Progress, page: ObjectPage, placed: readonly PlacedObject[]): boolean {
  const { kept, skip } = progress;
  const wanted = skip + plan.page.limit;
  progress.total ??= page.total;
  for (const each of placed) {
    if (executor.matches(plan, each.object)) kept.push(each);
    else progress.dropped = true;
    if (kept.length > wanted) return true;
  }
  // Numbers of items alone do not say that there are further ones.
  const isTold = list.style.begin === 'first' || page.total !== undefined;
  progress.more = kept.length === wanted && exact && page.hasNext && isTold;
  return progress.more;
}

/** Where the walk begins, how large its pages are, and how many objects that match are left out then. */
function begin({ plan, list: { style }, exact }: Scan, resumption: Resumption | undefined): WalkOptions & { readonly skip: number } {
  const { limit, offset } = plan.page;
  if (resumption) {
    const { window, request } = resumption.place;
    // The object itself, those of the page, and one more.
    if (style.begin === 'anywhere') return { offset: window.offset, size: exact ? limit + 2 : style.maxSize, skip: 0 };
    return { offset: window.offset, size: window.size, skip: 0, ...(style.begin === 'first' && { begin: request }) };
  }
  if (!exact) return { size: style.maxSize, skip: offset };
  const window: PageWindow = { offset, size: Math.max(1, style.begin === 'anywhere' ? limit + 1 : limit) };
  const { skip, ...from } = pushdown(style, window);
  return { ...from, skip };
}
