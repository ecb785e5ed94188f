import { countOf, valueAt } from '../../pagination/body-value.js';
import type { PageShape } from '../page-shape.js';
import type { Asked } from './asked.js';
import { Refusal } from './refusal.js';
import type { BodyPart, ServedAnswer } from './serve-context.js';
import type { Source } from './store.js';

/** What a page is made of. */
interface PageRequest {
  readonly asked: Asked;
  readonly shape: PageShape;
  /** The parameter that says where the page begins. */
  readonly begin: string;
  readonly origin: string;
}

/** The page that a request asks for, in the upstream's own shape. */
export function pageOf(request: PageRequest, all: readonly Source[]): Pick<ServedAnswer, 'headers' | 'body'> {
  const { shape } = request;
  if (shape.kind === 'wholeList') return { body: [[shape.items, all]] };
  const size = sizeOf(request);
  const start = startOf(request, all, size);
  const items = all.slice(start, start + size);
  const following = start + size < all.length ? nextOf(request, { start, size, items }) : undefined;
  return {
    headers: {
      ...(shape.totalHeader !== undefined && { [shape.totalHeader.toLowerCase()]: String(all.length) }),
      ...(shape.kind === 'linkHeader' && following !== undefined && { link: `<${linkTo(request, following)}>; rel="next"` }),
    },
    body: [
      [shape.items, items],
      ...partAt(shape.total, all.length),
      ...partAt(shape.hasMore, start + size < all.length),
      ...partAt(shape.pages, Math.ceil(all.length / size)),
      ...(shape.isOfItem ? [] : partAt(shape.next, nextValue(request, following))),
    ],
  };
}

const partAt = (path: readonly string[] | undefined, value: unknown): readonly BodyPart[] => (path ? [[path, value]] : []);

const nextValue = (request: PageRequest, following: string | undefined): string | null =>
  following === undefined ? null : request.shape.kind === 'nextLink' ? linkTo(request, following) : following;

function parameterOf({ asked, shape }: PageRequest, name: string): unknown {
  const found = shape.in === 'body' ? valueAt(asked.body, name.split('.')) : (asked.query.get(name) ?? undefined);
  return found ?? undefined;
}

function sizeOf(request: PageRequest): number {
  const { size, maxSize } = request.shape;
  const given = size === undefined ? undefined : parameterOf(request, size);
  if (given === undefined) return maxSize;
  const count = countOf(given);
  if (count === undefined || count < 1 || count > maxSize)
    throw new Refusal(`its parameter ${size} is no number from 1 to ${maxSize}, the declared size of pages`);
  return count;
}

function startOf(request: PageRequest, all: readonly Source[], size: number): number {
  const { begin, shape } = request;
  const given = parameterOf(request, begin);
  if (given === undefined) return 0;
  const start = shape.isOfItem ? behind(shape, all, given) : STARTS[shape.kind](given, size, shape);
  if (start !== undefined && Number.isSafeInteger(start) && start >= 0) return start;
  throw new Refusal(`its parameter ${begin} leads to no page`);
}

function behind({ next = [] }: PageShape, all: readonly Source[], given: unknown): number | undefined {
  const found = all.findIndex((each) => String(valueAt(each, next)) === String(given));
  return found < 0 ? undefined : found + 1;
}

type Start = (given: unknown, size: number, shape: PageShape) => number | undefined;

const ofToken: Start = (given) => {
  const found = typeof given === 'string' ? /^after-(\d{1,15})$/.exec(Buffer.from(given, 'base64url').toString()) : null;
  return found ? Number(found[1]) : undefined;
};

const STARTS: Readonly<Record<PageShape['kind'], Start>> = Object.freeze({
  wholeList: () => 0,
  pageNumber: (given, size, { firstPage }) => {
    const page = countOf(given);
    return page === undefined ? undefined : (page - firstPage) * size;
  },
  offsetLimit: (given) => countOf(given),
  cursor: ofToken,
  linkHeader: ofToken,
  nextLink: ofToken,
  relay: ofToken,
} satisfies Record<PageShape['kind'], Start>);

/** What leads to the next page. */
function nextOf(
  { shape }: PageRequest,
  { start, size, items }: { readonly start: number; readonly size: number; readonly items: readonly Source[] },
): string {
  if (shape.isOfItem) return String(valueAt(items.at(-1), shape.next ?? []));
  return Buffer.from(`after-${start + size}`).toString('base64url');
}

function linkTo({ asked, begin, origin }: PageRequest, following: string): string {
  const query = new URLSearchParams(asked.query);
  query.set(begin, following);
  return `${origin}${asked.fullPath}?${query}`;
}
