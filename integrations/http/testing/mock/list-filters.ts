import type { CompiledFilter } from '../../resource/resource.js';
import { valueAt } from '../../pagination/body-value.js';
import type { ListRequestOperation } from '../operations.js';
import { NotInvertible } from '../errors.js';
import { headerOf } from './asked.js';
import { comparison, fieldOf, takesMany } from './operand.js';
import { Refusal } from './refusal.js';
import type { Serving } from './serve-context.js';
import type { Stored } from './store.js';

/** Objects that match all that a request filters by. */
export function filtered(serving: Serving<ListRequestOperation>): readonly Stored[] {
  const tests = asks(serving).map(([filter, given]) => testOf(serving, filter, given));
  return serving.store.all.filter((each) => tests.every((test) => test(each)));
}

type Asks = readonly (readonly [filter: CompiledFilter, given: readonly unknown[]])[];

/** The filters that a request uses; where a parameter is for several operators, the one that takes as many operands as there are. */
function asks(serving: Serving<ListRequestOperation>): Asks {
  const { resource, operation } = serving;
  const all = [...operation.list.filters.values()];
  return all.flatMap((first, index): Asks => {
    const filters = all.filter((each) => each.in === first.in && each.param === first.param);
    const raw = filters[0] === all[index] ? rawOf(serving, first) : undefined;
    if (!raw) return [];
    const many = filters.find((each) => takesMany(each, fieldOf(resource, each.path)));
    const filter = many ?? first;
    const given = many ? listOf(many, raw) : raw;
    if (given.length > 1 && !many) throw new Refusal(`its parameter ${filter.param} is there more than once`);
    if (given.length > filter.maxValues)
      throw new Refusal(`its parameter ${filter.param} has ${given.length} values, and ${filter.maxValues} are declared at most`);
    return [[filter, given]];
  });
}

/** What a request has for a parameter; undefined for nothing. */
function rawOf({ asked, places }: Serving, { in: place, param }: CompiledFilter): readonly unknown[] | undefined {
  if (place === 'query') return asked.query.has(param) ? asked.query.getAll(param) : undefined;
  const found = place === 'path' ? places.get(param) : place === 'header' ? headerOf(asked, param) : valueAt(asked.body, param.split('.'));
  return found === undefined ? undefined : [found];
}

function listOf({ in: place, list }: CompiledFilter, raw: readonly unknown[]): readonly unknown[] {
  if (place === 'body') return raw.flat();
  if (list === 'repeat' && place === 'query') return raw;
  return raw.flatMap((each) => (each === '' ? [] : String(each).split(',')));
}

function testOf(
  { resource, operation, settings }: Serving<ListRequestOperation>,
  filter: CompiledFilter,
  given: readonly unknown[],
): (stored: Stored) => boolean {
  const { path, operator, negated } = filter;
  const own = settings.filters.get(`${path}.${operator}`);
  if (own) return ({ object }) => own(object, given.map(String)) !== negated;
  const test = comparison(resource, filter, given);
  if (test) return test;
  throw NotInvertible.create({
    resource: resource.name,
    what: `the filter ${path}.${operator} of ${operation.name} has a serialize`,
    how: `of(${resource.name}).filter('${path}.${operator}', (object, operands) => …)`,
  });
}
