import type { UpstreamRequest } from '../upstream/request.js';
import { InvalidPage } from './errors.js';
import { namesOf } from './body-value.js';

/** Where the parameters of pages go: the query, or a JSON body, in which names are paths (`variables.after`). */
export type ParameterPlace = 'query' | 'body';

/** Parameters with their values; undefined ones are taken away. */
export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** A request with other parameters; those that its target or query already has are replaced. */
export function setParameters(request: UpstreamRequest, values: Parameters, place: ParameterPlace): UpstreamRequest {
  return place === 'query' ? withQuery(request, values) : withBody(request, values);
}

function withQuery(request: UpstreamRequest, values: Parameters): UpstreamRequest {
  const kept = (request.query ?? []).filter(([name]) => !Object.hasOwn(values, name));
  const added = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]));
  return { ...request, target: withoutParameters(request.target, values), query: [...kept, ...added] };
}

function withoutParameters(target: string, values: Parameters): string {
  const mark = target.indexOf('?');
  if (mark === -1) return target;
  const kept = [...new URLSearchParams(target.slice(mark))].filter(([name]) => !Object.hasOwn(values, name));
  return kept.length === 0 ? target.slice(0, mark) : `${target.slice(0, mark)}?${new URLSearchParams(kept)}`;
}

/**
 * Sets values in a JSON body.
 *
 * @throws GM_UPSTREAM_INVALID_PAGE where the request has none
 */
function withBody(request: UpstreamRequest, values: Parameters): UpstreamRequest {
  const { operation, body } = request;
  if (typeof body?.content !== 'string')
    throw InvalidPage.create({ operation, reason: 'its request has no JSON body to set parameters in' });
  let content: unknown = JSON.parse(body.content);
  for (const [path, value] of Object.entries(values)) content = withValue(content, namesOf(path), value);
  return { ...request, body: { ...body, content: JSON.stringify(content) } };
}

function withValue(holder: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const known: object = typeof holder === 'object' && holder !== null ? holder : {};
  return { ...known, [name]: withValue(Object.hasOwn(known, name) ? Reflect.get(known, name) : undefined, rest, value) };
}

/** A request that follows a link; it stands for everything that the first one asked for. */
export function followLink(request: UpstreamRequest, link: string, from: string): UpstreamRequest {
  const { operation } = request;
  if (!URL.canParse(link, from)) throw InvalidPage.create({ operation, reason: 'its next link is not a valid URL' });
  const { query: _query, ...rest } = request;
  return { ...rest, target: new URL(link, from).href };
}
