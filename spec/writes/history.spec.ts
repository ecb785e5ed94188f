import { expect } from 'chai';
import { printType } from 'graphql';
import { Client } from './support/ask.js';
import { ann, auditor, Berth, bob, boss, Fleet, openFleet, Ship, Voyage, type FleetStore } from './support/fleet.js';
import { refusal } from './support/refusal.js';

interface Page {
  readonly edges: readonly { readonly node: { readonly now: { readonly title: string } } }[];
  readonly pageInfo: { readonly endCursor: string };
}

const NAME = { name: true, owner: true } as const;

describe('the history of an object', () => {
  let store: FleetStore;
  before(async () => {
    store = await openFleet('history');
  });
  after(async () => store.close());
  beforeEach(async () => store.reset());

  const ships = (who: object) => store.gm.as(who).manager(Ship);
  const told = async (who: object, key: unknown = 1, options: object = {}): Promise<unknown[]> => {
    const { items } = await ships(who).history(key, { select: NAME, ...options });
    return items.map(({ operation, before, after }) => [operation, before?.name ?? null, after?.name ?? null]);
  };

  /** A ship of ann's, that becomes bob's. */
  async function soldShip(): Promise<void> {
    await ships(ann).create({ name: 'a', owner: 'ann', cargo: 'tea' }, { reason: 'built' });
    await ships(ann).update(1, { name: 'b' }, { reason: 'renamed' });
    await ships(ann).update(1, { name: 'c', owner: 'bob' });
    await store.gm.system('repairs').manager(Ship).update(1, { name: 'd' });
  }

  it('tells what happened, when and why, newest first, with the states before and after', async () => {
    const began = Date.now();
    await soldShip();
    const { items, hasNext } = await ships(boss).history(1);
    expect(hasNext).to.equal(false);
    expect(items.map(({ at: _at, ...rest }) => rest)).to.deep.equal([
      { operation: 'update', reason: null, author: null, before: state('c', 'bob'), after: state('d', 'bob') },
      { operation: 'update', reason: null, author: null, before: state('b', 'ann'), after: state('c', 'bob') },
      { operation: 'update', reason: 'renamed', author: null, before: state('a', 'ann'), after: state('b', 'ann') },
      { operation: 'create', reason: 'built', author: null, before: null, after: state('a', 'ann') },
    ]);
    for (const { at } of items) expect(at.getTime()).to.be.within(began - 1000, Date.now() + 1000);
    expect(items.map(({ at }) => at.getTime())).to.deep.equal(items.map(({ at }) => at.getTime()).toSorted((one, other) => other - one));
  });

  const state = (name: string, owner: string): object => ({ id: 1, name, owner, cargo: 'tea', sunk: null });

  it('tells who wrote to those whom an option of its own lets see it', async () => {
    await soldShip();
    const { items } = await ships(auditor).history(1, { select: NAME });
    expect(items.map(({ author, reason }) => [author, reason])).to.deep.equal([
      [{ actor: null, system: true }, 'repairs'],
      [{ actor: 'ann', system: false }, null],
      [{ actor: 'ann', system: false }, 'renamed'],
      [{ actor: 'ann', system: false }, 'built'],
    ]);
    const own = await store.gm.system('audit').manager(Ship).history(1, { select: NAME });
    expect(own.items.map(({ author }) => author?.system)).to.deep.equal([true, false, false, false]);
  });

  it('has of an object just the states in which the actor saw it, and nothing where it does not see it as it is', async () => {
    await soldShip();
    expect(await told(bob)).to.deep.equal([
      ['update', 'c', 'd'],
      ['update', null, 'c'],
    ]);
    expect(await told(ann)).to.deep.equal([]);
    expect(await ships(ann).history(1)).to.deep.equal(await ships(ann).history(99));
    // It comes back: what it was in between is not told.
    await ships(bob).update(1, { name: 'e' });
    await ships(bob).update(1, { owner: 'ann' });
    expect(await told(ann)).to.deep.equal([
      ['update', null, 'e'],
      ['update', 'a', 'b'],
      ['create', null, 'a'],
    ]);
  });

  it('masks fields that the actor may not read', async () => {
    await soldShip();
    await ships(boss).update(1, { cargo: 'silk' });
    const cargo = async (who: object): Promise<unknown[]> => {
      const { items } = await ships(who).history(1, { first: 1, select: { cargo: true } });
      return items.map(({ before, after }) => [before, after]);
    };
    expect(await cargo(boss)).to.deep.equal([[{ cargo: 'tea' }, { cargo: 'silk' }]]);
    expect(await cargo(bob)).to.deep.equal([[{ cargo: null }, { cargo: null }]]);
  });

  it('reads what a state leads to, and what its policy looks at, as it was', async () => {
    const fleet = await store.gm
      .as(ann)
      .manager(Fleet)
      .create({ owner: 'ann', ships: { create: { name: 'a', owner: 'ann', voyages: { create: { goal: 'x' } } } } });
    await store.gm.as(ann).manager(Voyage).update(1, { goal: 'y' });
    await ships(ann).update(1, { owner: 'bob' });
    await store.gm
      .as(boss)
      .manager(Fleet)
      .update(fleet?.id as number, { owner: 'bob' });
    await store.gm.as(bob).manager(Voyage).update(1, { goal: 'z' });
    const voyage = async (who: object): Promise<unknown[]> => {
      const select = { goal: true, ship: { owner: true, fleet: { owner: true } } } as const;
      const { items } = await store.gm.as(who).manager(Voyage).history(1, { select });
      return items.map(({ before, after }) => [before, after]);
    };
    const was = (goal: string, owner: string, of: string | null): object => ({ goal, ship: { owner, fleet: of && { owner: of } } });
    expect(await voyage(boss)).to.deep.equal([
      [was('y', 'bob', 'bob'), was('z', 'bob', 'bob')],
      [was('x', 'ann', 'ann'), was('y', 'ann', 'ann')],
      [null, was('x', 'ann', 'ann')],
    ]);
    // When bob's ship was not bob's, its voyages were not seen by him.
    expect(await voyage(bob)).to.deep.equal([[was('y', 'bob', 'bob'), was('z', 'bob', 'bob')]]);
    expect(await voyage(ann)).to.deep.equal([]);
  });

  it('is there of deleted objects only for those who may see them, and of what is gone for the system', async () => {
    await soldShip();
    await ships(bob).delete(1, { reason: 'sunk' });
    expect(await told(bob)).to.deep.equal([]);
    expect(await told(bob, 1, { deleted: true })).to.deep.equal([]);
    expect(await told(auditor)).to.deep.equal([]);
    expect((await told(auditor, 1, { deleted: true }))[0]).to.deep.equal(['update', 'd', 'd']);
    await ships(auditor).restore(1);
    expect(await told(bob)).to.deep.equal([
      ['update', null, 'd'],
      ['update', 'c', 'd'],
      ['update', null, 'c'],
    ]);
    await store.gm.as(ann).manager(Fleet).create({ owner: 'ann' });
    await store.gm.as(ann).manager(Fleet).delete(1);
    const fleets = async (manager: { history(key: number): Promise<{ items: readonly { operation: string; before: unknown }[] }> }) =>
      (await manager.history(1)).items.map(({ operation, before }) => [operation, before]);
    expect(await fleets(store.gm.as(boss).manager(Fleet))).to.deep.equal([]);
    expect(await fleets(store.gm.system('audit').manager(Fleet))).to.deep.equal([
      ['delete', { id: 1, owner: 'ann' }],
      ['create', null],
    ]);
  });

  it('comes page by page, of what may be seen', async () => {
    await ships(ann).create({ name: 'n0', owner: 'ann' });
    for (let index = 1; index <= 8; index += 1) await ships(boss).update(1, { name: `n${index}`, owner: index % 3 === 0 ? 'bob' : 'ann' });
    const pages: unknown[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await ships(ann).history(1, { first: 2, select: NAME, ...(after !== undefined && { after }) });
      pages.push(page.items.map((each) => each.after?.name));
      after = page.endCursor;
      if (!page.hasNext) break;
    }
    expect(pages).to.deep.equal([['n8', 'n7'], ['n5', 'n4'], ['n2', 'n1'], ['n0']]);
    const { endCursor } = await ships(ann).history(1, { first: 2 });
    await ships(ann).create({ name: 'other', owner: 'ann' });
    const refused = async (run: Promise<unknown>): Promise<string> => (await refusal(run)).code;
    expect(await refused(ships(boss).history(1, { after: endCursor as string }))).to.equal('GM_READ_INVALID_CURSOR');
    expect(await refused(ships(ann).history(2, { after: endCursor as string }))).to.equal('GM_READ_INVALID_CURSOR');
    expect(await refused(ships(ann).history(1, { after: '9' }))).to.equal('GM_READ_INVALID_CURSOR');
    expect(await refused(ships(ann).history(1, { first: 100_000 }))).to.equal('GM_LIMIT_PAGE_SIZE');
    expect(await refused(ships(ann).history('1; drop table ship'))).to.equal('GM_READ_INVALID_KEY');
    expect(await ships(ann).history(1, { first: 0 })).to.deep.equal({ items: [], hasNext: true, hasPrevious: false });
  });

  it('is read by one statement, beside the one that says from when on it is kept', async () => {
    await soldShip();
    store.statements.length = 0;
    await ships(bob).history(1, { select: { name: true, fleet: { owner: true }, voyages: true, flags: true } });
    expect(store.statements.length).to.equal(2);
  });

  it('is refused where it is not kept, by the class or by one that its policy leads to', async () => {
    const harbour = await store.gm.as(ann).manager('Harbour').create({ open: true });
    await store.gm
      .as(ann)
      .manager(Berth)
      .create({ harbour: (harbour as unknown as { id: number }).id });
    expect((await refusal(store.gm.as(ann).manager('Harbour').history(1))).code).to.equal('GM_READ_NO_HISTORY');
    expect((await refusal(store.gm.as(ann).manager(Berth).history(1))).code).to.equal('GM_READ_NO_HISTORY');
    expect((await store.gm.system('audit').manager(Berth).history(1)).items).to.have.length(1);
    // What it leads to was not kept then.
    await store.gm
      .as(ann)
      .manager(Fleet)
      .create({ owner: 'ann', ships: { create: { name: 'a', owner: 'ann', voyages: { create: { goal: 'x' } } } } });
    await store.query(
      `update general_manager.gm_history_start set at = clock_timestamp() + interval '1 hour' where relation = 'public.ship'`,
    );
    const voyages = await store.gm.as(ann).manager(Voyage).history(1);
    await store.query(
      `update general_manager.gm_history_start set at = clock_timestamp() - interval '1 hour' where relation = 'public.ship'`,
    );
    expect(voyages.items).to.deep.equal([]);
    expect((await store.gm.as(ann).manager(Voyage).history(1)).items).to.have.length(1);
  });

  describe('over GraphQL', () => {
    const source = `query ($id: ID!, $first: Int, $after: String) { shipHistory(id: $id, first: $first, after: $after) {
      edges { cursor node { operation reason author { actor system } before { name } now: after { title: name fleet { owner } voyages { totalCount nodes { goal } } } } }
      pageInfo { hasNextPage hasPreviousPage endCursor } } }`;

    it('is a page of changes, with what is selected of each state', async () => {
      await soldShip();
      await ships(bob).update(1, { voyages: { create: { goal: 'x' } }, fleet: { create: { owner: 'bob' } } });
      const client = new Client(store.gm, bob);
      const page = async (after?: string) => (await client.data(source, { id: '1', first: 2, after }))['shipHistory'] as Page;
      const first = await page();
      expect(first.edges.map(({ node }) => node)).to.deep.equal([
        {
          operation: 'UPDATE',
          reason: null,
          author: null,
          before: { name: 'd' },
          now: { title: 'd', fleet: { owner: 'bob' }, voyages: { totalCount: 1, nodes: [{ goal: 'x' }] } },
        },
        {
          operation: 'UPDATE',
          reason: null,
          author: null,
          before: { name: 'c' },
          now: { title: 'd', fleet: null, voyages: { totalCount: 0, nodes: [] } },
        },
      ]);
      expect(first.pageInfo).to.include({ hasNextPage: true, hasPreviousPage: false });
      const second = await page(first.pageInfo.endCursor);
      expect(second.edges.map(({ node }) => node.now.title)).to.deep.equal(['c']);
      expect(second.pageInfo).to.include({ hasNextPage: false, hasPreviousPage: true });
      const audited = await new Client(store.gm, auditor).data(
        '{ shipHistory(id: 1, first: 2) { nodes { reason author { actor system } } } }',
      );
      expect(audited).to.deep.equal({
        shipHistory: {
          nodes: [
            { reason: null, author: { actor: 'bob', system: false } },
            { reason: 'repairs', author: { actor: null, system: true } },
          ],
        },
      });
    });

    it('gives the same of what is hidden as of what is not there', async () => {
      await soldShip();
      const client = new Client(store.gm, ann);
      expect(await client.execute(source, { id: '1' })).to.deep.equal(await client.execute(source, { id: '99' }));
      const { gm } = await client.refusal('{ shipHistory(id: "x") { nodes { at } } }');
      expect(gm).to.equal('GM_READ_INVALID_KEY');
    });

    it('is there for classes that keep one, and can be called otherwise or be left out', async () => {
      const queries = Object.keys(store.gm.schema.getQueryType()?.getFields() ?? {}).filter((name) => name.endsWith('History'));
      expect(queries.toSorted()).to.deep.equal(['berthHistory', 'flagHistory', 'fleetHistory', 'shipHistory', 'voyageHistory']);
      const type = store.gm.schema.getType('FlagHistoryEntry');
      expect(type && printType(type)).to.include('after: Flag\n');
      const { fields } = await store.gm.plan('{ shipHistory(id: 1) { nodes { at } } }', { actor: ann });
      expect(fields).to.deep.equal([
        { key: 'shipHistory', field: 'shipHistory', route: 'resolvers', reason: 'histories are read by resolvers' },
      ]);
    });
  });
});
