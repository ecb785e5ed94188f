import { InvalidCursor, InvalidPage, NoKey, PageTooLarge } from '../error/errors.js';
import type { ManagerModel } from '../model/model.js';
import type { Limits } from './limits.js';
import { isParameter, type Parameter } from './parameter.js';
import type { OpenPosition, Page } from './read-plan.js';
import type { PageRequest } from './read-request.js';

/** Opens a cursor for the list that is being read; undefined where it does not belong to it. */
export type OpenCursor = (cursor: unknown) => OpenPosition | undefined;

/**
 * Makes a page of what a caller asks for: `first`/`after`, `last`/`before`, or `first`/`offset`.
 *
 * @throws GM_READ_INVALID_PAGE, GM_LIMIT_PAGE_SIZE, GM_READ_INVALID_CURSOR, GM_READ_NO_KEY
 */
export function parsePage(manager: ManagerModel, request: PageRequest, limits: Limits, openCursor: OpenCursor): Page<Parameter> {
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

function offsetOf(request: PageRequest, byKey: boolean, limits: Limits): number | Parameter {
  const offset: unknown = request.offset ?? 0;
  if (isParameter(offset) && !byKey) return offset.map((known) => skipped(known, false, limits));
  return skipped(offset, byKey, limits);
}

function skipped(value: unknown, byKey: boolean, { maxOffset }: Limits): number {
  const offset = whole(value, 'offset');
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

function open(cursor: unknown, openCursor: OpenCursor): OpenPosition {
  const position = openCursor(cursor);
  if (!position) throw InvalidCursor.create({});
  return position;
}
