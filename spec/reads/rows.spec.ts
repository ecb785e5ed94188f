import { expect } from 'chai';
import { graphql } from 'graphql';
import { definePlugin, type Application, type Limits } from 'general-manager';
import { managerNamed } from 'general-manager/plugin';
import { openStore, Shelf, Thing, type Store } from './support/shelf.js';

describe('reads that could give very many rows', () => {
  let store: Store;
  let executed = 0;
  const counting = definePlugin({
    name: 'counting',
    description: 'Counts reads that are executed.',
    hooks: {
      wrapOperation:
        ({ next }) =>
        async (args) => {
          executed += 1;
          return next(args);
        },
    },
  });
  const boot = async (limits: Partial<Limits>): Promise<Application> => store.boot({ limits, plugins: [counting] });
  const codeOf = async (reading: Promise<unknown>): Promise<unknown> =>
    reading.then(
      () => 'read',
      (error: unknown) => (error as { readonly code?: unknown }).code,
    );
  const ask = async (gm: Application, source: string, variableValues: Record<string, unknown> = {}): Promise<unknown> => {
    const { errors } = await graphql({ schema: gm.schema, source, variableValues, contextValue: {} });
    return errors ? errors[0]?.extensions['gm'] : 'read';
  };

  before(async () => {
    store = await openStore('rows');
    await store.fill('shelf', [{ id: 1, name: 'Shelf' }]);
    await store.fill('thing', [{ id: 1, label: 'Thing', shelf_id: 1 }]);
  });
  after(async () => store.close());
  beforeEach(() => {
    executed = 0;
  });

  it('are refused before they run, by the pages multiplied through nesting', async () => {
    const gm = await boot({ maxRows: 99 });
    const shelves = gm
      .as(null)
      .manager(Shelf)
      .select({ things: { first: 10 } });
    expect(await codeOf(shelves.page({ first: 9 }))).to.equal('read');
    expect(await codeOf(shelves.page({ first: 10 }))).to.equal('GM_LIMIT_ROWS');
    expect(executed).to.equal(1);
  });

  it('count an object at the end of a to-one relation as one row, and a total as one', async () => {
    const gm = await boot({ maxRows: 100 });
    const things = gm.as(null).manager(Thing).select({ shelf: true });
    expect(await codeOf(things.page({ first: 50 }))).to.equal('read');
    expect(await codeOf(things.page({ first: 51 }))).to.equal('GM_LIMIT_ROWS');
    expect(await ask(gm, '{ shelves(first: 50) { nodes { things { totalCount } } } }')).to.equal('read');
    expect(await ask(gm, '{ shelves(first: 51) { nodes { things { totalCount } } } }')).to.equal('GM_LIMIT_ROWS');
    expect(await codeOf(things.count())).to.equal('read');
  });

  it('count pages that nobody asked for by their default', async () => {
    const text = '{ shelves(first: 10) { nodes { things { nodes { id } } } } }';
    expect(await ask(await boot({ maxRows: 510 }), text)).to.equal('read');
    expect(await ask(await boot({ maxRows: 509 }), text)).to.equal('GM_LIMIT_ROWS');
    expect(await ask(await boot({ maxRows: 30, pageSize: 2 }), text)).to.equal('read');
  });

  it('count what variables say', async () => {
    const gm = await boot({ maxRows: 100 });
    const text = 'query ($n: Int, $m: Int = 1) { shelves(first: $n) { nodes { things(last: $m) { nodes { id } } } } }';
    expect(await ask(gm, text, { n: 50 })).to.equal('read');
    expect(await ask(gm, text, { n: 51 })).to.equal('GM_LIMIT_ROWS');
    expect(await ask(gm, text, { n: 50, m: 2 })).to.equal('GM_LIMIT_ROWS');
  });

  it('count fragments and aliases at each use, and nothing that is skipped', async () => {
    const gm = await boot({ maxRows: 100 });
    const text = `query ($both: Boolean!) {
      shelves(first: 4) { nodes { a: things(first: 12) { ...T } b: things(first: 12) @include(if: $both) { ...T } } }
    } fragment T on ThingConnection { nodes { id } }`;
    expect(await ask(gm, text, { both: true })).to.equal('read');
    expect(await ask(await boot({ maxRows: 99 }), text, { both: true })).to.equal('GM_LIMIT_ROWS');
    expect(await ask(await boot({ maxRows: 52 }), text, { both: false })).to.equal('read');
  });

  it('count together where they are fields of one operation, and anew with the next', async () => {
    const gm = await boot({ maxRows: 100 });
    expect(await ask(gm, '{ a: things(first: 50) { nodes { id } } b: things(first: 50) { nodes { id } } }')).to.equal('read');
    expect(await ask(gm, '{ a: things(first: 50) { nodes { id } } b: things(first: 51) { nodes { id } } }')).to.equal('GM_LIMIT_ROWS');
    expect(await ask(gm, '{ things(first: 100) { nodes { id } } }')).to.equal('read');
  });

  it('count no more objects than keys are given', async () => {
    const { runtime } = await boot({ maxRows: 3 });
    const select = { fields: ['id'], relations: [] };
    const read = async (keys: readonly unknown[]): Promise<unknown> =>
      codeOf(runtime.readMany(managerNamed(runtime.model, 'Thing'), keys, select, { actor: null }));
    expect(await read([1, 2, 3])).to.equal('read');
    expect(await read([1, 2, 3, 4])).to.equal('GM_LIMIT_ROWS');
    const gm = await boot({ maxRows: 11 });
    expect(await ask(gm, '{ shelf(id: 1) { things(first: 10) { nodes { id } } } }')).to.equal('read');
    expect(await ask(gm, '{ shelf(id: 1) { things(first: 11) { nodes { id } } } }')).to.equal('GM_LIMIT_ROWS');
  });

  it('hold for the system, and not for what is read page by page', async () => {
    const gm = await boot({ maxRows: 60 });
    expect(await codeOf(gm.system('spec').manager(Thing).page({ first: 61 }))).to.equal('GM_LIMIT_ROWS');
    await store.fill(
      'thing',
      Array.from({ length: 170 }, (_, id) => ({ id })),
    );
    expect(await gm.system('spec').manager(Thing).all()).to.have.length(170);
  });

  it('are taken by default where three lists are nested without a word, and never as 100,000 rows of one list', async () => {
    const gm = await boot({});
    expect(await ask(gm, '{ shelves(first: 20) { nodes { things { nodes { shelf { things { nodes { id } } } } } } } }')).to.equal('read');
    expect(await ask(gm, '{ shelves { nodes { things { nodes { shelf { things { nodes { id } } } } } } } }')).to.equal('read');
    executed = 0;
    const four = '{ shelves { nodes { things { nodes { shelf { things { nodes { shelf { things { nodes { id } } } } } } } } } } }';
    expect(await ask(gm, four)).to.equal('GM_LIMIT_ROWS');
    expect(await ask(gm, '{ things(first: 100000) { nodes { id } } }')).to.equal('GM_LIMIT_PAGE_SIZE');
    expect(await ask(gm, '{ shelves(first: 1000) { nodes { things(first: 1000) { nodes { id } } } } }')).to.equal('GM_LIMIT_ROWS');
    expect(executed).to.equal(0);
  });
});
