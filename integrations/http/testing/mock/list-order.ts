import { orderValues } from '../../../../lib/plugin.js';
import { valueAt } from '../../pagination/body-value.js';
import { textOf } from '../../read/build-request.js';
import type { CompiledList } from '../../resource/resource.js';
import type { ListRequestOperation } from '../operations.js';
import { headerOf } from './asked.js';
import { fieldOf, valueOf } from './operand.js';
import { Refusal } from './refusal.js';
import type { Serving } from './serve-context.js';
import type { Stored } from './store.js';

interface OrderKey {
  readonly path: string;
  readonly isDescending: boolean;
}

/** Objects in the order that a request asks for; those that are alike stay as they came. */
export function ordered(serving: Serving<ListRequestOperation>, all: readonly Stored[]): readonly Stored[] {
  const { list } = serving.operation;
  const keys = list.sort ? keysOf(serving, list.sort) : [];
  const compares = keys.map((key) => comparing(serving, key));
  return all.toSorted((one, other) => compares.reduce((order, compare) => (order === 0 ? compare(one, other) : order), 0));
}

type Sort = NonNullable<CompiledList['sort']>;

function keysOf(serving: Serving<ListRequestOperation>, sort: Sort): readonly OrderKey[] {
  const { direction = 'minus' } = sort;
  const text = parameterOf(serving, sort, sort.param) ?? '';
  const texts = text === '' ? [] : text.split(',');
  const { keys: most = 1 } = sort;
  if (texts.length > most) throw new Refusal(`it is ordered by ${texts.length} keys, and ${most} are declared at most`);
  if (typeof direction !== 'object') return texts.map((each) => keyOf(sort, each, direction));
  const { asc = 'asc', desc = 'desc' } = direction;
  const told = parameterOf(serving, sort, direction.param) ?? asc;
  if (told !== asc && told !== desc) throw new Refusal(`its parameter ${direction.param} is neither ${asc} nor ${desc}`);
  return texts.map((each) => ({ path: pathOf(sort, each), isDescending: told === desc }));
}

function keyOf(sort: Sort, text: string, direction: 'minus' | 'suffix'): OrderKey {
  const isDescending = direction === 'minus' ? text.startsWith('-') : text.endsWith(':desc');
  const name = direction === 'minus' ? text.replace(/^-/, '') : text.replace(/:(asc|desc)$/, '');
  return { path: pathOf(sort, name), isDescending };
}

function pathOf({ fields }: Sort, name: string): string {
  const found = [...fields].find(([, upstreamName]) => upstreamName === name);
  if (!found) throw new Refusal(`it is ordered by a key that is not declared: ${[...fields.values()].join(', ')} are`);
  return found[0];
}

function parameterOf({ asked }: Serving, { in: place = 'query' }: Sort, name: string): string | undefined {
  if (place === 'query') return asked.query.get(name) ?? undefined;
  if (place === 'header') return headerOf(asked, name);
  const found = valueAt(asked.body, name.split('.'));
  return found === undefined ? undefined : textOf(found);
}

/** Nulls are where the declaration says, descending at the other end. */
function comparing({ resource, operation }: Serving<ListRequestOperation>, { path, isDescending }: OrderKey) {
  const { field } = fieldOf(resource, path);
  const nulls = operation.list.sort?.nulls === 'first' ? -1 : 1;
  return (one: Stored, other: Stored): number => {
    const [left, right] = [valueOf(one, path), valueOf(other, path)];
    const order =
      left === null || right === null ? nulls * (Number(left === null) - Number(right === null)) : orderValues(field, left, right);
    return isDescending ? -order : order;
  };
}
