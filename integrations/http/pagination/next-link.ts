import { itemsAt, namesOf, valueAt } from './body-value.js';
import { InvalidPage } from './errors.js';
import type { BodyPath, PageStyle } from './page-style.js';
import { followLink, setParameters } from './set-parameters.js';
import { defineStyle, UNKNOWN_MAX_SIZE, type SizeOptions } from './size-options.js';
import { tellsTotal, totalReader, type TotalOptions } from './total-of.js';

export interface NextLinkOptions extends TotalOptions, SizeOptions {
  /** Where in the body the URL of the next page is: `links.next`, or `['@odata.nextLink']`. Nothing or null there is the end. */
  readonly next: BodyPath;
  /** Where in the body the items are. */
  readonly items: BodyPath;
}

/**
 * Pages that are linked by URLs in the body, as those of JSON:API, OData and Django REST framework.
 *
 * @throws GM_UPSTREAM_INVALID_PAGINATION
 * @example
 * nextLink({ next: 'links.next', items: 'data', total: 'meta.total' })
 */
export function nextLink(options: NextLinkOptions): PageStyle {
  const { size, maxSize = UNKNOWN_MAX_SIZE } = options;
  const [next, items] = [namesOf(options.next), namesOf(options.items)];
  const totalOf = totalReader(options);
  return defineStyle({
    name: 'nextLink',
    declared: { kind: 'nextLink', options },
    begin: 'first',
    maxSize,
    total: tellsTotal(options),
    request: (list, page) => (size === undefined ? list : setParameters(list, { [size]: page.size }, 'query')),
    read: (answer, request) => {
      const link = valueAt(answer.body, next) ?? undefined;
      if (link !== undefined && typeof link !== 'string')
        throw InvalidPage.create({ operation: request.operation, reason: `what is at "${next.join('.')}" is no link` });
      return {
        items: itemsAt(answer.body, items, request.operation),
        total: totalOf(answer),
        next: link ? followLink(request, link, answer.url) : undefined,
      };
    },
  });
}
