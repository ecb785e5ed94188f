import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Filter, Measures } from 'general-manager';
import { compareAt, having, isResult, keyText, measure, MEASURES, PATHS, valueAt, type Asked } from './support/aggregates.js';
import { thingFilter } from './support/filters.js';
import { SHELVES, thingRows, VAULTS } from './support/rows.js';
import { openStore, Thing, type Store } from './support/shelf.js';
import { thingMatches } from './support/truth.js';

const SEED = 9127;

type Row = Readonly<Record<string, unknown>>;

/** Measures as callers write them. */
function written(asked: readonly Asked[]): Measures<Thing> {
  const kinds = [...new Set(asked.map(({ kind }) => kind))];
  return Object.fromEntries(
    kinds.map((kind) => [kind, kind === 'count' ? true : asked.filter((each) => each.kind === kind).map(({ path }) => path)]),
  );
}

const read = (answer: object, { kind, path }: Asked): unknown => {
  const found: unknown = Reflect.get(answer, kind);
  return kind === 'count' ? found : (found as Row)[path];
};

describe('aggregates', () => {
  let store: Store;

  before(async () => {
    store = await openStore('aggregates');
    await store.fill('shelf', SHELVES);
    await store.fill('vault', VAULTS);
  });
  after(async () => store.close());

  const things = (filter: Filter<Thing> = {}) => store.gm.as(null).manager(Thing).filter(filter);

  it('are what is computed in memory: of every type, along relations, of filtered rows and of nothing', async function () {
    this.timeout(60_000);
    let empty = 0;
    const property = fc.asyncProperty(thingRows, fc.array(thingFilter, { minLength: 3, maxLength: 3 }), async (rows, filters) => {
      await store.fill('thing', rows);
      for (const filter of [{}, ...filters]) {
        const matching = rows.filter((row) => thingMatches({ things: rows, shelves: SHELVES }, row, filter) === true);
        const answer = await things(filter).aggregate(written(MEASURES));
        for (const asked of MEASURES) {
          const result = measure(asked, matching, SHELVES);
          if (result === null) empty += 1;
          const got = read(answer, asked);
          expect(isResult(result, asked, got), `${asked.kind} ${asked.path}: ${String(got)} of ${fc.stringify(matching)}`).to.equal(true);
        }
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: 60 });
    expect(empty).to.be.above(100);
  });

  const key = fc.constantFrom('shelf', ...Object.keys(PATHS).filter((path) => path !== 'id'));
  const order = fc.array(fc.tuple(fc.nat(), fc.boolean(), fc.constantFrom('key', 'count', 'max.size')), { maxLength: 3 });

  it('groups are those of memory, in their order, page by page', async function () {
    this.timeout(60_000);
    let telling = 0;
    const asked = fc.record({
      filter: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: thingFilter }),
      keys: fc.uniqueArray(key, { minLength: 1, maxLength: 3 }),
      having: fc.option(having),
      order,
      page: fc.option(fc.record({ first: fc.integer({ min: 0, max: 4 }), offset: fc.integer({ min: 0, max: 3 }) })),
    });
    const property = fc.asyncProperty(thingRows, fc.array(asked, { minLength: 6, maxLength: 6 }), async (rows, requests) => {
      await store.fill('thing', rows);
      for (const request of requests) {
        const matching = rows.filter((row) => thingMatches({ things: rows, shelves: SHELVES }, row, request.filter) === true);
        const sort = request.order.map(([index, descending, by]) => ({
          by: by === 'key' ? (request.keys[index % request.keys.length] ?? '') : by,
          descending,
        }));
        const expected = sorted(groups(matching, request.keys), request.keys, sort).filter(
          (group) => !request.having || request.having.holds(group, SHELVES) === true,
        );
        const { first = Infinity, offset = 0 } = request.page ?? {};
        const page = expected.slice(offset, offset + first);
        let bucket = things(request.filter).groupBy(...(request.keys as 'shelf'[]));
        if (request.having) bucket = bucket.having(request.having.written);
        const answer = await bucket
          .sort(...sort.map(({ by, descending }) => `${descending ? '-' : ''}${by}` as 'count'))
          .aggregate(written(MEASURES.slice(0, 60)), request.page ?? undefined);
        const keyOf = (values: (path: string) => unknown): string => request.keys.map((path) => keyText(path, values(path))).join();
        expect(
          answer.map((group) => keyOf((path) => (group.key as Row)[path])),
          fc.stringify(request),
        ).to.deep.equal(page.map(([one = {}]) => keyOf((path) => valueAt(one, SHELVES, path))));
        answer.forEach((group, index) => {
          for (const each of MEASURES.slice(0, 60)) {
            expect(isResult(measure(each, page[index] ?? [], SHELVES), each, read(group, each)), `${each.kind} ${each.path}`).to.equal(
              true,
            );
          }
        });
        if (page.length > 1) telling += 1;
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: 80 });
    expect(telling).to.be.above(100);
  });

  function groups(rows: readonly Row[], keys: readonly string[]): readonly (readonly Row[])[] {
    const found = new Map<string, Row[]>();
    for (const row of rows) {
      const name = keys.map((path) => keyText(path, valueAt(row, SHELVES, path))).join();
      found.set(name, [...(found.get(name) ?? []), row]);
    }
    return [...found.values()];
  }

  function sorted(
    all: readonly (readonly Row[])[],
    keys: readonly string[],
    sort: readonly { readonly by: string; readonly descending: boolean }[],
  ): readonly (readonly Row[])[] {
    const terms = [...sort, ...keys.map((by) => ({ by, descending: false }))];
    const valueOf = (group: readonly Row[], by: string): unknown => {
      if (by === 'count') return group.length;
      return by === 'max.size' ? measure({ kind: 'max', path: 'size' }, group, SHELVES) : valueAt(group[0] ?? {}, SHELVES, by);
    };
    return all.toSorted((left, right) => {
      for (const { by, descending } of terms) {
        const sign = compareAt(by, valueOf(left, by), valueOf(right, by));
        if (sign !== 0) return descending ? -sign : sign;
      }
      return 0;
    });
  }

  it('of different values: each once, in order, null at the end', async () => {
    await store.fill('thing', [
      { id: 1, label: 'b' },
      { id: 2, label: null },
      { id: 3, label: 'a' },
      { id: 4, label: 'b' },
    ]);
    expect(await things().values('label', { distinct: true })).to.deep.equal(['a', 'b', null]);
    expect(await things({ id: { lt: 3 } }).values('label', { distinct: true })).to.deep.equal(['b', null]);
    expect(await things().values('label')).to.have.lengthOf(4);
  });

  it('read any number of groups, as many at once as a page may have', async () => {
    const small = await store.boot({ limits: { maxPageSize: 2 } });
    await store.fill(
      'thing',
      [1, 2, 3, 4, 5].map((id) => ({ id, size: id })),
    );
    const all = await small.as(null).manager(Thing).groupBy('size').sort('-size').aggregate({ count: true });
    expect(all.map(({ key: { size } }) => size)).to.deep.equal([5, 4, 3, 2, 1]);
  });
});
