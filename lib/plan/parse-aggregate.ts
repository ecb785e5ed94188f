import { InvalidAggregate, NoAggregate, NotGrouped, TooDeep, TooManyMeasures } from '../error/errors.js';
import { keyColumns } from '../model/key.js';
import { canGroup } from '../model/measure.js';
import type { ManagerModel } from '../model/model.js';
import type { Aggregation, GroupKey, GroupOrderTerm, Measure } from './aggregation.js';
import { parseHaving } from './parse-having.js';
import { isMeasure, parseMeasure } from './parse-measure.js';
import { readSort, type SortKey } from './parse-sort.js';
import type { PlanContext } from './plan-context.js';
import type { AggregateRequest, PageRequest } from './read-request.js';
import { valueAt, walk } from './value-at.js';

/**
 * Makes an aggregation of what a caller asks for. What `having` and `sort` ask for is computed too, behind the measures that are asked for.
 *
 * @throws GM_READ_NO_AGGREGATE, GM_READ_INVALID_AGGREGATE, GM_READ_NOT_GROUPED, GM_READ_UNKNOWN_FIELD, GM_PERM_FORBIDDEN_FIELD, GM_LIMIT_MEASURES,
 * GM_LIMIT_DEPTH, and those of filters for `having`
 */
export function parseAggregate(
  context: PlanContext,
  manager: ManagerModel,
  request: AggregateRequest,
  page: PageRequest = {},
): Aggregation {
  if (!manager.aggregate) throw NoAggregate.create({ manager: manager.name });
  const groupBy = groupKeys(context, manager, request, page);
  for (const names of request.keys ?? []) {
    if (!groupBy.some((key) => isSame(key.names, names))) throw NotGrouped.create({ manager: manager.name, field: names.join('.') });
  }
  const measures = new MeasureList(context, manager);
  for (const { kind, names } of request.measures) measures.indexOf(kind, names);
  const having = parseHaving(context, manager, request.having, measures);
  const sorted = readSort(context.limits, manager, request.sort).map((key) => orderTerm(manager, groupBy, measures, key));
  return { groupBy, measures: measures.all, having, order: [...sorted, ...tieBreakers(groupBy, sorted)] };
}

/** The measures of an aggregation, each of them once. */
export class MeasureList {
  readonly #context: PlanContext;
  readonly #manager: ManagerModel;
  readonly #measures = new Map<string, { readonly measure: Measure; readonly index: number }>();

  constructor(context: PlanContext, manager: ManagerModel) {
    this.#context = context;
    this.#manager = manager;
  }

  get all(): readonly Measure[] {
    return [...this.#measures.values()].map(({ measure }) => measure);
  }

  /** The index of a measure, which is added where it is not there yet. */
  indexOf(kind: string, names: readonly string[]): number {
    const known = this.#measures.get(measureName(kind, names));
    if (known) return known.index;
    const max = this.#context.limits.maxMeasures;
    const index = this.#measures.size;
    if (index >= max) throw TooManyMeasures.create({ max });
    this.#measures.set(measureName(kind, names), { measure: parseMeasure(this.#context, this.#manager, kind, names), index });
    return index;
  }

  field(index: number): Measure['field'] {
    const measure = this.all[index];
    if (!measure) throw new TypeError('no such measure');
    return measure.field;
  }
}

/** What a measure is called: `count`, `sum.price`. */
export const measureName = (kind: string, names: readonly string[]): string => [kind, ...names].join('.');

function groupKeys(
  context: PlanContext,
  manager: ManagerModel,
  { groupBy, having, sort }: AggregateRequest,
  page: PageRequest,
): readonly GroupKey[] {
  const invalid = (reason: string): Error => InvalidAggregate.create({ manager: manager.name, reason });
  if (groupBy === undefined) {
    if (isGiven(having) || isGiven(sort) || page.offset !== undefined || page.first !== undefined)
      throw invalid('only groups have a having, a sort and pages');
    return [];
  }
  if (groupBy.length === 0) throw invalid('groups need something to group by');
  if (groupBy.length > context.limits.maxDepth) throw TooDeep.create({ max: context.limits.maxDepth });
  if (page.after !== undefined || page.before !== undefined || page.last !== undefined)
    throw invalid('pages of groups have first and offset, no cursors');
  const keys = groupBy.map((names) => ({ names, path: keyPath(context, manager, names) }));
  return keys.filter(({ names }, index) => keys.findIndex((each) => isSame(each.names, names)) === index);
}

const isGiven = (input: unknown): boolean => input !== undefined && input !== null;

/** A related object stands for its key, where that is one value. */
function keyPath(context: PlanContext, manager: ManagerModel, names: readonly string[]): GroupKey['path'] {
  const { path, holder, field } = walk(context, manager, names);
  if (field || path.hops.length === 0) return valueAt(context, manager, names, canGroup);
  const [only, ...rest] = keyColumns(context.model, holder);
  if (only && rest.length === 0) return valueAt(context, manager, [...names, ...only.path], canGroup);
  throw InvalidAggregate.create({ manager: manager.name, reason: `a related ${holder.name} has no key of one value to group by` });
}

/** A key is named as it is grouped by, or behind `key`; a measure by its kind and its field. */
function orderTerm(
  manager: ManagerModel,
  groupBy: readonly GroupKey[],
  measures: MeasureList,
  { names, direction, nulls }: SortKey,
): GroupOrderTerm {
  const [kind = '', ...rest] = names;
  const own = kind === 'key' ? rest : names;
  const index = groupBy.findIndex((each) => isSame(each.names, own) || isSame(each.names, names));
  if (index >= 0) return { by: 'key', index, direction, nulls };
  if (!isMeasure(kind)) throw NotGrouped.create({ manager: manager.name, field: own.join('.') });
  return { by: 'measure', index: measures.indexOf(kind, rest), direction, nulls };
}

function tieBreakers(groupBy: readonly GroupKey[], sorted: readonly GroupOrderTerm[]): readonly GroupOrderTerm[] {
  const used = new Set(sorted.filter(({ by }) => by === 'key').map(({ index }) => index));
  const rest = groupBy.map((_key, index) => index).filter((index) => !used.has(index));
  return rest.map((index) => ({ by: 'key', index, direction: 'asc', nulls: 'last' }));
}

const isSame = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((name, index) => name === right[index]);
