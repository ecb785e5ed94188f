import { NoAggregate, TooDeep, UnknownReference } from '../error/errors.js';
import type { EmbeddedField, FieldModel, RelationField, ValueField } from '../model/field.js';
import { isKept } from '../model/computed.js';
import { ownKeyFields } from '../model/key.js';
import { managerNamed } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import { matchedConditions, selectsComputed } from './across.js';
import { canonical } from './canonical.js';
import { selectCapability, type CapabilityContext } from './capability.js';
import { allOfConditions, TRUE, type Condition } from './condition.js';
import { estimateRows } from './estimate-rows.js';
import { linkAccess, type LinkAccess } from './link.js';
import { matchSelection } from './match.js';
import { isSystem, memberNeeds, membersBehind } from './member-needs.js';
import { widened } from './merged-selection.js';
import { parseAggregate } from './parse-aggregate.js';
import { parseFilter } from './parse-filter.js';
import { parsePage } from './parse-page.js';
import { parseSort } from './parse-sort.js';
import type { PlanContext } from './plan-context.js';
import { hasParameters, isParameter, Parameter, resolveValue } from './parameter.js';
import {
  NOTHING,
  type ComputedSelection,
  type OpenPosition,
  type Page,
  type OpenPlan,
  type RelationSelection,
  type Selection,
} from './read-plan.js';
import type { ReadRequest, RelationRequest, SelectionRequest } from './read-request.js';
import { exposedField, knownField } from './resolve-field.js';
import type { RowBudget } from './row-budget.js';

const ONE: Page = Object.freeze({ limit: 1, offset: 0, backwards: false });

/** What a plan is built with besides the model: how to open the cursors of a list, what the caller may do, how many rows there may be. */
export interface BuildContext extends PlanContext, CapabilityContext {
  readonly budget: RowBudget;
  /** The same without permissions, for what is computed by the system. */
  readonly asSystem: (reason: string) => BuildContext;
  /** Fields count that the API hides. */
  readonly hidden?: true;
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
  // How much is needed to compute something is no limit of requests: that is counted when it is there.
  return selectsComputed(built.selection) ? { ...built, selection: widened(built.selection, context.limits.maxRelatedRows) } : built;
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
  const names = [...new Set(request.fields)];
  const named = names.filter((name) => !isComputed(manager, name)).map((name) => valueField(context, manager, name));
  const computed = selectComputed(context, manager, names, { depth, through });
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
    relations: [...request.relations.map((relation) => selectRelation(context, manager, relation, depth)), ...computed.relations],
    ...(computed.computed.length > 0 && { computed: computed.computed }),
    capabilities: (request.capabilities ?? []).map((each) => selectCapability(context, [through, manager], each)),
    variants: variants.length === 0 ? NOTHING.variants : new Map(variants),
    instances,
  };
}

const isComputed = (manager: ManagerModel, name: string): boolean => manager.computed.get(name)?.field.exposed === true;

/** Where something is computed: how deep, and of rows of which list. */
interface Level {
  readonly depth: number;
  readonly through: ManagerModel;
}

/** What is computed of a row, with what that needs along relations; it comes with the same statement. */
function selectComputed(
  context: BuildContext,
  manager: ManagerModel,
  names: readonly string[],
  { depth, through }: Level,
): Pick<Selection<Parameter>, 'relations'> & { readonly computed: readonly ComputedSelection[] } {
  const shown = names.filter((name) => isComputed(manager, name));
  if (shown.length === 0) return { computed: [], relations: [] };
  const members = membersBehind(manager, shown);
  const needs = memberNeeds(context.model, manager, members, context.limits.maxRelatedRows);
  const reasons = new Set(members.flatMap(({ declaration }) => declaration.system ?? []));
  const system = reasons.size === 0 ? context : context.asSystem([...reasons].join('; '));
  const selected = { caller: select(context, manager, needs.caller, depth), system: select(system, manager, needs.system, depth) };
  const guardOf = (field: FieldModel): Condition | undefined => {
    const own = [...new Set([through, manager])].filter((each) => each.fields.has(field.name) || each.computed.has(field.name));
    const guard = allOfConditions(own.map((each) => context.guardOf(each, field) ?? TRUE));
    return guard.kind === 'true' ? undefined : guard;
  };
  const computed = members.map((member): ComputedSelection => {
    const guard = guardOf(member.field);
    const own = selected[isSystem(member) ? 'system' : 'caller'].fields;
    // What is kept is kept by its object.
    const fields = isKept(member) ? [...new Set([...own, ...ownKeyFields(context.model, manager)])] : own;
    const guards = fields.flatMap((field): readonly [string, Condition][] => {
      const each = guardOf(field);
      return each ? [[field.name, each]] : [];
    });
    return { member, shown: shown.includes(member.field.name), ...(guard && { guard }), fields, guards: new Map(guards) };
  });
  return { computed, relations: [...selected.caller.relations, ...selected.system.relations] };
}

function selectRelation(
  context: BuildContext,
  manager: ManagerModel,
  { alias, field: name, request }: RelationRequest,
  depth: number,
): RelationSelection<Parameter> {
  const field = fieldOf(context, manager, name);
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

const fieldOf = ({ hidden }: BuildContext, manager: ManagerModel, name: string): FieldModel =>
  hidden ? knownField(manager, name) : exposedField(manager, name);

function valueField(context: BuildContext, manager: ManagerModel, name: string): ValueField | EmbeddedField {
  const field = fieldOf(context, manager, name);
  if (field.kind === 'relation') throw UnknownReference.create({ manager: manager.name, field: name });
  return field;
}

/** What an instance needs for hand-written code: every value that is not lazy, also those that the API hides. */
function valueFields(manager: ManagerModel): readonly (ValueField | EmbeddedField)[] {
  return [...manager.fields.values()].filter((field) => field.kind !== 'relation').filter(({ lazy }) => !lazy);
}
