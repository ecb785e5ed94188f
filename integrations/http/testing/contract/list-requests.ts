import type { Operator } from '../../../../lib/plugin.js';
import { listRequest } from '../../read/list-request.js';
import type { PushedFilter } from '../../read/push.js';
import type { Parameter } from '../../read/build-request.js';
import type { CompiledFilter, CompiledList } from '../../resource/resource.js';
import type { UpstreamRequest } from '../../upstream/index.js';
import { fieldOf, takesMany, valueOf } from '../mock/operand.js';
import type { Stored } from '../mock/store.js';
import type { ListRequestOperation } from '../operations.js';
import { exampleOf } from './example.js';

/** A request for a list, and what it asks for. */
export interface ListExample {
  /** Behind `a list of Project`. */
  readonly how: string;
  readonly request: UpstreamRequest;
}

/** The requests for a list that this side may send: alone, with each filter, in each order; of pages with one object. */
export function listExamples(operation: ListRequestOperation, stored: Stored): readonly ListExample[] {
  const { list, resource } = operation;
  const placed = new Map<string, CompiledFilter>();
  for (const filter of list.filters.values())
    if (filter.in === 'path' && !filter.negated && !placed.has(filter.param)) placed.set(filter.param, filter);
  const needed = [...placed.values()];
  const fields = [...resource.fields.values()];
  const made = (how: string, filters: readonly CompiledFilter[], sort: readonly Parameter[] = []): readonly ListExample[] => {
    const asked = filters.map((filter): PushedFilter => ({ filter, value: operandOf(operation, filter, stored) }));
    const first = listRequest({ list, filters: asked }, sort, fields);
    return first ? [{ how, request: list.style.request(first, { offset: 0, size: Math.max(1, list.style.minSize) }) }] : [];
  };
  const others = [...list.filters.values()].filter(({ in: place }) => place !== 'path');
  return [
    ...made('', needed),
    ...others.flatMap((filter) => made(` ${filter.negated ? 'without' : 'with'} ${filter.path} ${filter.operator}`, [...needed, filter])),
    ...sorts(list).flatMap(([name, sort]) => made(` by ${name}`, needed, sort)),
  ];
}

function sorts({ sort }: CompiledList): readonly (readonly [how: string, parameters: readonly Parameter[]])[] {
  if (!sort) return [];
  const { in: place = 'query', param, direction = 'minus' } = sort;
  return [...sort.fields].flatMap(([name, upstreamName]) =>
    [false, true].map((isDescending): readonly [string, readonly Parameter[]] => {
      const key =
        direction === 'minus'
          ? `${isDescending ? '-' : ''}${upstreamName}`
          : direction === 'suffix'
            ? `${upstreamName}:${isDescending ? 'desc' : 'asc'}`
            : upstreamName;
      const told = typeof direction === 'object' ? (isDescending ? (direction.desc ?? 'desc') : (direction.asc ?? 'asc')) : undefined;
      const apart = typeof direction === 'object' ? [{ in: place, name: direction.param, value: told }] : [];
      return [`${name}${isDescending ? ' descending' : ''}`, [{ in: place, name: param, value: key }, ...apart]];
    }),
  );
}

/** An operand that objects match, or what leaves out others. */
function operandOf({ resource }: ListRequestOperation, filter: CompiledFilter, stored: Stored): unknown {
  const at = fieldOf(resource, filter.path);
  if (ASKING.includes(filter.operator)) return filter.operator === 'isNull' && valueOf(stored, filter.path) === null;
  const value = valueOf(stored, filter.path) ?? exampleOf(at.compiled);
  const item: unknown = at.field.list && Array.isArray(value) ? (value[0] ?? (exampleOf(at.compiled) as readonly unknown[])[0]) : value;
  return takesMany(filter, at) ? [item] : item;
}

const ASKING: readonly Operator[] = ['isNull', 'isEmpty'];
