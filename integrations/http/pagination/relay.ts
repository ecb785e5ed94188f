import { itemsAt, namesOf, valueAt, countOf } from './body-value.js';
import { InvalidPage } from './errors.js';
import type { BodyPath, PageStyle } from './page-style.js';
import { setParameters, type ParameterPlace } from './set-parameters.js';
import { defineStyle, UNKNOWN_MAX_SIZE } from './size-options.js';

export interface RelayOptions {
  /** Where in the body the connection is: `data.projects`. Default: the body is the connection. */
  readonly at?: BodyPath;
  /** The parameter that takes the number of items. Default: `first`, in a body `variables.first`. */
  readonly first?: string;
  /** The parameter that takes the cursor. Default: `after`, in a body `variables.after`. */
  readonly after?: string;
  /** Items that a page may have at most. Default: 100. */
  readonly maxSize?: number;
  /** Whether connections have `totalCount`. Default: false. */
  readonly total?: boolean;
  /** Where the parameters go; `body` is for GraphQL over HTTP. Default: `query`. */
  readonly in?: ParameterPlace;
}

/**
 * Connections of the Relay specification: `edges { node }` or `nodes`, and `pageInfo { hasNextPage endCursor }`.
 *
 * @throws GM_UPSTREAM_INVALID_PAGINATION
 * @example
 * relay({ at: 'data.projects', in: 'body' })
 */
export function relay(options: RelayOptions = {}): PageStyle {
  const { at = '', in: place = 'query', maxSize = UNKNOWN_MAX_SIZE, total = false } = options;
  const prefix = place === 'body' ? 'variables.' : '';
  const { first = `${prefix}first`, after = `${prefix}after` } = options;
  const names = namesOf(at);
  return defineStyle({
    name: 'relay',
    declared: { kind: 'relay', options },
    begin: 'first',
    maxSize,
    total,
    request: (list, page) => setParameters(list, { [first]: page.size }, place),
    read: ({ body }, request) => {
      const connection = valueAt(body, names);
      const end = endOf(connection, request.operation);
      return {
        items: nodesOf(connection, request.operation),
        total: countOf(valueAt(connection, ['totalCount'])),
        next: end === undefined ? undefined : setParameters(request, { [after]: end }, place),
      };
    },
  });
}

function nodesOf(connection: unknown, operation: string): readonly unknown[] {
  if (Array.isArray(valueAt(connection, ['nodes']))) return itemsAt(connection, ['nodes'], operation);
  return itemsAt(connection, ['edges'], operation).map((edge) => valueAt(edge, ['node']));
}

/** The cursor after which there is more. */
function endOf(connection: unknown, operation: string): string | undefined {
  const hasNext = valueAt(connection, ['pageInfo', 'hasNextPage']);
  if (typeof hasNext !== 'boolean') throw InvalidPage.create({ operation, reason: 'its connection has no pageInfo.hasNextPage' });
  if (!hasNext) return undefined;
  const cursor = valueAt(connection, ['pageInfo', 'endCursor']);
  if (typeof cursor === 'string' && cursor !== '') return cursor;
  throw InvalidPage.create({ operation, reason: 'its connection goes on and has no pageInfo.endCursor' });
}
