import { InvalidCursor, InvalidPage, NoKey, PageTooLarge } from '../error/errors.js';
import type { Position } from '../interface/result.js';
import type { ManagerModel } from '../model/model.js';
import type { Limits } from './limits.js';
import type { Page } from './read-plan.js';
import type { PageRequest } from './read-request.js';

/** Opens a cursor for the list that is being read; undefined where it does not belong to it. */
export type OpenCursor = (cursor: string) => Position | undefined;

/**
 * Makes a page of what a caller asks for: `first`/`after`, `last`/`before`, or `first`/`offset`.
 *
 * @throws GM_READ_INVALID_PAGE, GM_LIMIT_PAGE_SIZE, GM_READ_INVALID_CURSOR, GM_READ_NO_KEY
 */
export function parsePage(manager: ManagerModel, request: PageRequest, limits: Limits, openCursor: OpenCursor): Page {
  const backwards = request.last !== undefined;
  const byKey = backwards || request.after !== undefined || request.before !== undefined;
  const offset = offsetOf(request, byKey, limits);
  if (byKey && !manager.key) throw NoKey.create({ manager: manager.name });
  return {
    limit: limitOf(request, limits),
    offset,
    backwards,
    ...(request.after !== undefined && { after: open(request.after, openCursor) }),
    ...(request.before !== undefined && { before: open(request.before, openCursor) }),
  };
}

function limitOf({ first, last }: PageRequest, { pageSize, maxPageSize }: Limits): number {
  if (first !== undefined && last !== undefined) throw InvalidPage.create({ reason: 'first and last exclude each other' });
  const limit = whole(first ?? last ?? Math.min(pageSize, maxPageSize), last === undefined ? 'first' : 'last');
  if (limit > maxPageSize) throw PageTooLarge.create({ size: limit, max: maxPageSize });
  return limit;
}

function offsetOf(request: PageRequest, byKey: boolean, { maxOffset }: Limits): number {
  const offset = whole(request.offset ?? 0, 'offset');
  if (offset > 0 && byKey) throw InvalidPage.create({ reason: 'offset goes with first alone' });
  if (offset > maxOffset) throw InvalidPage.create({ reason: `an offset may skip at most ${maxOffset} rows` });
  return offset;
}

function whole(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw InvalidPage.create({ reason: `${name} has to be a whole number that is not negative` });
  }
  return value;
}

function open(cursor: unknown, openCursor: OpenCursor): Position {
  const position = typeof cursor === 'string' ? openCursor(cursor) : undefined;
  if (!position) throw InvalidCursor.create({});
  return position;
}
