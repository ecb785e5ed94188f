import { allOfConditions, type Condition, type LocalExecutor, type PageResult, type ReadPlan } from '../../../lib/plugin.js';
import { NotExpressible, ParameterMissing, TooManyObjects } from '../errors.js';
import { filterKey, type CompiledField, type CompiledList, type Resource } from '../resource/resource.js';
import type { UpstreamRequest } from '../upstream/index.js';
import { everyCondition } from './conditions.js';
import { listRequest } from './list-request.js';
import { keysIn, listByKeys, readDetails } from './lookup.js';
import { neededFields } from './needed-fields.js';
import { Places, type PlacedObject } from './places.js';
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
  const objects = keys && (await objectsOf(tools, fields, keys));
  return objects ? executor.execute(plan, objects) : readList(tools, plan, fields);
}

/** The objects themselves that a plan reads, whole: by their keys, or with everything at hand. */
export async function readObjects(tools: ReadTools, plan: ReadPlan): Promise<readonly object[]> {
  const { resource, executor } = tools;
  const fields = [...resource.fields.values()];
  const keys = keysIn(resource, allOfConditions([plan.where, plan.policy]));
  const found = (keys && (await objectsOf(tools, fields, keys))) ?? (await listObjects(tools, plan, fields));
  return found.filter((object) => executor.matches(plan, object));
}

async function listObjects(tools: ReadTools, plan: ReadPlan, fields: readonly CompiledField[]): Promise<readonly object[]> {
  const pushed = choose(tools.resource, plan);
  if (!pushed) throw unaskable(tools.resource, plan);
  const first = listRequest(pushed, [], fields);
  if (!first) return [];
  return (await everything({ ...tools, pushed, asked: plan, first, fields })).map(({ object }) => object);
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
  const list = keys.length > 1 || !detail ? listByKeys(resource) : undefined;
  if (!list && !detail) return undefined;
  const { objects: most } = boundsOf(resource);
  if (keys.length > most) throw TooManyObjects.create({ resource: resource.name, ...boundsOf(resource) });
  if (list) return objectsByList(tools, list, fields, keys);
  return detail && readDetails({ resource, session, fields }, detail, keys);
}

async function objectsByList(
  { resource, session }: ReadTools,
  list: CompiledList,
  fields: readonly CompiledField[],
  keys: readonly (readonly unknown[])[],
): Promise<readonly object[]> {
  const filter = list.filters.get(filterKey(resource.key[0] ?? '', 'in'));
  if (!filter) throw new TypeError('the list takes no keys');
  const objects: object[] = [];
  for (let start = 0; start < keys.length; start += filter.maxValues) {
    const value = keys.slice(start, start + filter.maxValues).map(([each]) => each);
    const first = listRequest({ list, filters: [{ filter, value }] }, [], fields);
    if (!first) continue;
    for await (const page of walk({ resource, session, list, fields }, first, { size: filter.maxValues })) objects.push(...page.objects);
  }
  return objects;
}

async function readList(tools: ReadTools, plan: ReadPlan, fields: readonly CompiledField[]): Promise<PageResult> {
  const { resource, executor } = tools;
  const pushed = choose(resource, plan);
  if (!pushed) throw unaskable(resource, plan);
  if (decidedUpstream(resource, pushed.where)) throw refusal(resource, 'what only it can decide, in this combination');
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
