import { namesOf } from '../pagination/body-value.js';
import type { PageStyle, ParameterPlace, StyleDeclaration } from '../pagination/index.js';
import { UNKNOWN_MAX_SIZE } from '../pagination/size-options.js';

type Names = readonly string[];

/** Where the parts of a page are in requests and answers. */
export interface PageShape {
  readonly kind: StyleDeclaration['kind'];
  /** Where in the body the items are. */
  readonly items: Names;
  /** Where the parameters go. */
  readonly in: ParameterPlace;
  /** The parameter that takes the number of items; undefined where the upstream decides. */
  readonly size?: string;
  /** The parameter that says where the page begins; undefined where links say it. */
  readonly begin?: string;
  readonly firstPage: number;
  readonly maxSize: number;
  readonly total?: Names;
  readonly totalHeader?: string;
  /** Where it says whether there is a further page. */
  readonly hasMore?: Names;
  /** Where the number of pages is. */
  readonly pages?: Names;
  /** Where the cursor, or the link, of the next page is. */
  readonly next?: Names;
  /** Whether the cursor is in the last item. */
  readonly isOfItem: boolean;
}

/** The shape of pages; undefined where they are divided in a way of the user's own. */
export function shapeOf({ declared, maxSize }: PageStyle): PageShape | undefined {
  if (!declared) return undefined;
  const base: PageShape = { kind: declared.kind, items: [], in: 'query', firstPage: 1, maxSize, isOfItem: false };
  const made = SHAPES[declared.kind] as (options: unknown) => Partial<PageShape>;
  return { ...base, ...made(declared.options) };
}

type OptionsOf<Kind> = Extract<StyleDeclaration, { readonly kind: Kind }>['options'];

/** What is left out is not there at all. */
function told(shape: { readonly [Key in keyof PageShape]?: PageShape[Key] | undefined }): Partial<PageShape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined));
}

const at = (path: string | Names | undefined): Names | undefined => (path === undefined ? undefined : namesOf(path));

const SHAPES: { readonly [Kind in StyleDeclaration['kind']]: (options: OptionsOf<Kind>) => Partial<PageShape> } = Object.freeze({
  wholeList: ({ items }: OptionsOf<'wholeList'>) => told({ items: namesOf(items) }),
  pageNumber: ({ page = 'page', size = 'per_page', fixedSize, ...options }: OptionsOf<'pageNumber'>) =>
    told({
      ...numbered(options),
      begin: page,
      size: fixedSize === undefined ? size : undefined,
      firstPage: options.firstPage,
      pages: at(options.pages),
    }),
  offsetLimit: ({ offset = 'offset', limit = 'limit', ...options }: OptionsOf<'offsetLimit'>) =>
    told({ ...numbered(options), begin: offset, size: limit }),
  cursor: (options: OptionsOf<'cursor'>) => {
    const { cursor: begin = 'cursor', next, hasMore, items, size, total, totalHeader, in: place } = options;
    const isOfItem = typeof next === 'object' && 'lastItem' in next;
    return told({
      items: namesOf(items),
      in: place,
      begin,
      size,
      total: at(total),
      totalHeader,
      hasMore: at(hasMore),
      isOfItem,
      next: namesOf(isOfItem ? next.lastItem : next),
    });
  },
  linkHeader: ({ items = '', size, total, totalHeader }: OptionsOf<'linkHeader'>) =>
    told({ items: namesOf(items), size, total: at(total), totalHeader }),
  nextLink: ({ items, next, size, total, totalHeader }: OptionsOf<'nextLink'>) =>
    told({ items: namesOf(items), next: namesOf(next), size, total: at(total), totalHeader }),
  relay: ({ at: path = '', in: place = 'query', total, ...options }: OptionsOf<'relay'>) => {
    const prefix = place === 'body' ? 'variables.' : '';
    const { first = `${prefix}first`, after = `${prefix}after`, maxSize = UNKNOWN_MAX_SIZE } = options;
    const names = namesOf(path);
    return told({
      items: [...names, 'nodes'],
      in: place,
      size: first,
      begin: after,
      maxSize,
      total: total === true ? [...names, 'totalCount'] : undefined,
      hasMore: [...names, 'pageInfo', 'hasNextPage'],
      next: [...names, 'pageInfo', 'endCursor'],
    });
  },
});

const numbered = ({ items = '', in: place, total, totalHeader, hasMore }: OptionsOf<'offsetLimit'>): Parameters<typeof told>[0] => ({
  items: namesOf(items),
  in: place,
  total: at(total),
  totalHeader,
  hasMore: at(hasMore),
});
