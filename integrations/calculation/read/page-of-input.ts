import { isDeepStrictEqual } from 'node:util';
import {
  allOfConditions,
  RowBudget,
  type Condition,
  type OrderTerm,
  type PageResult,
  type ReadPlan,
  type ScalarType,
  type ValuePath,
} from '../../../lib/plugin.js';
import type { ManagerPlace } from '../compile/bound.js';
import type { Asked } from '../plan/local-plan.js';
import { exactly } from '../plan/project.js';
import { EMPTY, extended, type Candidate } from './candidate.js';
import { conditionOf } from './enumerate.js';
import { choiceOf, questionsOf } from './read-choices.js';
import type { ReadTools } from './tools.js';

/** Types that every source orders as lists do that are put together here. */
const ORDERED_ALIKE: ReadonlySet<ScalarType> = new Set(['int', 'bigint', 'boolean', 'date', 'uuid']);

/** A page of the objects of the only input, of which that of a calculation is made one by one. */
export interface PageOfInput {
  readonly place: ManagerPlace;
  readonly base: ReadPlan;
  readonly where: Condition;
  readonly order: readonly OrderTerm[];
  /** Where in the order each part of the key is. */
  readonly keyAt: readonly number[];
}

/**
 * The page of its only input that a page of a calculation is: where no computed value takes part in what is there and in which order, its source finds
 * the page, and counts, whatever there is besides. Undefined where it is not so.
 */
export function pageOfInput(tools: ReadTools, plan: ReadPlan): PageOfInput | undefined {
  const { bound, runtime, caller, context } = tools;
  const [place, ...others] = bound.places.values();
  if (place?.kind !== 'manager' || others.length > 0 || plan.partition || plan.aggregation) return undefined;
  // Others may find in their own way what they are not asked for by its key.
  if (!place.target.adapter.readsPartitions) return undefined;
  const where = exactly(allOfConditions([plan.where, plan.policy]), place, true);
  if (!where) return undefined;
  const request = { select: { fields: [], relations: [] }, page: { first: 1 }, positions: true };
  const base = runtime.part(place.target, request, caller, { budget: new RowBudget(), ...(context.deleted && { deleted: true }) });
  const order = plan.rows ? plan.order.map((term) => termOf(place, base, term)) : [];
  const known = order.filter((term) => term !== undefined);
  const keyAt = place.columns.map((_column, index) => known.findIndex(({ path }) => path.hops.length === 0 && path.keyColumn === index));
  // Of a single object the order says nothing.
  const isTotal = !plan.rows || !keyAt.includes(-1);
  return isTotal && known.length === order.length ? { place, base, where, order: known, keyAt } : undefined;
}

function termOf(place: ManagerPlace, base: ReadPlan, term: OrderTerm): OrderTerm | undefined {
  const path = pathOf(place, base, term.path);
  const { field } = path ?? {};
  return path && field?.kind === 'scalar' && ORDERED_ALIKE.has(field.type) && !field.list && !field.comparison
    ? { ...term, path }
    : undefined;
}

/** A path that leads from the object of the input to where this one leads from the calculation; whoever reads sees just as much. */
function pathOf({ target, columns, names, input }: ManagerPlace, base: ReadPlan, path: ValuePath): ValuePath | undefined {
  const [hop, ...hops] = path.hops;
  if (hop) {
    const isSeen =
      hop.field.name === input.name && !hop.guard && (hop.policy.kind === 'true' || isDeepStrictEqual(hop.policy, base.policy));
    return isSeen ? { ...path, manager: target, hops } : undefined;
  }
  if (path.guard || path.embedded.length > 0 || path.measure) return undefined;
  const column = path.keyColumn ?? names.indexOf(path.field.name);
  const field = columns[column]?.field;
  return field && { manager: target, hops: [], embedded: [], field, keyColumn: column };
}

/** Reads the page: candidates in their order, and what is told of the page. */
export async function readPageOfInput(
  tools: ReadTools,
  { place, base, where, order, keyAt }: PageOfInput,
  { plan, asked }: { readonly plan: ReadPlan; readonly asked: Asked },
): Promise<{ readonly page: PageResult; readonly candidates: readonly Candidate[] }> {
  const domain = await conditionOf(tools, place, place.input.filterOf?.({}));
  const all = allOfConditions([base.where, where, domain]);
  if ([all, base.policy].some(({ kind }) => kind === 'false' || kind === 'unknown')) return { page: nothing(plan), candidates: [] };
  const wanted: ReadPlan = {
    ...base,
    where: all,
    selection: { ...base.selection, capabilities: questionsOf(asked.questions) },
    order,
    page: plan.page,
    rows: plan.rows,
    positions: plan.rows,
    total: plan.total,
  };
  const page = await tools.runtime.readPlan(wanted, tools.caller, tools.deadline.left(tools.context));
  const candidates = page.rows.map((row, index) => {
    const key = keyAt.map((at) => page.positions[index]?.[at] ?? null);
    return extended(EMPTY, place.input.name, choiceOf(tools.bound.model, { place, asked }, row, { key, values: [] }));
  });
  return { page, candidates };
}

const nothing = (plan: ReadPlan): PageResult => ({
  plan,
  rows: [],
  positions: [],
  hasNext: false,
  hasPrevious: false,
  ...(plan.total && { total: 0 }),
});
