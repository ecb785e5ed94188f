import type { CompiledField } from '../resource/resource.js';
import type { UpstreamRequest } from '../upstream/index.js';
import { buildRequest, type Parameter } from './build-request.js';
import type { Pushed } from './push.js';

/** The request for a list, before it is divided into pages; undefined where nothing can match. */
export function listRequest(
  { list, filters }: Pick<Pushed, 'list' | 'filters'>,
  sort: readonly Parameter[],
  fields: readonly CompiledField[],
): UpstreamRequest | undefined {
  const filtered = filters.map(({ filter, value }): Parameter => {
    return { in: filter.in, name: filter.param, value: filter.serialize(value), list: filter.list };
  });
  const projected = list.projection ? [projection(list.projection.param, fields)] : [];
  return buildRequest(list.name, list.request, [...filtered, ...sort, ...projected], fields);
}

function projection(param: string, fields: readonly CompiledField[]): Parameter {
  return { in: 'query', name: param, value: [...new Set(fields.map(({ wanted }) => wanted.name))] };
}
