import type { OrderTerm } from '../../../lib/plugin.js';
import type { CompiledList } from '../resource/resource.js';
import type { Parameter } from './build-request.js';
import { ownPath } from './push.js';

/**
 * The parameters of an order; undefined where the upstream cannot be asked for it. Without an order of the caller's, the upstream's own is
 * as good as any.
 */
export function sortParameters({ sort }: CompiledList, order: readonly OrderTerm[]): readonly Parameter[] | undefined {
  const asked = order.filter(({ path }) => path.keyColumn === undefined);
  if (asked.length === 0) return [];
  if (!sort || asked.length > (sort.keys ?? 1)) return undefined;
  const names = asked.map((term) => (isPlaced(sort, term) ? sort.fields.get(ownPath(term.path) ?? '') : undefined));
  const { direction = 'minus', in: place = 'query', param } = sort;
  if (names.some((name) => name === undefined)) return undefined;
  if (typeof direction === 'object') {
    const [{ direction: only } = { direction: 'asc' as const }] = asked;
    const told = only === 'asc' ? (direction.asc ?? 'asc') : (direction.desc ?? 'desc');
    return asked.length > 1 ? undefined : [at(place, param, names[0]), at(place, direction.param, told)];
  }
  const keys = asked.map((term, index) => {
    const name = names[index] ?? '';
    if (direction === 'suffix') return `${name}:${term.direction}`;
    return term.direction === 'desc' ? `-${name}` : name;
  });
  return [at(place, param, keys.join(','))];
}

const at = (place: Parameter['in'], name: string, value: unknown): Parameter => ({ in: place, name, value });

/** Whether the upstream places nulls as they are asked for. What is hidden is null here, and has a place of its own to the upstream. */
function isPlaced({ nulls }: NonNullable<CompiledList['sort']>, { path, direction, nulls: asked }: OrderTerm): boolean {
  if (path.guard) return false;
  if (!path.field.nullable) return true;
  return nulls !== undefined && (direction === 'asc') === (nulls === asked);
}
