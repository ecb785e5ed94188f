import { expect } from 'chai';
import * as fc from 'fast-check';
import { actor, anyOf, not, role, where } from 'general-manager/decorators';
import type { ReadRequest, Runtime } from 'general-manager/plugin';
import { difference, plain } from '../../../contract/support/plain.js';
import { boot, declare } from './support/boot.js';
import type { Loopback } from './support/api.js';
import { FILTERS, MOODS, serveThings, SORT, STYLES, thingFields, type Source } from './support/things.js';

const SEED = Number(process.env['CONTRACT_SEED'] ?? 271828);
const RUNS = Number(process.env['CONTRACT_RUNS'] ?? 6);

interface Thing {
  id: number;
  label: string | null;
  size: number | null;
  cost: string | null;
  seen: Date | null;
  mood: string | null;
  owner: string | null;
  tags: readonly string[];
}

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
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
const world = fc
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
const listed = fc.record({
  filter: fc.option(filter, { nil: undefined }),
  sort: sort.map((keys) => keys.map(([name, direction, nulls]) => ({ [name]: `${direction}${nulls}` }))),
  size: fc.integer({ min: 1, max: 9 }),
  offset: pick(0, 0, 1, 5),
  reverse: fc.boolean(),
  total: fc.boolean(),
});
const measured = fc.record({
  filter: fc.option(filter, { nil: undefined }),
  groupBy: pick([['mood']], [['owner'], ['size']], undefined),
});
const acting = pick<object | null>(null, { roles: ['admin'] }, { name: 'a' }, { roles: ['clerk'] });

/** What decides who sees what: conditions that upstreams take, and such that they do not. */
const permission = {
  read: anyOf(role('admin'), where({ size: { lt: 3 } }), where({ label: actor('name') })),
  fields: { cost: { read: anyOf(role('admin'), not(where({ mood: 'wild' }))) }, owner: { read: role('admin', 'clerk') } },
} as const;

describe('HTTP resources: what is sent and what is done here', function () {
  this.timeout(300_000);
  let things: readonly Source[] = [];
  let api: Loopback;
  const runtimes = new Map<string, Runtime>();
  let reference: Runtime;

  before(async () => {
    api = await serveThings(() => things);
    const upstream = { baseUrl: api.url };
    const local = { objects: 1000 };
    const detail = { path: '/things/{id}' };
    for (const [path, pagination] of Object.entries(STYLES)) {
      const list = { path, filters: FILTERS, sort: SORT, ...(pagination && { pagination }) };
      const Thing = declare<Thing>(
        'Thing',
        { upstream, fields: thingFields, operations: { list, detail }, local, whole: true },
        permission,
      );
      const { runtime, problems } = boot(Thing);
      expect(problems).to.deep.equal([]);
      runtimes.set(path, runtime);
    }
    const Thing = declare<Thing>('Thing', { upstream, fields: thingFields, operations: { list: { path: '/whole' } }, local }, permission);
    reference = boot(Thing).runtime;
  });
  after(async () => api.close());

  const read = async (runtime: Runtime, request: ReadRequest, acts: object | null): Promise<unknown> => {
    const manager = runtime.model.managers.get('Thing');
    if (!manager) throw new Error('no manager');
    return runtime.read(manager, request, { actor: acts }).catch(({ code }: { code?: string }) => code);
  };

  const select = { fields: Object.keys(thingFields), relations: [] };

  /** All pages of a list, one after the other. */
  const walk = async (
    runtime: Runtime,
    asked: typeof listed extends fc.Arbitrary<infer T> ? T : never,
    acts: object | null,
  ): Promise<unknown> => {
    const found: unknown[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 40; page += 1) {
      const { filter: where, sort: order, size, offset, reverse, total } = asked;
      const begin = offset > 0 && !reverse && cursor === undefined ? { first: size, offset } : { first: size, after: cursor };
      const request = {
        select,
        filter: where,
        sort: order,
        total,
        positions: true,
        page: reverse ? { last: size, before: cursor } : begin,
      };
      const result = await read(runtime, request, acts);
      found.push(plain(result));
      if (typeof result !== 'object' || result === null || !('hasNext' in result)) return found;
      const { rows, hasNext, hasPrevious } = result as Awaited<ReturnType<Runtime['read']>>;
      if (!(reverse ? hasPrevious : hasNext)) return found;
      cursor = runtime.cursor(result as never, reverse ? 0 : rows.length - 1, { actor: acts });
    }
    throw new Error('the pages do not end');
  };

  for (const path of Object.keys(STYLES)) {
    it(`agree for lists at ${path}`, async () => {
      const runtime = runtimes.get(path);
      if (!runtime) throw new Error('no runtime');
      let rows = 0;
      await fc.assert(
        fc.asyncProperty(world, fc.array(fc.tuple(listed, acting), { minLength: 25, maxLength: 25 }), async (content, asked) => {
          things = content;
          for (const [each, acts] of asked) {
            const expected = await walk(reference, each, acts);
            const differing = difference(await walk(runtime, each, acts), expected);
            expect(differing, fc.stringify([each, acts])).to.equal(undefined);
            rows += (expected as readonly { rows?: readonly unknown[] }[]).reduce((sum, page) => sum + (page.rows?.length ?? 0), 0);
          }
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
      expect(rows / RUNS, 'rows that were compared').to.be.greaterThan(30);
    });

    it(`agree for groups and single objects at ${path}`, async () => {
      const runtime = runtimes.get(path);
      if (!runtime) throw new Error('no runtime');
      const keys = fc.array(pick(0, 1, 2, 5, 30), { maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(world, fc.array(fc.tuple(measured, keys, acting), { minLength: 15, maxLength: 15 }), async (content, asked) => {
          things = content;
          for (const [{ filter: where, groupBy }, wanted, acts] of asked) {
            const measures = [{ kind: 'count', names: [] } as const, { kind: 'sum', names: ['size'] } as const];
            const request: ReadRequest = {
              select: { fields: [], relations: [] },
              filter: where,
              aggregate: { measures, ...(groupBy && { groupBy }) },
            };
            const answers = async (from: Runtime): Promise<unknown> => {
              const manager = from.model.managers.get('Thing');
              if (!manager) throw new Error('no manager');
              return plain([await read(from, request, acts), await from.readMany(manager, wanted, select, { actor: acts })]);
            };
            expect(difference(await answers(runtime), await answers(reference)), fc.stringify([where, groupBy, acts])).to.equal(undefined);
          }
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
    });
  }
});
