import type { UpstreamAnswer } from '../upstream/request.js';
import { countOf, itemsAt, namesOf, valueAt } from './body-value.js';
import { InvalidPage } from './errors.js';
import { windowAfter, type BodyPath, type PageStyle, type PageWindow } from './page-style.js';
import { setParameters, type ParameterPlace } from './set-parameters.js';
import { defineStyle, UNKNOWN_MAX_SIZE } from './size-options.js';
import type { StyleDeclaration } from './style-declaration.js';
import { tellsTotal, totalReader, type TotalOptions } from './total-of.js';

interface NumberedOptions extends TotalOptions {
  /** Items that a page may have at most; more are never asked for. Default: 100. */
  readonly maxSize?: number;
  /** Where in the body the items are. Default: the body is the list. */
  readonly items?: BodyPath;
  /** Where in the body it says whether there is a further page: a boolean. */
  readonly hasMore?: BodyPath;
  /**
   * What ends a list whose answers tell neither its total nor whether there is more: a page with fewer items than were asked for, or an
   * empty one. Take `empty` where the upstream may give fewer than it is asked for. Default: `short`.
   */
  readonly end?: 'short' | 'empty';
  /** Default: `query`. */
  readonly in?: ParameterPlace;
}

export interface PageNumberOptions extends NumberedOptions {
  /** The parameter that takes the number of the page. Default: `page`. */
  readonly page?: string;
  /** The parameter that takes the number of items. Default: `per_page`. */
  readonly size?: string;
  /** Items of every page where the upstream decides; then no size is asked for. */
  readonly fixedSize?: number;
  /** The number of the first page. Default: 1. */
  readonly firstPage?: number;
  /** Where in the body the number of pages is. */
  readonly pages?: BodyPath;
}

export interface OffsetLimitOptions extends NumberedOptions {
  /** The parameter that takes the number of items to leave out. Default: `offset`. */
  readonly offset?: string;
  /** The parameter that takes the number of items. Default: `limit`. */
  readonly limit?: string;
}

/**
 * Pages with numbers, all of one size.
 *
 * @throws GM_UPSTREAM_INVALID_PAGINATION
 * @example
 * pageNumber({ page: 'page', size: 'per_page', maxSize: 100, totalHeader: 'X-Total' })
 */
export function pageNumber(options: PageNumberOptions = {}): PageStyle {
  const { page: number = 'page', size = 'per_page', firstPage = 1, fixedSize, in: place = 'query' } = options;
  const sizes = fixedSize === undefined ? options : { ...options, minSize: fixedSize, maxSize: fixedSize };
  return numbered({ kind: 'pageNumber', options }, 'page', sizes, (list, window) => {
    const parameters = { [number]: firstPage + Math.floor(window.offset / window.size) };
    return setParameters(list, fixedSize === undefined ? { ...parameters, [size]: window.size } : parameters, place);
  });
}

/**
 * Pages that begin at any item.
 *
 * @throws GM_UPSTREAM_INVALID_PAGINATION
 * @example
 * offsetLimit({ offset: 'skip', limit: 'take', items: 'results', total: 'count' })
 */
export function offsetLimit(options: OffsetLimitOptions = {}): PageStyle {
  const { offset = 'offset', limit = 'limit', in: place = 'query' } = options;
  return numbered({ kind: 'offsetLimit', options }, 'anywhere', options, (list, window) =>
    setParameters(list, { [offset]: window.offset, [limit]: window.size }, place),
  );
}

type AllNumberedOptions = NumberedOptions & Pick<PageNumberOptions, 'pages'> & { readonly minSize?: number };

function numbered(
  declared: StyleDeclaration,
  begin: PageStyle['begin'],
  options: AllNumberedOptions,
  request: PageStyle['request'],
): PageStyle {
  const { items = '', maxSize = UNKNOWN_MAX_SIZE, minSize = 1 } = options;
  const names = namesOf(items);
  const totalOf = totalReader(options);
  const hasNext = nextReader(options);
  return defineStyle({
    name: declared.kind,
    declared,
    begin,
    maxSize,
    minSize,
    total: tellsTotal(options),
    request,
    read: (answer, asked, page) => {
      const { operation } = asked;
      const found = itemsAt(answer.body, names, operation);
      // Else pages would overlap, or miss items.
      if (found.length > page.size) throw InvalidPage.create({ operation, reason: 'it has more items than were asked for' });
      const total = totalOf(answer);
      const isLast = !hasNext(answer, found.length, page, total);
      return { items: found, total, next: isLast ? undefined : request(asked, windowAfter({ begin }, page, found.length)) };
    },
  });
}

type HasNext = (answer: UpstreamAnswer, count: number, page: PageWindow, total: number | undefined) => boolean;

/** What the upstream says comes first: whether there is more, how many pages, how many items; the number of items decides without. */
function nextReader({ hasMore, pages, end = 'short' }: AllNumberedOptions): HasNext {
  const [moreAt, pagesAt] = [hasMore && namesOf(hasMore), pages && namesOf(pages)];
  return ({ body }, count, { offset, size }, total) => {
    if (count === 0) return false;
    const more = moreAt ? valueAt(body, moreAt) : undefined;
    if (typeof more === 'boolean') return more;
    const ofPages = pagesAt ? countOf(valueAt(body, pagesAt)) : undefined;
    if (ofPages !== undefined) return offset / size + 1 < ofPages;
    if (total !== undefined) return offset + count < total;
    return end === 'empty' || count >= size;
  };
}
