import type { CursorOptions } from './cursor.js';
import type { LinkHeaderOptions } from './link-header.js';
import type { NextLinkOptions } from './next-link.js';
import type { OffsetLimitOptions, PageNumberOptions } from './numbered-pages.js';
import type { BodyPath } from './page-style.js';
import type { RelayOptions } from './relay.js';

/** The way in which lists are divided, and the options that it was given. */
export type StyleDeclaration =
  | { readonly kind: 'wholeList'; readonly options: { readonly items: BodyPath } }
  | { readonly kind: 'pageNumber'; readonly options: PageNumberOptions }
  | { readonly kind: 'offsetLimit'; readonly options: OffsetLimitOptions }
  | { readonly kind: 'cursor'; readonly options: CursorOptions }
  | { readonly kind: 'linkHeader'; readonly options: LinkHeaderOptions }
  | { readonly kind: 'nextLink'; readonly options: NextLinkOptions }
  | { readonly kind: 'relay'; readonly options: RelayOptions };
