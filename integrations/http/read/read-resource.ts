import { allOfConditions, type Condition, type LocalExecutor, type PageResult, type ReadPlan } from '../../../lib/plugin.js';
import { NotExpressible, ParameterMissing, TooManyObjects } from '../errors.js';
import { filterKey, type CompiledField, type Resource } from '../resource/resource.js';
import type { UpstreamRequest } from '../upstream/index.js';
import { everyCondition } from './conditions.js';
import { listRequest } from './list-request.js';
import { longList, type LongList } from './long-list.js';
import { keysIn, listByKeys, readDetails } from './lookup.js';
import { neededFields } from './needed-fields.js';
import { keyTexts, Places, type PlacedObject } from './places.js';
import { choose, ownPath, push, type Pushed } from './push.js';
import { scan } from './scan.js';
import { pageOfSequence } from './sequence.js';
import type { Session } from './session.js';
import { sortParameters } from './sort-parameters.js';
import { boundsOf, walk } from './walk.js';

/** What a resource is read with. */
export interface ReadTools {
  readonly resource: Resource;
  readonly session: Session;
  readonly executor: LocalExecutor;
}

/**
 * Executes a plan: objects of keys by their keys, a page in the upstream's order from where it begins, everything else with all of it at hand.
 * Whatever the upstream was asked, policies are applied here, and so is the filter.
 *
 * @throws GM_RESOURCE_NOT_EXPRESSIBLE, GM_RESOURCE_TOO_MANY_OBJECTS, GM_RESOURCE_PARAMETER_MISSING, GM_RESOURCE_DRIFT, and those of the upstream
 */
export async function readResource(tools: ReadTools, plan: ReadPlan): Promise<PageResult> {
  const { resource, executor } = tools;
  const condition = allOfConditions([plan.where, plan.policy]);
  if (condition.kind === 'false' || condition.kind === 'unknown') return executor.execute(plan, []);
  const fields = neededFields(resource, plan);
  const keys = decidedUpstream(resource, plan.where) ? undefined : keysIn(resource, condition);
  const objects = keys ? await objectsOf(tools, fields, keys) : await objectsInParts(tools, plan, fields);
  return objects ? executor.execute(plan, objects) : readList(tools, plan, fields);
}

/** The objects themselves that a plan reads, whole: by their keys, or with everything at hand. */
export async function readObjects(tools: ReadTools, plan: ReadPlan): Promise<readonly object[]> {
  const { resource, executor } = tools;
  const fields = [...resource.fields.values()];
  const condition = allOfConditions([plan.where, plan.policy]);
  const keys = decidedUpstream(resource, plan.where) ? undefined : keysIn(resource, condition);
  const found = keys && (await objectsOf(tools, fields, keys));
  if (found) return found.filter((object) => executor.matches(plan, object));
  const pushed = chosen(resource, plan);
  const first = listRequest(pushed, [], fields);
  if (!first) return [];
  const asked = { ...plan, where: pushed.where };
  const all = await everything({ ...tools, pushed, asked, first, fields });
  return all.flatMap(({ object }) => (executor.matches(asked, object) ? [object] : []));
}

/** The list that is asked, and what. */
function chosen(resource: Resource, plan: ReadPlan): Pushed {
  const pushed = choose(resource, plan);
  if (!pushed) throw unaskable(resource, plan);
  if (decidedUpstream(resource, pushed.where)) throw refusal(resource, 'what only it can decide, in this combination');
  return pushed;
}

/** Whether a condition has a comparison that only the upstream can decide. */
function decidedUpstream({ lists }: Resource, condition: Condition): boolean {
  return [...everyCondition(condition)].some((each) => {
    if (each.kind !== 'compare') return false;
    const key = filterKey(ownPath(each.path) ?? '', each.operator);
    return lists.some(({ filters }) => filters.get(key)?.decides === 'upstream');
  });
}

/** The objects of keys, by a list that takes several of them, or one by one; undefined where the upstream takes none. */
async function objectsOf(
  tools: ReadTools,
  fields: readonly CompiledField[],
  keys: readonly (readonly unknown[])[],
): Promise<readonly object[] | undefined> {
  const { resource, session } = tools;
  const { detail } = resource;
  const long = keys.length > 1 || !detail ? listByKeys(resource, keys) : undefined;
  if (!long && !detail) return undefined;
  const { objects: most } = boundsOf(resource);
  if (keys.length > most) throw TooManyObjects.create({ resource: resource.name, ...boundsOf(resource) });
  if (long) return objectsByValues(tools, long, fields);
  return detail && readDetails({ resource, session, fields }, detail, keys);
}

