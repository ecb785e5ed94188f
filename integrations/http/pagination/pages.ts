import type { UpstreamAnswer, UpstreamRequest } from '../upstream/request.js';
import { PageCycle, PageLimit } from './errors.js';
import { windowAfter, type PageContent, type PageStyle, type PageWindow } from './page-style.js';
import { allowedSize } from './size-options.js';

/** Sends one request, such as `(request) => upstream.send(request, call)`. */
export type SendPage = (request: UpstreamRequest) => Promise<UpstreamAnswer>;

/** Bounds of a walk. */
export interface WalkOptions {
  /** The item at which the first page begins, one where the style may begin. Default: 0. */
  readonly offset?: number;
  /** Items of a page. Default: as many as a page may have. */
  readonly size?: number;
  /** Default: 1,000. */
  readonly maxPages?: number;
  /** Default: 100,000. */
  readonly maxItems?: number;
  /** The request for the first page, where the walk goes on at one that was read before. Default: that of the window. */
  readonly begin?: UpstreamRequest;
}

/** A page of a list. */
export interface ListPage {
  readonly items: readonly unknown[];
  /** How many items the whole list has, where the upstream tells. */
  readonly total?: number;
  readonly hasNext: boolean;
  /** What asked for the page, and its window. */
  readonly request: UpstreamRequest;
  readonly window: PageWindow;
  /** What asks for the next page, and its window. */
  readonly next?: { readonly request: UpstreamRequest; readonly window: PageWindow } | undefined;
}

const MAX_PAGES = 1000;
const MAX_ITEMS = 100_000;

/**
 * The pages of a list, each asked for when it is wanted.
 *
 * @throws GM_UPSTREAM_INVALID_PAGE, GM_UPSTREAM_PAGE_CYCLE, GM_UPSTREAM_PAGE_LIMIT, and what sending throws
 * @example
 * for await (const { items } of pages(linkHeader(), { operation: 'list', method: 'GET', target: '/projects' }, send)) console.log(items.length);
 */
export async function* pages(
  style: PageStyle,
  list: UpstreamRequest,
  send: SendPage,
  options: WalkOptions = {},
): AsyncGenerator<ListPage, void> {
  const { offset = 0, size = style.maxSize, maxPages = MAX_PAGES, maxItems = MAX_ITEMS } = options;
  const { operation } = list;
  const seen = new Set<string>();
  let window: PageWindow = { offset, size: allowedSize(style, size) };
  let request: UpstreamRequest | undefined = options.begin ?? style.request(list, window);
  let count = 0;
  while (request) {
    if (seen.size >= maxPages) throw PageLimit.create({ operation, max: maxPages, what: 'pages' });
    remember(seen, request);
    const content: PageContent = style.read(await send(request), request, window);
    count += content.items.length;
    if (count > maxItems) throw PageLimit.create({ operation, max: maxItems, what: 'items' });
    const following = windowAfter(style, window, content.items.length);
    yield pageOf(content, { request, window, next: content.next && { request: content.next, window: following } });
    window = following;
    request = content.next;
  }
}

const pageOf = ({ items, total }: PageContent, { request, window, next }: Pick<ListPage, 'request' | 'window' | 'next'>): ListPage => ({
  items,
  ...(total !== undefined && { total }),
  hasNext: next !== undefined,
  request,
  window,
  ...(next && { next }),
});

/**
 * Remembers what was asked.
 *
 * @throws GM_UPSTREAM_PAGE_CYCLE where it was asked before
 */
function remember(seen: Set<string>, { operation, target, query = [], body }: UpstreamRequest): void {
  const content = typeof body?.content === 'string' ? body.content : '';
  const key = JSON.stringify([target, query, content]);
  if (seen.has(key)) throw PageCycle.create({ operation });
  seen.add(key);
}
