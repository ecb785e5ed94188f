import { expect } from 'chai';
import * as fc from 'fast-check';
import { graphql } from 'graphql';
import type { Bucket, BucketPage, SortKey } from 'general-manager';
import type { PageRequest } from 'general-manager/plugin';
import { openStore, Slot, Thing, type Store } from './support/shelf.js';
import { SHELVES, thingRow, thingRows, VAULTS } from './support/rows.js';

const SEED = 20240229;

/** What a thing can be sorted by: how callers write it, and what it is in SQL. */
const COLUMNS: Readonly<Record<string, string>> = {
  label: 't.label',
  size: 't.size',
  weight: 't.weight',
  serial: 't.serial',
  price: 't.price',
  fragile: 't.fragile',
  made: 't.made',
  opens: 't.opens',
  seen: 't.seen',
  noted: 't.noted',
  code: 't.code',
  mood: 't.mood',
  tint: 't.tint',
  grade: 't.grade',
  'measure.width': 't.measure_width',
  'shelf.name': 's.name',
  'shelf.floor': 's.floor',
  // Nobody may see a vault: it sorts as if there were none.
  'vault.code': 'null::text',
};

interface Key {
  readonly name: string;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last' | undefined;
}

const keys = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...Object.keys(COLUMNS), 'id'),
    direction: fc.constantFrom('asc' as const, 'desc' as const),
    nulls: fc.constantFrom('first' as const, 'last' as const, undefined),
  }),
  { selector: ({ name }) => name, maxLength: 4 },
);

/** `{ shelf: { name: 'desc nulls last' } }`, or `-shelf.name` where that says it. */
function sortKey({ name, direction, nulls }: Key): SortKey<Thing> {
  if (nulls === undefined) return `${direction === 'desc' ? '-' : ''}${name}` as SortKey<Thing>;
  const parts = name.split('.').toReversed();
  return parts.reduce<unknown>((inner, part) => ({ [part]: inner }), `${direction} nulls ${nulls}`) as SortKey<Thing>;
}

/** The same order in SQL, which puts nulls last in ascending and first in descending order, too. */
function orderBy(sort: readonly Key[]): string {
  const terms = sort.map(({ name, direction, nulls }) => {
    return `${COLUMNS[name] ?? 't.id'} ${direction}${nulls === undefined ? '' : ` nulls ${nulls}`}`;
  });
  return [...terms, 't.id asc'].join(', ');
}