/** The objects of a comparison with more values than one request takes; undefined where there is none, or the upstream does not take it. */
async function objectsInParts(
  tools: ReadTools,
  { where, policy }: ReadPlan,
  fields: readonly CompiledField[],
): Promise<readonly object[] | undefined> {
  const long = longList(tools.resource, allOfConditions([where, policy]));
  return long && !decidedUpstream(tools.resource, where) ? objectsByValues(tools, long, fields) : undefined;
}

/** The objects of some values of a field, by as many requests as that takes. */
async function objectsByValues(
  { resource, session }: ReadTools,
  { list, filter, values }: LongList,
  fields: readonly CompiledField[],
): Promise<readonly object[]> {
  const objects = new Map<string, object>();
  for (let start = 0; start < values.length; start += filter.maxValues) {
    const value = values.slice(start, start + filter.maxValues);
    const first = listRequest({ list, filters: [{ filter, value }] }, [], fields);
    const most = boundsOf(resource).objects - objects.size;
    if (!first) continue;
    for await (const page of walk({ resource, session, list, fields }, first, { maxItems: most })) {
      for (const object of page.objects)
        objects.set(resource.key.length > 0 ? JSON.stringify(keyTexts(resource, object)) : String(objects.size), object);
    }
  }
  return [...objects.values()];
}

async function readList(tools: ReadTools, plan: ReadPlan, fields: readonly CompiledField[]): Promise<PageResult> {
  const { resource, executor } = tools;
  const pushed = chosen(resource, plan);
  const sort = sortParameters(pushed.list, plan.order);
  const first = listRequest(pushed, sort ?? [], fields);
  const asked = { ...plan, where: pushed.where };
  if (!first) return executor.execute(plan, []);
  const reading: Reading = { ...tools, pushed, asked, first, fields };
  if (!resource.local && !(pushed.exact && sort)) throw refusal(resource, sort ? 'for this filter and policy' : 'for this order');
  const result = sort && (await readInOrder(reading, plan));
  if (result) return { ...result, plan };
  if (!resource.local) throw refusal(resource, 'for this total, group or end of the list');
  const all = await everything(reading);
  const places = new Places(resource, pushed.list.style, first);
  if (sort && !plan.aggregation) return { ...pageOfSequence({ resource, executor, places }, asked, all), plan };
  return {
    ...executor.execute(
      asked,
      all.map(({ object }) => object),
    ),
    plan,
  };
}

interface Reading extends ReadTools {
  readonly pushed: Pushed;
  /** The plan without what is decided by the upstream. */
  readonly asked: ReadPlan;
  readonly first: UpstreamRequest;
  readonly fields: readonly CompiledField[];
}

/** Reads as much as the plan asks for; undefined where that takes everything. */
async function readInOrder(reading: Reading, { aggregation, rows, total, page }: ReadPlan): Promise<PageResult | undefined> {
  const { pushed, asked, resource } = reading;
  const counts = pushed.exact && pushed.list.style.total;
  if (aggregation || page.backwards || page.before || (total && !counts)) return undefined;
  const plan = rows ? asked : { ...asked, page: { limit: 0, offset: 0, backwards: false } };
  const found = await scan({ ...reading, resource, list: pushed.list, plan, exact: pushed.exact });
  return found && (rows ? found : { ...found, rows: [], positions: [], hasNext: false, hasPrevious: false });
}

/** Everything that may match, at its place. */
async function everything({ resource, session, pushed: { list }, first, fields }: Reading): Promise<readonly PlacedObject[]> {
  const places = new Places(resource, list.style, first);
  const all: PlacedObject[] = [];
  const walked = walk({ resource, session, list, fields }, first, { maxItems: boundsOf(resource).objects });
  for await (const page of walked) all.push(...places.of(page));
  return all;
}

const refusal = ({ name }: Resource, what: string): Error => NotExpressible.create({ resource: name, what });

/** Why no list can be asked. */
function unaskable(resource: Resource, plan: ReadPlan): Error {
  const [list] = resource.lists;
  if (!list) return refusal(resource, 'for lists');
  const { missing } = push(list, plan);
  const fields = [...list.filters.values()]
    .filter(({ in: place, param }) => place === 'path' && missing.includes(param))
    .map(({ path }) => path);
  return ParameterMissing.create({ resource: resource.name, parameters: [...new Set(fields)] });
}
