import { InvalidSort, TooDeep } from '../error/errors.js';
import { keyColumns } from '../model/key.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { ValuePath } from './condition.js';
import type { Limits } from './limits.js';
import { relatedMeasureAt } from './parse-measure.js';
import type { PlanContext } from './plan-context.js';
import type { OrderTerm } from './read-plan.js';
import { valueAt } from './value-at.js';

const DIRECTION = /^(asc|desc)( nulls (first|last))?$/;

/**
 * Makes the order of a list of a sort as a caller writes it, completed by the key, so that it is total.
 *
 * One key or a list of keys: `'name'`, `'-name'`, `'-album.title'`, `{ name: 'desc nulls last' }`, `{ album: { title: 'asc' } }`; measures of related
 * objects: `'-tracks.count'`, `{ tracks: { sum: { milliseconds: 'desc' } } }`.
 * Nulls come last in ascending and first in descending order unless said otherwise.
 *
 * @throws GM_READ_INVALID_SORT, GM_READ_UNKNOWN_FIELD, GM_LIMIT_DEPTH
 */
export function parseSort(context: PlanContext, manager: ManagerModel, sort: unknown): readonly OrderTerm[] {
  const terms = readSort(context.limits, manager, sort).map(({ names, ...placed }) => {
    const path = relatedMeasureAt(context, manager, names) ?? valueAt(context, manager, names, ({ sortable }) => sortable);
    return { path, ...placed };
  });
  return [...terms, ...tieBreakers(context.model, manager, terms)];
}

/** One key of a sort as it was written: names that lead to a value, and how that is placed. */
export interface SortKey extends Pick<OrderTerm, 'direction' | 'nulls'> {
  readonly names: readonly string[];
}

/**
 * Reads the keys of a sort; what their names lead to is the caller's business.
 *
 * @throws GM_READ_INVALID_SORT, GM_LIMIT_DEPTH
 */
export function readSort({ maxDepth }: Limits, manager: ManagerModel, sort: unknown): readonly SortKey[] {
  const keys: readonly unknown[] = sort === undefined || sort === null ? [] : Array.isArray(sort) ? sort : [sort];
  if (keys.length > maxDepth) throw TooDeep.create({ max: maxDepth });
  return keys.map((key) => (typeof key === 'string' ? fromText(key) : fromObject(maxDepth, manager, key)));
}

function fromText(key: string): SortKey {
  const descending = key.startsWith('-');
  return { names: (descending ? key.slice(1) : key).split('.'), ...placed(descending ? 'desc' : 'asc', undefined) };
}

function fromObject(maxDepth: number, manager: ManagerModel, key: unknown): SortKey {
  const names: string[] = [];
  let value: unknown = key;
  while (typeof value === 'object' && value !== null && names.length <= maxDepth) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    const [entry] = entries;
    if (!entry || entries.length > 1) throw InvalidSort.create({ manager: manager.name });
    names.push(entry[0]);
    value = entry[1];
  }
  const match = typeof value === 'string' ? DIRECTION.exec(value.toLowerCase()) : null;
  if (!match || names.length === 0) throw InvalidSort.create({ manager: manager.name });
  return { names, ...placed(match[1] as 'asc' | 'desc', match[3] as 'first' | 'last' | undefined) };
}

function placed(direction: 'asc' | 'desc', nulls: 'first' | 'last' | undefined): Pick<OrderTerm, 'direction' | 'nulls'> {
  return { direction, nulls: nulls ?? (direction === 'asc' ? 'last' : 'first') };
}

/** The parts of the key that the order does not have yet. */
function tieBreakers(model: ApplicationModel, manager: ManagerModel, terms: readonly OrderTerm[]): readonly OrderTerm[] {
  const used = new Set(terms.filter(({ path }) => isOwn(path)).map(({ path }) => path.field));
  return keyColumns(model, manager).flatMap(({ field }, keyColumn) => {
    if (used.has(field)) return [];
    return [{ path: { manager, hops: [], embedded: [], field, keyColumn }, direction: 'asc' as const, nulls: 'last' as const }];
  });
}

const isOwn = (path: ValuePath): boolean => path.hops.length === 0 && path.embedded.length === 0;