describe('paging', () => {
  let store: Store;

  before(async () => {
    store = await openStore('paging', { secret: 'paging' });
    await store.fill('shelf', SHELVES);
    await store.fill('vault', VAULTS);
  });
  after(async () => store.close());

  const things = (): Bucket<Thing, { id: number }> => store.gm.as(null).manager(Thing).select({ id: true });

  async function expected(sort: readonly Key[], where = 'true'): Promise<readonly number[]> {
    const rows = await store.query(
      `select t.id from thing t left join shelf s on s.id = t.shelf_id where ${where} order by ${orderBy(sort)}`,
    );
    return rows.map(({ id }) => Number(id));
  }

  const ids = ({ items }: BucketPage<{ id: number }>): readonly number[] => items.map(({ id }) => id);

  async function forwards(bucket: Bucket<Thing, { id: number }>, first: number): Promise<readonly BucketPage<{ id: number }>[]> {
    const pages = [await bucket.page({ first, total: true })];
    for (let page = pages[0]; page?.hasNext; page = pages.at(-1))
      pages.push(await bucket.page({ first, after: page.endCursor, total: true }));
    return pages;
  }

  async function backwards(bucket: Bucket<Thing, { id: number }>, last: number): Promise<readonly BucketPage<{ id: number }>[]> {
    const pages = [await bucket.page({ last, total: true })];
    for (let page = pages[0]; page?.hasPrevious; page = pages[0])
      pages.unshift(await bucket.page({ last, before: page.startCursor, total: true }));
    return pages;
  }

  it('gives each row once, in the order of SQL, forwards and backwards, whatever the sort and the size of pages', async () => {
    const lists = fc.record({ rows: thingRows, sort: keys, size: fc.integer({ min: 1, max: 26 }) });
    const property = fc.asyncProperty(lists, async ({ rows, sort, size }) => {
      await store.fill('thing', rows);
      const order = await expected(sort);
      const bucket = things().sort(...sort.map(sortKey));
      const there = await forwards(bucket, size);
      expect(there.flatMap(ids)).to.deep.equal(order);
      expect((await backwards(bucket, size)).flatMap(ids)).to.deep.equal(order);
      expect((await bucket.all()).map(({ id }) => id)).to.deep.equal(order);
      there.forEach((page, index) => {
        expect(page.items).to.have.lengthOf(
          index < there.length - 1 || rows.length === 0 ? Math.min(size, rows.length) : page.items.length,
        );
        expect([page.hasPrevious, page.hasNext, page.total]).to.deep.equal([index > 0, index < there.length - 1, rows.length]);
      });
    });
    await fc.assert(property, { seed: SEED, numRuns: 150 });
  });

  it('gives whoever was there all the time once, and nobody twice, while others come and go', async () => {
    const changes = fc.array(fc.record({ gone: fc.array(fc.nat(30), { maxLength: 4 }), come: fc.array(thingRow, { maxLength: 4 }) }), {
      minLength: 1,
      maxLength: 30,
    });
    const lists = fc.record({ rows: thingRows, sort: keys, size: fc.integer({ min: 1, max: 4 }), changes, reverse: fc.boolean() });
    const property = fc.asyncProperty(lists, async ({ rows, sort, size, changes, reverse }) => {
      await store.fill('thing', rows);
      const stayed = new Set(rows.map(({ id }) => id));
      const bucket = things().sort(...sort.map(sortKey));
      const seen: number[] = [];
      let next = 100;
      let cursor: string | undefined;
      for (let round = 0; ; round += 1) {
        const page = await bucket.page(reverse ? { last: size, before: cursor } : { first: size, after: cursor });
        seen.push(...(reverse ? ids(page).toReversed() : ids(page)));
        cursor = reverse ? page.startCursor : page.endCursor;
        if (!(reverse ? page.hasPrevious : page.hasNext)) break;
        const { gone, come } = changes[round] ?? { gone: [], come: [] };
        await store.query('delete from thing where id = any(?::int[])', [`{${gone.join(',')}}`]);
        for (const id of gone) stayed.delete(id);
        const newcomers = come.map((row) => ({ ...row, id: next++ }));
        await store.query('insert into thing select * from jsonb_populate_recordset(null::thing, ?::jsonb)', [JSON.stringify(newcomers)]);
      }
      expect(seen).to.deep.equal([...new Set(seen)]);
      expect(seen).to.include.members([...stayed]);
    });
    await fc.assert(property, { seed: SEED, numRuns: 100 });
  });

  it('pages over keys of several columns, also by their parts', async () => {
    const rows = [1, 2, 3].flatMap((shelf_id) => ['a', 'A', 'ä'].map((row, index) => ({ shelf_id, row, size: index === 1 ? null : 1 })));
    await store.fill('slot', rows);
    const sorts: readonly (readonly [SortKey<Slot>[], string])[] = [
      [[], 'shelf_id, "row"'],
      [['-size'], 'size desc, shelf_id, "row"'],
      [['-row'], '"row" desc, shelf_id'],
      [[{ shelf: { name: 'desc' } }, '-row'], '(select name from shelf where id = shelf_id) desc, "row" desc, shelf_id'],
    ];
    for (const [sort, order] of sorts) {
      const bucket = store.gm
        .as({})
        .manager(Slot)
        .select({ row: true, shelf: { id: true } })
        .sort(...sort);
      const found: unknown[] = [];
      for (let page = await bucket.page({ first: 2 }); ; page = await bucket.page({ first: 2, after: page.endCursor })) {
        found.push(...page.items.map(({ row, shelf }) => ({ shelf_id: shelf?.id, row })));
        if (!page.hasNext) break;
      }
      expect(found).to.deep.equal(await store.query(`select shelf_id, "row" from slot order by ${order}`));
    }
  });

  it('pages over related objects, each list by itself, through GraphQL', async () => {
    interface Things {
      readonly totalCount: number;
      readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly hasPreviousPage: boolean;
        readonly startCursor: string;
        readonly endCursor: string;
      };
    }
    const rows = Array.from({ length: 9 }, (_each, index) => ({
      id: index + 1,
      shelf_id: (index % 2) + 1,
      label: index % 3 === 0 ? null : 'tie',
    }));
    await store.fill('thing', rows);
    const source = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
      shelf(id: $id) { things(sort: [{ label: DESC }], first: $first, after: $after, last: $last, before: $before) {
        totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
    const read = async (variableValues: object): Promise<Things> => {
      const { data, errors } = await graphql({ schema: store.gm.schema, source, variableValues: { ...variableValues }, contextValue: {} });
      expect(errors).to.equal(undefined);
      return (data as { readonly shelf: { readonly things: Things } }).shelf.things;
    };
    for (const id of [1, 2]) {
      const order = await store.query('select id::text from thing where shelf_id = ? order by label desc, id', [id]);
      const there: string[] = [];
      let page = await read({ id, first: 2 });
      for (; page.pageInfo.hasNextPage; page = await read({ id, first: 2, after: page.pageInfo.endCursor })) {
        expect([page.totalCount, page.pageInfo.hasPreviousPage]).to.deep.equal([order.length, there.length > 0]);
        expect([page.edges.at(0)?.cursor, page.edges.at(-1)?.cursor]).to.deep.equal([page.pageInfo.startCursor, page.pageInfo.endCursor]);
        there.push(...page.edges.map(({ node }) => node.id));
      }
      there.push(...page.edges.map(({ node }) => node.id));
      expect(there).to.deep.equal(order.map((row) => row['id']));
      const back: string[] = [];
      for (page = await read({ id, last: 2 }); ; page = await read({ id, last: 2, before: page.pageInfo.startCursor })) {
        back.unshift(...page.edges.map(({ node }) => node.id));
        if (!page.pageInfo.hasPreviousPage) break;
      }
      expect(back).to.deep.equal(there);
    }
  });

  describe('of ten rows', () => {
    const ten = (): Bucket<Thing, { id: number }> => things().sort('label', '-size');

    beforeEach(async () => {
      const rows = Array.from({ length: 10 }, (_each, index) => ({ id: index + 1, label: 'tie', size: 10 - index }));
      await store.fill('thing', rows);
    });

    // By the label all tie; the size then reverses what the key would say.
    const cursorOf = async (id: number): Promise<string> => (await ten().page({ first: id })).endCursor ?? '';
    const read = async (request: PageRequest): Promise<unknown> => {
      const page = await ten().page({ ...request, total: true });
      return { ids: ids(page), previous: page.hasPrevious, next: page.hasNext, total: page.total };
    };
    const answer = (found: readonly number[], previous: boolean, next: boolean): unknown => ({ ids: found, previous, next, total: 10 });

    it('tells whether there are rows ahead and behind', async () => {
      expect(await read({ first: 3 })).to.deep.equal(answer([1, 2, 3], false, true));
      expect(await read({ first: 10 })).to.deep.equal(answer([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false, false));
      expect(await read({ first: 3, after: await cursorOf(3) })).to.deep.equal(answer([4, 5, 6], true, true));
      expect(await read({ first: 3, after: await cursorOf(7) })).to.deep.equal(answer([8, 9, 10], true, false));
      expect(await read({ first: 3, after: await cursorOf(10) })).to.deep.equal(answer([], true, false));
      expect(await read({ last: 3 })).to.deep.equal(answer([8, 9, 10], true, false));
      expect(await read({ last: 3, before: await cursorOf(8) })).to.deep.equal(answer([5, 6, 7], true, true));
      expect(await read({ last: 3, before: await cursorOf(4) })).to.deep.equal(answer([1, 2, 3], false, true));
      expect(await read({ last: 3, before: await cursorOf(1) })).to.deep.equal(answer([], false, true));
    });

    it('reads between two cursors from either side', async () => {
      const between = { after: await cursorOf(2), before: await cursorOf(8) };
      expect(await read({ ...between, first: 2 })).to.deep.equal(answer([3, 4], true, true));
      expect(await read({ ...between, last: 2 })).to.deep.equal(answer([6, 7], true, true));
      expect(await read({ ...between })).to.include({ previous: true });
      expect(await read({ after: await cursorOf(8), before: await cursorOf(2), first: 5 })).to.have.property('ids').that.is.empty;
    });

    it('gives empty pages, which still tell whether there is anything', async () => {
      expect(await read({ first: 0 })).to.deep.equal(answer([], false, true));
      expect(await read({ last: 0 })).to.deep.equal(answer([], true, false));
      expect(await ten().filter({ id: -1 }).page({ first: 0, total: true })).to.deep.equal({
        items: [],
        hasNext: false,
        hasPrevious: false,
        total: 0,
      });
    });

    it('skips by an offset', async () => {
      expect(await read({ first: 3, offset: 2 })).to.deep.equal(answer([3, 4, 5], true, true));
      expect(await read({ first: 3, offset: 9 })).to.deep.equal(answer([10], true, false));
      expect(await read({ first: 3, offset: 10 })).to.deep.equal(answer([], true, false));
      expect(await read({ first: 3, offset: 1_000_000 })).to.deep.equal(answer([], true, false));
    });

    it('goes on from a row that is gone', async () => {
      const cursor = await cursorOf(4);
      await store.query('delete from thing where id = 4');
      expect(await read({ first: 2, after: cursor })).to.deep.equal({ ...(answer([5, 6], true, true) as object), total: 9 });
      expect(await read({ last: 2, before: cursor })).to.deep.equal({ ...(answer([2, 3], true, true) as object), total: 9 });
    });

    it('gives the page size of the limits where none is asked for, and at most the largest', async () => {
      const gm = await store.boot({ limits: { pageSize: 2, maxPageSize: 3 } });
      const bucket = gm.as(null).manager(Thing).select({ id: true });
      expect(ids(await bucket.page())).to.have.lengthOf(2);
      expect(ids(await bucket.page({ first: 3 }))).to.have.lengthOf(3);
      expect(await bucket.all()).to.have.lengthOf(10);
    });
  });
});
