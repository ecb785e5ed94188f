import type { UpstreamRequest } from '../upstream/request.js';
import type { PageStyle, PageWindow, Pushdown } from './page-style.js';
import { allowedSize } from './size-options.js';
import { pages, type ListPage, type SendPage, type WalkOptions } from './pages.js';

/**
 * How a window of a list is asked of an upstream: with pages that begin anywhere exactly as it is; with numbered pages as the smallest page
 * that holds all of it, or where no page may be so large, as the pages that it lies in; else from the beginning.
 */
export function pushdown(style: PageStyle, { offset, size }: PageWindow): Pushdown {
  const asked = allowedSize(style, size);
  if (style.begin === 'anywhere') return { offset, size: asked, skip: 0 };
  if (style.begin === 'first') return { offset: 0, size: allowedSize(style, offset + size), skip: offset };
  const whole = pageAround(style, offset, size) ?? asked;
  const skip = offset % whole;
  return { offset: offset - skip, size: whole, skip };
}

/** The smallest size of which one page holds the whole window; undefined where no page may be so large. */
function pageAround(style: PageStyle, offset: number, size: number): number | undefined {
  for (let whole = allowedSize(style, size); whole <= style.maxSize; whole += 1) if ((offset % whole) + size <= whole) return whole;
  return undefined;
}

/**
 * The items of a window, with as few requests as the style allows.
 *
 * @throws as `pages`
 * @example
 * const { items, hasNext } = await readWindow(offsetLimit(), request, send, { offset: 40, size: 20 });
 */
export async function readWindow(
  style: PageStyle,
  list: UpstreamRequest,
  send: SendPage,
  window: PageWindow,
  limits: Pick<WalkOptions, 'maxPages' | 'maxItems'> = {},
): Promise<Pick<ListPage, 'items' | 'total' | 'hasNext'>> {
  const { skip, ...from } = pushdown(style, window);
  const wanted = skip + window.size;
  const items: unknown[] = [];
  let last: ListPage | undefined;
  for await (const page of pages(style, list, send, { ...from, ...limits })) {
    items.push(...page.items);
    last = page;
    if (items.length >= wanted) break;
  }
  const total = last?.total;
  return {
    items: items.slice(skip, wanted),
    ...(total !== undefined && { total }),
    hasNext: items.length > wanted || last?.hasNext === true,
  };
}
