import type { UpstreamAnswer, UpstreamRequest } from '../upstream/request.js';
import type { StyleDeclaration } from './style-declaration.js';

/** Where in a body something is: names with dots between (`meta.total`), or a list of names where they hold dots; empty for the body itself. */
export type BodyPath = string | readonly string[];

/** A part of a list: so many items, beginning at one. */
export interface PageWindow {
  readonly offset: number;
  readonly size: number;
}

/** What an answer holds of a list. */
export interface PageContent {
  readonly items: readonly unknown[];
  /** How many items the whole list has, where the upstream tells. */
  readonly total: number | undefined;
  /** What asks for the next page; undefined at the end. */
  readonly next: UpstreamRequest | undefined;
}

/** How a window is asked of an upstream: where its first page begins, and how many items that page has. */
export interface Pushdown extends PageWindow {
  /** Items that come before those of the window, and are left out. */
  readonly skip: number;
}

/** How an upstream divides lists into pages; a description without state. */
export interface PageStyle {
  readonly name: string;
  /** Where walks may begin: `anywhere`, at multiples of the page's size (`page`), or only at the beginning (`first`). */
  readonly begin: 'anywhere' | 'page' | 'first';
  /** Items that a page may have at most. */
  readonly maxSize: number;
  /** Items that can be asked for at least; as many as at most where the upstream decides. */
  readonly minSize: number;
  /** Whether answers may tell how many items the whole list has. */
  readonly total: boolean;
  /** What it was made of, for those that read declarations: mocks and contracts. Undefined for ways of your own. */
  readonly declared?: StyleDeclaration;
  /** The request for a page of so many items that begins at one; the offset is one where walks may begin. */
  request(list: UpstreamRequest, page: PageWindow): UpstreamRequest;
  /**
   * Takes apart the answer to a request.
   *
   * @throws GM_UPSTREAM_INVALID_PAGE
   */
  read(answer: UpstreamAnswer, request: UpstreamRequest, page: PageWindow): PageContent;
}

/** The window of the page that follows one with so many items. Where pages begin anywhere, one that is short loses none. */
export const windowAfter = ({ begin }: Pick<PageStyle, 'begin'>, { offset, size }: PageWindow, count: number): PageWindow => ({
  offset: offset + (begin === 'anywhere' ? count : size),
  size,
});
