import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Filter } from 'general-manager';
import { shelfFilter, thingFilter } from './support/filters.js';
import { SHELVES, thingRows, VAULTS } from './support/rows.js';
import { openStore, Shelf, Thing, type Store } from './support/shelf.js';
import { shelfMatches, thingMatches } from './support/truth.js';

const SEED = 7321;

describe('filters', () => {
  let store: Store;

  before(async () => {
    store = await openStore('filters');
    await store.fill('shelf', SHELVES);
    await store.fill('vault', VAULTS);
  });
  after(async () => store.close());

  const thingIds = async (filter: object): Promise<readonly unknown[]> =>
    store.gm
      .as(null)
      .manager(Thing)
      .filter(filter as Filter<Thing>)
      .values('id');
  const shelfIds = async (filter: object): Promise<readonly unknown[]> =>
    store.gm
      .as(null)
      .manager(Shelf)
      .filter(filter as Filter<Shelf>)
      .values('id');

  it('select what they select by three-valued logic in memory', async () => {
    let telling = 0;
    const property = fc.asyncProperty(thingRows, fc.array(thingFilter, { minLength: 6, maxLength: 6 }), async (things, filters) => {
      await store.fill('thing', things);
      const world = { things, shelves: SHELVES };
      for (const filter of filters) {
        const expected = things.filter((thing) => thingMatches(world, thing, filter) === true);
        expect(await thingIds(filter), fc.stringify(filter)).to.deep.equal(expected.map(({ id }) => id));
        if (expected.length > 0 && expected.length < things.length) telling += 1;
        const excluded = things.filter((thing) => thingMatches(world, thing, filter) === false);
        expect(
          await store.gm
            .as(null)
            .manager(Thing)
            .exclude(filter as Filter<Thing>)
            .values('id'),
          fc.stringify(filter),
        ).to.deep.equal(excluded.map(({ id }) => id));
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: 150 });
    // Filters that select everything or nothing would prove little.
    expect(telling).to.be.greaterThan(300);
  });

  it('ask about related objects: some, every and none', async () => {
    const property = fc.asyncProperty(thingRows, fc.array(shelfFilter, { minLength: 4, maxLength: 4 }), async (things, filters) => {
      await store.fill('thing', things);
      const world = { things, shelves: SHELVES };
      for (const filter of filters) {
        const expected = SHELVES.filter((shelf) => shelfMatches(world, shelf, filter) === true);
        expect(await shelfIds(filter), fc.stringify(filter)).to.deep.equal(expected.map(({ id }) => id));
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: 100 });
  });

  describe('of nulls', () => {
    before(async () => store.fill('thing', [{ id: 1, label: 'a', size: 1 }, { id: 2 }, { id: 3, label: 'b', size: 2, shelf_id: 1 }]));

    const cases: readonly (readonly [Filter<Thing>, readonly number[]])[] = [
      [{ label: null }, [2]],
      [{ label: { eq: null } }, [2]],
      [{ label: { isNull: true } }, [2]],
      [{ label: { ne: null } }, [1, 3]],
      [{ label: { isNull: false } }, [1, 3]],
      [{ label: { ne: 'a' } }, [3]],
      [{ label: { notIn: ['a'] } }, [3]],
      [{ not: { label: 'a' } }, [3]],
      [{ not: { not: { label: 'a' } } }, [1]],
      [{ or: [{ not: { label: 'a' } }, { label: null }] }, [2, 3]],
      [{ label: { in: [] } }, []],
      [{ label: { notIn: [] } }, [1, 2, 3]],
      [{ not: { label: { in: [] } } }, [1, 2, 3]],
      [{ shelf: null }, [1, 2]],
      [{ not: { shelf: null } }, [3]],
      [{ shelf: {} }, [3]],
      [{ not: { shelf: { name: 'no such' } } }, [1, 2, 3]],
      [{}, [1, 2, 3]],
      [{ label: {} }, [1, 2, 3]],
      [{ and: [] }, [1, 2, 3]],
      [{ or: [] }, []],
      [{ not: {} }, []],
      [{ and: [{}, { id: { gt: 0 } }] }, [1, 2, 3]],
    ];
    for (const [filter, expected] of cases) {
      it(`${fc.stringify(filter)} selects ${expected.length === 0 ? 'nothing' : expected.join(', ')}`, async () => {
        expect(await thingIds(filter)).to.deep.equal(expected);
      });
    }
  });

  describe('of texts', () => {
    const texts = ['100%', '1000', 'a_b', 'aXb', 'a\\b', 'a\\_b', 'AXB', "o'b"];

    before(async () =>
      store.fill(
        'thing',
        texts.map((label, index) => ({ id: index + 1, label })),
      ),
    );

    const cases: readonly (readonly [Filter<Thing>['label'], readonly string[]])[] = [
      [{ contains: '%' }, ['100%']],
      [{ contains: '_' }, ['a_b', 'a\\_b']],
      [{ contains: '\\' }, ['a\\b', 'a\\_b']],
      [{ contains: '\\_' }, ['a\\_b']],
      [{ contains: "'" }, ["o'b"]],
      [{ startsWith: '100%' }, ['100%']],
      [{ startsWith: '_' }, []],
      [{ endsWith: '_b' }, ['a_b', 'a\\_b']],
      [{ endsWith: '\\' }, []],
      [{ icontains: 'x' }, ['aXb', 'AXB']],
      [{ istartsWith: 'A_' }, ['a_b']],
      [{ iendsWith: '_B' }, ['a_b', 'a\\_b']],
      [{ ieq: 'axB' }, ['aXb', 'AXB']],
      [{ ieq: 'A_B' }, ['a_b']],
      [{ ieq: '%' }, []],
      [{ like: 'a_b' }, ['a_b', 'aXb', 'a\\b']],
      [{ like: 'a\\_b' }, ['a_b']],
      [{ like: '%\\%' }, ['100%']],
      [{ ilike: 'A_B' }, ['a_b', 'aXb', 'a\\b', 'AXB']],
    ];
    for (const [filter, expected] of cases) {
      it(`${fc.stringify(filter)} selects ${expected.length === 0 ? 'nothing' : expected.join(' ')}`, async () => {
        const labels = await store.gm
          .as(null)
          .manager(Thing)
          .filter({ label: filter ?? null })
          .values('label');
        expect(labels).to.deep.equal(expected);
      });
    }
  });

  it('are joined by and, whether given at once or one after the other', async () => {
    await store.fill(
      'thing',
      [1, 2, 3, 4].map((id) => ({ id, size: id % 2 })),
    );
    const bucket = store.gm.as(null).manager(Thing).filter({ size: 1 });
    expect(await bucket.values('id')).to.deep.equal([1, 3]);
    expect(await bucket.filter({ id: { gt: 1 } }).values('id')).to.deep.equal([3]);
    expect(await bucket.filter({ size: 0 }).values('id')).to.deep.equal([]);
    expect(await bucket.exclude({ id: 3 }).values('id')).to.deep.equal([1]);
    expect(await thingIds({ size: 1, id: { gte: 1, lt: 3 } })).to.deep.equal([1]);
  });
});
