import type { FilterPlace, RequestOptions, SingleOperation, WantedField } from '../declare/operation-options.js';
import type { CompiledField, Resource } from '../resource/resource.js';
import { placeAt } from '../resource/place-at.js';
import { expand } from '../resource/template.js';
import type { UpstreamMethod, UpstreamRequest } from '../upstream/index.js';

/** A value in a request. */
export interface Parameter {
  readonly in: FilterPlace;
  readonly name: string;
  /** JSON; lists go out as `list` says. */
  readonly value: unknown;
  readonly list?: 'comma' | 'repeat';
}

/** A request with values; undefined where a value cannot be in its path, so that there can be no such object. */
export function buildRequest(
  operation: string,
  options: RequestOptions,
  parameters: readonly Parameter[],
  fields: readonly CompiledField[],
  fallback: UpstreamMethod = 'GET',
): UpstreamRequest | undefined {
  const inPlace = (place: FilterPlace): readonly Parameter[] => parameters.filter((each) => each.in === place);
  const target = expand(options.path, new Map(inPlace('path').map(({ name, value }) => [name, textOf(value)])));
  if (target === undefined) return undefined;
  const headers = Object.fromEntries(inPlace('header').map((each) => [each.name, joined(each)]));
  const query = [...Object.entries(options.query ?? {}), ...inPlace('query').flatMap(queryOf)];
  const body = bodyOf(options, inPlace('body'), fields);
  const method = options.method ?? fallback;
  return {
    operation,
    method,
    target,
    ...(query.length > 0 && { query }),
    headers: { ...options.headers, ...headers },
    ...(body !== undefined && { body: { contentType: 'application/json', content: JSON.stringify(body) } }),
    // What reads may be sent again, also where it is a POST.
    ...(fallback === 'GET' && { repeatable: true }),
  };
}

/** The parameters that name one object by its key. */
export function keyParameters(
  { key: names, fields }: Resource,
  { key: places }: SingleOperation,
  key: readonly unknown[],
): readonly Parameter[] {
  return names.map((name, index): Parameter => {
    const value = fields.get(name)?.encode(key[index]);
    const place = places?.[index];
    return place === undefined ? { in: 'path', name, value } : { in: 'body', name: place, value };
  });
}

function queryOf(parameter: Parameter): readonly (readonly [string, string])[] {
  const { name, value, list } = parameter;
  if (Array.isArray(value) && list === 'repeat') return value.map((each) => [name, textOf(each)] as const);
  return [[name, joined(parameter)]];
}

const joined = ({ value }: Parameter): string => (Array.isArray(value) ? value.map(textOf).join(',') : textOf(value));

/** What a value is outside of bodies. */
export const textOf = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));

function bodyOf({ body }: RequestOptions, parameters: readonly Parameter[], fields: readonly CompiledField[]): object | undefined {
  if (body === undefined && parameters.length === 0) return undefined;
  const begun = typeof body === 'function' ? body(mergeWanted(fields.map(({ wanted }) => wanted))) : (body ?? {});
  const made: Record<string, unknown> = structuredClone({ ...begun });
  for (const { name, value } of parameters) placeAt(made, name.split('.'), value);
  return made;
}

/** Fields that are in the same objects of the upstream, together. */
function mergeWanted(wanted: readonly WantedField[]): readonly WantedField[] {
  const groups = new Map<string, WantedField[]>();
  for (const each of wanted) groups.set(each.name, [...(groups.get(each.name) ?? []), each]);
  return [...groups].map(([name, all]) => ({ name, fields: mergeWanted(all.flatMap(({ fields }) => fields)) }));
}
