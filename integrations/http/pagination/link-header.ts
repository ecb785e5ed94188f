import Link from 'http-link-header';
import type { UpstreamAnswer, UpstreamRequest } from '../upstream/request.js';
import { itemsAt, namesOf } from './body-value.js';
import { InvalidPage } from './errors.js';
import type { BodyPath, PageStyle } from './page-style.js';
import { followLink, setParameters } from './set-parameters.js';
import { defineStyle, UNKNOWN_MAX_SIZE, type SizeOptions } from './size-options.js';
import { tellsTotal, totalReader, type TotalOptions } from './total-of.js';

export interface LinkHeaderOptions extends TotalOptions, SizeOptions {
  /** Where in the body the items are. Default: the body is the list. */
  readonly items?: BodyPath;
}

/**
 * Pages that are linked by the header `Link: <…>; rel="next"` (RFC 8288), as GitHub's.
 *
 * @throws GM_UPSTREAM_INVALID_PAGINATION
 * @example
 * linkHeader({ size: 'per_page', maxSize: 100 })
 */
export function linkHeader(options: LinkHeaderOptions = {}): PageStyle {
  const { items = '', size, maxSize = UNKNOWN_MAX_SIZE } = options;
  const names = namesOf(items);
  const totalOf = totalReader(options);
  return defineStyle({
    name: 'linkHeader',
    declared: { kind: 'linkHeader', options },
    begin: 'first',
    maxSize,
    total: tellsTotal(options),
    request: (list, page) => (size === undefined ? list : setParameters(list, { [size]: page.size }, 'query')),
    read: (answer, request) => ({
      items: itemsAt(answer.body, names, request.operation),
      total: totalOf(answer),
      next: nextOf(answer, request),
    }),
  });
}

function nextOf({ headers, url }: UpstreamAnswer, request: UpstreamRequest): UpstreamRequest | undefined {
  const header = headers.get('link');
  if (header === null) return undefined;
  const [next] = linksOf(header, request.operation).rel('next');
  return next && followLink(request, next.uri, url);
}

function linksOf(header: string, operation: string): Link {
  try {
    return Link.parse(header);
  } catch {
    throw InvalidPage.create({ operation, reason: 'its Link header is malformed' });
  }
}
