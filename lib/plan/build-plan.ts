import { NoAggregate, TooDeep, UnknownReference } from '../error/errors.js';
import type { EmbeddedField, RelationField, ValueField } from '../model/field.js';
import { managerNamed } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import { matchedConditions } from './across.js';
import { canonical } from './canonical.js';
import { selectCapability, type CapabilityContext } from './capability.js';
import { allOfConditions, TRUE, type Condition } from './condition.js';
import { estimateRows } from './estimate-rows.js';
import { linkAccess, type LinkAccess } from './link.js';
import { matchSelection } from './match.js';
import { parseAggregate } from './parse-aggregate.js';
import { parseFilter } from './parse-filter.js';
import { parsePage } from './parse-page.js';
import { parseSort } from './parse-sort.js';
import type { PlanContext } from './plan-context.js';
import { hasParameters, isParameter, Parameter, resolveValue } from './parameter.js';
import { NOTHING, type OpenPosition, type Page, type OpenPlan, type RelationSelection, type Selection } from './read-plan.js';
import type { ReadRequest, RelationRequest, SelectionRequest } from './read-request.js';
import { exposedField } from './resolve-field.js';
import type { RowBudget } from './row-budget.js';

const ONE: Page = Object.freeze({ limit: 1, offset: 0, backwards: false });

/** What a plan is built with besides the model: how to open the cursors of a list, what the caller may do, how many rows there may be. */
export interface BuildContext extends PlanContext, CapabilityContext {
  readonly budget: RowBudget;
  readonly openCursor: (cursor: unknown, manager: ManagerModel, scope: string | Parameter) => OpenPosition | undefined;
}

/**
 * Makes a plan of a request: everything checked against the model, the policy of every manager on the way included.
 *
 * @throws the errors of the filter, sort, page and aggregate parsers; GM_READ_UNKNOWN_FIELD; GM_LIMIT_DEPTH; GM_LIMIT_ROWS
 */
export function buildPlan(context: BuildContext, manager: ManagerModel, request: ReadRequest, extra: Condition = TRUE): OpenPlan {
  const built = plan(context, manager, request, extra, 0);
  // What filters find elsewhere is read as well.
  const found = matchedConditions(built).length * context.limits.maxMatches;
  context.budget.spend(estimateRows(built) + found, context.limits.maxRows);
  return built;
}

function plan(context: BuildContext, manager: ManagerModel, request: ReadRequest, extra: Condition, depth: number): OpenPlan {
  if (depth > context.limits.maxDepth) throw TooDeep.create({ max: context.limits.maxDepth });
  // Parsed first: what the parsers accept is of bounded depth, so that it can be walked.
  const condition = parseFilter(context, manager, request.filter);
  const order = parseSort(context, manager, request.sort);
  const scope = scopeOf([request.filter ?? null, request.sort ?? null]);
  const openCursor = (cursor: unknown): OpenPosition | undefined => context.openCursor(cursor, manager, scope);
  const aggregation = request.aggregate && parseAggregate(context, manager, request.aggregate, request.page);
  const page = parsePage(manager, request.page ?? {}, context.limits, openCursor);
  if (isParameter(page.offset)) context.note?.(page.offset);
  return {
    manager,
    selection: select(context, manager, request.select, depth),
    where: allOfConditions([extra, condition]),
    policy: context.policyOf(manager),
    order,
    page,
    rows: aggregation ? false : (request.rows ?? true),
    positions: request.positions ?? false,
    total: request.total ?? false,
    scope,
    ...(aggregation && { aggregation }),
  };
}

/** What is open in a filter is part of the scope with the value that it has. */
function scopeOf(request: unknown): string | Parameter {
  return hasParameters(request) ? new Parameter((inputs) => canonical(resolveValue(request, inputs))) : canonical(request);
}

/** `through` is the manager of the list, where the rows are those of a concrete type. */
function select(
  context: BuildContext,
  manager: ManagerModel,
  request: SelectionRequest,
  depth: number,
  through = manager,
): Selection<Parameter> {
  const instances = request.instances ?? false;
  const named = [...new Set(request.fields)].map((name) => valueField(manager, name));
  const variants = Object.entries(request.variants ?? {}).map(([name, variant]): [string, Selection<Parameter>] => {
    return [name, select(context, managerNamed(context.model, name), variant, depth, through)];
  });
  const fields = instances ? [...new Set([...valueFields(manager), ...named])] : named;
  const guards = fields.flatMap((field): readonly [string, Condition][] => {
    const guard = context.guardOf(manager, field);
    return guard ? [[field.name, guard]] : [];
  });
  return {
    fields,
    guards: new Map(guards),
    relations: request.relations.map((relation) => selectRelation(context, manager, relation, depth)),
    capabilities: (request.capabilities ?? []).map((each) => selectCapability(context, [through, manager], each)),
    variants: variants.length === 0 ? NOTHING.variants : new Map(variants),
    instances,
  };
}

function selectRelation(
  context: BuildContext,
  manager: ManagerModel,
  { alias, field: name, request }: RelationRequest,
  depth: number,
): RelationSelection<Parameter> {
  const field = exposedField(manager, name);
  if (field.kind !== 'relation') throw UnknownReference.create({ manager: manager.name, field: name });
  const { target, policy, guard } = linkOf(context, manager, field);
  const match = matchSelection(context, manager, field);
  const link = { alias, field, ...(guard && { guard }), ...(match && { match }) };
  if (request.aggregate && match && !field.match?.partitioned) throw NoAggregate.create({ manager: target.name });
  if (field.cardinality === 'many') return { ...link, plan: { ...plan(context, target, request, TRUE, depth + 1), policy } };
  const one = plan(context, target, { select: request.select }, TRUE, depth + 1);
  return { ...link, plan: { ...one, policy, page: ONE, order: [] } };
}

/** Who may see the fields that link the two ends is asked where these are read. */
function linkOf(context: BuildContext, manager: ManagerModel, field: RelationField): LinkAccess {
  const access = linkAccess(context, manager, field);
  return field.match ? { ...access, guard: context.guardOf(manager, field) } : access;
}

function valueField(manager: ManagerModel, name: string): ValueField | EmbeddedField {
  const field = exposedField(manager, name);
  if (field.kind === 'relation') throw UnknownReference.create({ manager: manager.name, field: name });
  return field;
}

/** What an instance needs for hand-written code: every value that is not lazy, also those that the API hides. */
function valueFields(manager: ManagerModel): readonly (ValueField | EmbeddedField)[] {
  return [...manager.fields.values()].filter((field) => field.kind !== 'relation').filter(({ lazy }) => !lazy);
}
