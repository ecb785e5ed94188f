import { allOfConditions, type Comparison, type Condition, type KeyCondition, type ReadPlan, type ValuePath } from '../../../lib/plugin.js';
import { everyCondition } from './conditions.js';
import { filterKey, type CompiledFilter, type CompiledList, type Resource } from '../resource/resource.js';

/** A comparison that is sent, and the operand. */
export interface PushedFilter {
  readonly filter: CompiledFilter;
  readonly value: unknown;
}

/** What of a plan's conditions one list can be asked. */
export interface Pushed {
  readonly list: CompiledList;
  readonly filters: readonly PushedFilter[];
  /** Whether the upstream gives just what matches, so that it may count. */
  readonly exact: boolean;
  /** What the caller asks for, without what only the upstream can decide. */
  readonly where: Condition;
  /** Placeholders of the path that nothing is said for. */
  readonly missing: readonly string[];
}

/** A part of a condition that can be sent: it narrows, and is the whole truth where it is exact. */
interface Match extends PushedFilter {
  readonly exact: boolean;
}

/** Takes from the conditions of a plan what a list can be asked. Policies are compared here in any case. */
export function push(list: CompiledList, { where, policy }: Pick<ReadPlan, 'where' | 'policy'>): Pushed {
  const taken = new Map<string, Match>();
  const left: Condition[] = [];
  let exact = true;
  const visit = (part: Condition, isOfCaller: boolean): void => {
    const found = matchOf(list, part);
    const match = found && maySend(found, part, isOfCaller) ? found : undefined;
    const place = match && `${match.filter.in} ${match.filter.param}`;
    const isTaken = match !== undefined && place !== undefined && !taken.has(place);
    if (isTaken) taken.set(place, match);
    exact &&= isTaken && match.exact;
    if (isOfCaller && !(isTaken && match.filter.decides === 'upstream')) left.push(part);
  };
  for (const part of partsOf(where)) visit(part, true);
  for (const part of partsOf(policy)) visit(part, false);
  const filters = [...taken.values()];
  const missing = list.required.filter((name) => !filters.some(({ filter }) => filter.in === 'path' && filter.param === name));
  return { list, filters, exact, where: allOfConditions(left), missing };
}

/**
 * What only the upstream can decide is never asked for a policy, which is decided here, nor of a value that may be hidden: what came back would
 * tell what it is.
 */
function maySend({ filter: { decides } }: Match, part: Condition, isOfCaller: boolean): boolean {
  if (decides === 'here') return true;
  return isOfCaller && ![...everyCondition(part)].some((each) => each.kind === 'compare' && each.path.guard !== undefined);
}

/** The list that can say most of what is asked, of those that can be asked at all; the first of those that say the same. */
export function choose(resource: Resource, plan: ReadPlan): Pushed | undefined {
  const candidates = resource.lists.map((list) => push(list, plan));
  const askable = candidates.filter(({ missing }) => missing.length === 0);
  const [first, ...others] = askable;
  return first && others.reduce((best, each) => (each.filters.length > best.filters.length ? each : best), first);
}

const partsOf = (condition: Condition): readonly Condition[] =>
  condition.kind === 'true' ? [] : condition.kind === 'and' ? condition.all : [condition];

function matchOf(list: CompiledList, part: Condition): Match | undefined {
  switch (part.kind) {
    case 'compare':
      return matchComparison(list, part);
    case 'not':
      return part.of.kind === 'compare' ? matchNegated(list, part.of) : undefined;
    case 'or':
      return matchAlternatives(list, part.any);
    case 'key':
      return matchKey(list, part);
    default:
      return undefined;
  }
}

/** The path of a value of the object itself, as filters name it. */
export const ownPath = ({ hops, embedded, field, measure, json, keyColumn }: ValuePath): string | undefined =>
  hops.length > 0 || measure || json || keyColumn !== undefined ? undefined : [...embedded, field.name].join('.');

function matchComparison(list: CompiledList, { path, operator, value }: Comparison): Match | undefined {
  const own = ownPath(path);
  if (own === undefined) return undefined;
  // A value that is hidden is null here, and is not for the upstream.
  if (path.guard && operator === 'isNull') return undefined;
  const found = sent(list, own, operator, value) ?? opposite(list, { path, operator, value, kind: 'compare' }, own);
  return found && { ...found, exact: found.exact && !path.guard };
}

/** By its own operator, or by one that says the same of one value. */
function sent(list: CompiledList, path: string, operator: string, value: unknown, negated = false): Match | undefined {
  const filter = list.filters.get(filterKey(path, operator as 'eq', negated));
  if (filter) return canSend(filter, value) ? { filter, value, exact: filter.exact && value !== '' } : undefined;
  if (operator === 'eq' && list.filters.has(filterKey(path, 'in', negated))) return sent(list, path, 'in', [value], negated);
  if (operator === 'in' && Array.isArray(value) && value.length === 1) {
    return list.filters.has(filterKey(path, 'eq', negated)) ? sent(list, path, 'eq', value[0], negated) : undefined;
  }
  return undefined;
}

/** Whether one request takes an operand. */
const canSend = (filter: CompiledFilter, value: unknown): boolean =>
  !Array.isArray(value) || (value.length <= filter.maxValues && staysWhole(filter, value));

/** Whether a list arrives as it is: with a comma in one of its texts it would be another one. */
export const staysWhole = ({ list, in: place, serialize }: CompiledFilter, values: readonly unknown[]): boolean =>
  list !== 'comma' || place === 'body' || !values.some((each) => String(serialize(each)).includes(','));

/** What is not equal is left out; nulls are not equal to the upstream, and unknown here. */
function opposite(list: CompiledList, { path, operator, value }: Comparison, own: string): Match | undefined {
  const positive = operator === 'ne' ? 'eq' : operator === 'notIn' ? 'in' : undefined;
  const found = positive && sent(list, own, positive, value, true);
  return found && { ...found, exact: found.exact && !path.field.nullable };
}

function matchNegated(list: CompiledList, { path, operator, value }: Comparison): Match | undefined {
  const own = ownPath(path);
  if (own === undefined || (path.guard && operator === 'isNull')) return undefined;
  const found = sent(list, own, operator, value, true);
  return found && { ...found, exact: found.exact && !path.guard && !path.field.nullable };
}

/** Alternatives that are values of one field. */
function matchAlternatives(list: CompiledList, parts: readonly Condition[]): Match | undefined {
  const compared = parts.filter((part) => part.kind === 'compare');
  const [first] = compared;
  if (!first || compared.length < parts.length || !compared.every(({ operator }) => operator === 'eq' || operator === 'in'))
    return undefined;
  const own = ownPath(first.path);
  if (own === undefined || !compared.every(({ path }) => ownPath(path) === own)) return undefined;
  const values = compared.flatMap(({ operator, value }) => (operator === 'in' ? (value as readonly unknown[]) : [value]));
  const found = sent(list, own, 'in', values);
  return found && { ...found, exact: found.exact && !first.path.guard };
}

function matchKey(list: CompiledList, { manager, keys }: KeyCondition): Match | undefined {
  const [part, ...others] = manager.key?.parts ?? [];
  if (!part || others.length > 0) return undefined;
  return sent(
    list,
    part.field,
    'in',
    keys.map(([value]) => value),
  );
}
