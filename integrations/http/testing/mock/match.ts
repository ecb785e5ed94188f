import type { RequestOptions } from '../../declare/operation-options.js';
import { placeholdersOf } from '../../resource/template.js';
import type { DeclaredOperation } from '../operations.js';
import { headerOf, type Asked } from './asked.js';
import { fixedBody, hasAll } from './fixed-body.js';

/** An operation that a request may be one of, and what its path says. */
export interface Matched<Operation extends DeclaredOperation = DeclaredOperation> {
  readonly operation: Operation;
  readonly places: ReadonlyMap<string, string>;
}

/** The operations that a request may be one of, those that say most first. */
export function matching(
  operations: readonly DeclaredOperation[],
  asked: Asked,
  { headers = true }: { readonly headers?: boolean } = {},
): readonly Matched[] {
  const found = operations.flatMap((operation): readonly Matched[] => {
    const isOne = isAsked(operation, asked) && (!headers || hasHeaders(operation, asked));
    const places = isOne ? placesOf(operation.request.path, asked.path) : undefined;
    return places ? [{ operation, places }] : [];
  });
  return found.toSorted((one, other) => fixedParts(other.operation) - fixedParts(one.operation));
}

const fixedParts = ({ request }: DeclaredOperation): number =>
  fixedQuery(request).length + Object.keys(request.headers ?? {}).length - 100 * placeholdersOf(request.path).length;

/** The parameters that an operation's requests have in any case. */
export const fixedQuery = ({ path, query = {} }: RequestOptions): readonly (readonly [name: string, value: string])[] => [
  ...Object.entries(query),
  ...new URLSearchParams(path.split('?')[1] ?? ''),
];

function isAsked({ method, request }: DeclaredOperation, asked: Asked): boolean {
  if (method !== asked.method) return false;
  const { content, document } = fixedBody(request);
  return (
    fixedQuery(request).every(([name, value]) => asked.query.getAll(name).includes(value)) &&
    (content === undefined || hasAll(asked.body, content)) &&
    (document === undefined || documentOf(asked)?.startsWith(document) === true)
  );
}

const hasHeaders = ({ request: { headers = {} } }: DeclaredOperation, asked: Asked): boolean =>
  Object.entries(headers).every(([name, value]) => headerOf(asked, name) === value);

/** The GraphQL document of a request. */
export function documentOf({ body }: Pick<Asked, 'body'>): string | undefined {
  const query: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'query') : undefined;
  return typeof query === 'string' ? query : undefined;
}

/** The values of a path's placeholders; undefined where it is another path. */
function placesOf(template: string, path: string): ReadonlyMap<string, string> | undefined {
  const [target = ''] = template.split('?');
  const pattern = target
    .split(/\{[^{}]*\}/)
    .map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
    .join('([^/]+)');
  const found = new RegExp(`^${pattern}$`).exec(path);
  return found ? new Map(placeholdersOf(target).map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')])) : undefined;
}
