import { actor, anyOf, not, role, where } from 'general-manager/decorators';
import type { ReadRequest, Runtime } from 'general-manager/plugin';
import * as fc from 'fast-check';
import { plain } from '../../../../../integrations/testing/contract/plain.js';
import { MOODS, thingFields, type Source } from './things.js';

/** A thing as its class has it. */
export interface Thing {
  id: number;
  label: string | null;
  size: number | null;
  cost: string | null;
  seen: Date | null;
  mood: string | null;
  owner: string | null;
  tags: readonly string[];
}

export const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const LABELS = ['', 'a', 'A', 'ä', '%', 'a,b', 'x y', '😀', '&=?#'];
const SEEN = ['1969-12-31T23:59:59.999Z', '2024-02-29T12:00:00.000Z', '2024-02-29T12:00:00.001Z'];
const COSTS = ['-1.50', '0', '0.10', '99999999.9999'];

const source = fc.record({
  title: pick(null, ...LABELS),
  size: pick(null, -1, 0, 1, 2, 3),
  cost: pick(null, ...COSTS),
  seen_at: pick(null, ...SEEN),
  mood: pick(null, ...MOODS),
  owner: pick(null, { login: 'ann' }, { login: 'bob' }),
  tags: fc.subarray(['t', 'u', 'v']),
});
/** What an upstream has. */
export const world = fc
  .array(source, { minLength: 5, maxLength: 25, size: 'max' })
  .map((all) => all.map((each, index): Source => ({ id: index + 1, ...each })));

const operand: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  id: pick(1, 2, 3, 7, 99),
  label: pick(...LABELS, 'b'),
  size: pick(-1, 0, 2, 7),
  cost: pick('0.0', '0.1', '-2', '5'),
  seen: pick(...SEEN).map((each) => new Date(each)),
  mood: pick(...MOODS),
  owner: pick('ann', 'bob', 'eve'),
};
const ORDERED = ['id', 'size', 'cost', 'seen'];

const comparison = pick(...Object.keys(operand)).chain((name) => {
  const value = operand[name] ?? fc.constant(null);
  const of = (operator: string, made: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
    made.map((each) => ({ [name]: { [operator]: each } }));
  return fc.oneof(
    of('eq', value),
    of('ne', value),
    of('in', fc.array(value, { maxLength: 3 })),
    of('notIn', fc.array(value, { maxLength: 3 })),
    of('isNull', fc.boolean()),
    ...(ORDERED.includes(name) ? ['gt', 'gte', 'lt', 'lte'].map((operator) => of(operator, value)) : []),
    ...(name === 'label' ? ['contains', 'startsWith', 'icontains', 'ieq'].map((operator) => of(operator, value)) : []),
    fc.subarray(['t', 'u']).map((tags) => ({ tags: { hasEvery: tags } })),
  );
});
const filter = fc.letrec<{ tree: object }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    comparison,
    tie('tree').map((each) => ({ not: each })),
    fc.array(tie('tree'), { maxLength: 3 }).map((all) => ({ and: all })),
    fc.array(tie('tree'), { maxLength: 3 }).map((all) => ({ or: all })),
  ),
})).tree;
const sort = fc.uniqueArray(
  fc.tuple(pick('id', 'label', 'size', 'cost', 'seen', 'mood', 'owner'), pick('asc', 'desc'), pick('', ' nulls first', ' nulls last')),
  { maxLength: 3, selector: ([name]) => name },
);
/** A list that is asked for, and how its pages are walked. */
export const listed = fc.record({
  filter: fc.option(filter, { nil: undefined }),
  sort: sort.map((keys) => keys.map(([name, direction, nulls]) => ({ [name]: `${direction}${nulls}` }))),
  size: fc.integer({ min: 1, max: 9 }),
  offset: pick(0, 0, 1, 5),
  reverse: fc.boolean(),
  total: fc.boolean(),
});
/** Groups that are asked for. */
export const measured = fc.record({
  filter: fc.option(filter, { nil: undefined }),
  groupBy: pick([['mood']], [['owner'], ['size']], undefined),
});
/** Actors for whom the policies say different things. */
export const acting = pick<object | null>(null, { roles: ['admin'] }, { name: 'a' }, { roles: ['clerk'] });

/** What decides who sees what: conditions that upstreams take, and such that they do not. */
export const permission = {
  read: anyOf(role('admin'), where({ size: { lt: 3 } }), where({ label: actor('name') })),
  fields: { cost: { read: anyOf(role('admin'), not(where({ mood: 'wild' }))) }, owner: { read: role('admin', 'clerk') } },
} as const;

export const select = { fields: Object.keys(thingFields), relations: [] };

/** The answer to a read, or the code of its error. */
export async function read(runtime: Runtime, request: ReadRequest, acts: object | null): Promise<unknown> {
  const manager = runtime.model.managers.get('Thing');
  if (!manager) throw new Error('no manager');
  return runtime.read(manager, request, { actor: acts }).catch(({ code }: { code?: string }) => code);
}

/** All pages of a list, one after the other. */
export async function walk(
  runtime: Runtime,
  asked: typeof listed extends fc.Arbitrary<infer T> ? T : never,
  acts: object | null,
): Promise<unknown> {
  const found: unknown[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 40; page += 1) {
    const { filter: where, sort: order, size, offset, reverse, total } = asked;
    const begin = offset > 0 && !reverse && cursor === undefined ? { first: size, offset } : { first: size, after: cursor };
    const request = { select, filter: where, sort: order, total, positions: true, page: reverse ? { last: size, before: cursor } : begin };
    const result = await read(runtime, request, acts);
    found.push(plain(result));
    if (typeof result !== 'object' || result === null || !('hasNext' in result)) return found;
    const { rows, hasNext, hasPrevious } = result as Awaited<ReturnType<Runtime['read']>>;
    if (!(reverse ? hasPrevious : hasNext)) return found;
    cursor = runtime.cursor(result as never, reverse ? 0 : rows.length - 1, { actor: acts });
  }
  throw new Error('the pages do not end');
}
