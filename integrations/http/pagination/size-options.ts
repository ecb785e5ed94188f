import { InvalidStyle } from './errors.js';
import type { PageStyle } from './page-style.js';

/** How the size of a page is asked for. */
export interface SizeOptions {
  /** The parameter that takes the number of items of a page. */
  readonly size?: string;
  /** Items that a page may have at most; more are never asked for. */
  readonly maxSize?: number;
}

/** Where nothing is declared. */
export const UNKNOWN_MAX_SIZE = 100;

/**
 * Completes a style.
 *
 * @throws GM_UPSTREAM_INVALID_PAGINATION
 */
export function defineStyle(style: Omit<PageStyle, 'minSize'> & Partial<PageStyle>): PageStyle {
  const { name, maxSize, minSize = 1 } = style;
  if (![minSize, maxSize].every((size) => Number.isSafeInteger(size) && size >= 1))
    throw InvalidStyle.create({ style: name, reason: 'the size of pages is not a whole number above 0' });
  return Object.freeze({ ...style, minSize });
}

/** A size that a page may have. */
export const allowedSize = ({ minSize, maxSize }: PageStyle, size: number): number => Math.min(Math.max(size, minSize), maxSize);
