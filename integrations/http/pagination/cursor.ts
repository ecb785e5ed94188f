import type { UpstreamAnswer, UpstreamRequest } from '../upstream/request.js';
import { itemsAt, namesOf, valueAt } from './body-value.js';
import { InvalidPage } from './errors.js';
import type { BodyPath, PageStyle } from './page-style.js';
import { setParameters, type ParameterPlace } from './set-parameters.js';
import { defineStyle, UNKNOWN_MAX_SIZE, type SizeOptions } from './size-options.js';
import { tellsTotal, totalReader, type TotalOptions } from './total-of.js';

export interface CursorOptions extends TotalOptions, SizeOptions {
  /** The parameter that takes the cursor. Default: `cursor`. */
  readonly cursor?: string;
  /** Where the next cursor is: in the body, or in the last item, as Stripe's. Nothing, null or an empty text there is the end. */
  readonly next: BodyPath | { readonly lastItem: BodyPath };
  /** Where in the body the items are. */
  readonly items: BodyPath;
  /** Where in the body it says whether there is a further page: a boolean. Default: there is one where there is a cursor. */
  readonly hasMore?: BodyPath;
  /** Default: `query`. */
  readonly in?: ParameterPlace;
}

/**
 * Pages that follow a cursor.
 *
 * @throws GM_UPSTREAM_INVALID_PAGINATION
 * @example
 * cursor({ cursor: 'page_token', next: 'next_page_token', items: 'data', size: 'limit' })
 * cursor({ cursor: 'starting_after', next: { lastItem: 'id' }, hasMore: 'has_more', items: 'data', size: 'limit' })
 */
export function cursor(options: CursorOptions): PageStyle {
  const { cursor: parameter = 'cursor', size, maxSize = UNKNOWN_MAX_SIZE, in: place = 'query' } = options;
  const items = namesOf(options.items);
  const totalOf = totalReader(options);
  const cursorOf = cursorReader(options);
  return defineStyle({
    name: 'cursor',
    declared: { kind: 'cursor', options },
    begin: 'first',
    maxSize,
    total: tellsTotal(options),
    request: (list, page) => (size === undefined ? list : setParameters(list, { [size]: page.size }, place)),
    read: (answer, request) => {
      const found = itemsAt(answer.body, items, request.operation);
      const next = cursorOf(answer, found, request);
      return {
        items: found,
        total: totalOf(answer),
        next: next === undefined ? undefined : setParameters(request, { [parameter]: next }, place),
      };
    },
  });
}

type CursorReader = (answer: UpstreamAnswer, items: readonly unknown[], request: UpstreamRequest) => string | number | undefined;

function cursorReader({ next, hasMore }: Pick<CursorOptions, 'next' | 'hasMore'>): CursorReader {
  const isOfItem = typeof next === 'object' && 'lastItem' in next;
  const names = namesOf(isOfItem ? next.lastItem : next);
  const moreAt = hasMore && namesOf(hasMore);
  return ({ body }, items, { operation }) => {
    if (moreAt && valueAt(body, moreAt) !== true) return undefined;
    const value = valueAt(isOfItem ? items.at(-1) : body, names) ?? undefined;
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string' || typeof value === 'number') return value;
    throw InvalidPage.create({ operation, reason: `what is at "${names.join('.')}" is no cursor` });
  };
}
