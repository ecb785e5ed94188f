import { isGeneralManagerError, keyText, type Condition } from '../../../lib/plugin.js';
import { valueAt, namesOf } from '../pagination/body-value.js';
import { filterKey, type CompiledField, type CompiledObject, type Resource } from '../resource/resource.js';
import { buildRequest, keyParameters } from './build-request.js';
import { decodeObjects } from './decode-objects.js';
import type { LongList } from './long-list.js';
import { ownPath, staysWhole } from './push.js';
import type { Session } from './session.js';

/** A key: the values of its parts, in their order. */
type Key = readonly unknown[];

/** Requests for single objects that run at a time. */
const PARALLEL = 8;

/** The keys of all objects that a condition can be true of, where it says so. */
export function keysIn({ key }: Resource, condition: Condition): readonly Key[] | undefined {
  const parts = condition.kind === 'and' ? condition.all : [condition];
  for (const part of parts) if (part.kind === 'key') return distinct(part.keys);
  const values = key.map((name) => valuesOf(parts, name));
  const [first, ...others] = values;
  if (!first || values.includes(undefined)) return undefined;
  if (others.length === 0) return distinct(first.map((value) => [value]));
  return values.every((each) => each?.length === 1) ? [values.map((each) => each?.[0])] : undefined;
}

/** What a part of the key has to be one of. */
function valuesOf(parts: readonly Condition[], name: string): readonly unknown[] | undefined {
  for (const part of parts) {
    if (part.kind !== 'compare' || part.path.guard || ownPath(part.path) !== name) continue;
    if (part.operator === 'eq') return [part.value];
    if (part.operator === 'in') return part.value as readonly unknown[];
  }
  return undefined;
}

const distinct = (keys: readonly Key[]): readonly Key[] => [...new Map(keys.map((key) => [keyText(key), key])).values()];

/** The list that can be asked for objects by their keys. */
export function listByKeys({ lists, key }: Resource, keys: readonly Key[]): LongList | undefined {
  const [name, ...others] = key;
  if (name === undefined || others.length > 0) return undefined;
  const values = keys.map(([value]) => value);
  for (const list of lists) {
    const filter = list.filters.get(filterKey(name, 'in'));
    if (filter?.decides === 'here' && list.required.length === 0 && staysWhole(filter, values)) return { list, filter, values };
  }
  return undefined;
}

/** What details are asked with. */
export interface DetailContext {
  readonly resource: Resource;
  readonly session: Session;
  readonly fields: readonly CompiledField[];
}

/** The objects of some keys, by one request for each; those that are not there are left out. */
export async function readDetails(context: DetailContext, detail: CompiledObject, keys: readonly Key[]): Promise<readonly object[]> {
  const found: (object | undefined)[] = keys.map(() => undefined);
  const waiting = keys.entries();
  const work = async (): Promise<void> => {
    for (const [index, key] of waiting) found[index] = await readDetail(context, detail, key);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, keys.length) }, work));
  return found.filter((each) => each !== undefined);
}

async function readDetail({ resource, session, fields }: DetailContext, detail: CompiledObject, key: Key): Promise<object | undefined> {
  const parts = keyParameters(resource, detail.request, key);
  const request = buildRequest(detail.name, detail.request, parts, fields);
  if (!request) return undefined;
  try {
    const { body } = await session.send(request, detail.request);
    const item = valueAt(body, namesOf(detail.item));
    if (item === null || item === undefined) return undefined;
    const [object] = await decodeObjects(resource, detail.name, [item], fields);
    return object;
  } catch (error) {
    if (isGeneralManagerError(error) && error.kind === 'missing') return undefined;
    throw error;
  }
}
