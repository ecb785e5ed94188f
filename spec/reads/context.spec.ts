import { expect } from 'chai';
import { managerNamed, type Row } from 'general-manager/plugin';
import { openStore, Slot, Thing, type Store } from './support/shelf.js';

describe('reads', () => {
  let store: Store;

  before(async () => {
    store = await openStore('context');
    await store.fill(
      'shelf',
      [1, 2].map((id) => ({ id, name: `Shelf ${id}` })),
    );
    await store.fill(
      'thing',
      [1, 2, 3].map((id) => ({ id, label: `Thing ${id}`, shelf_id: 1 })),
    );
    await store.fill(
      'slot',
      [1, 2].flatMap((shelf_id) => ['a', 'b'].map((row) => ({ shelf_id, row }))),
    );
  });
  after(async () => store.close());

  it('see what a transaction did when they run in it, and nothing of it otherwise', async () => {
    const things = store.gm.as(null).manager(Thing);
    const rolledBack = new Error('rolled back');
    const transaction = store.orm.em.fork().transactional(async (em) => {
      await em.getConnection().execute('delete from thing where id > 1', [], 'run', em.getTransactionContext());
      const inside = things.using({ session: em });
      expect([await inside.count(), await inside.find(2), await inside.exists()]).to.deep.equal([1, null, true]);
      expect(await things.count()).to.equal(3);
      throw rolledBack;
    });
    expect(await transaction.catch((error: unknown) => error)).to.equal(rolledBack);
    expect(await things.count()).to.equal(3);
  });

  it('are told when they are aborted', async () => {
    const reading = store.gm.as(null).manager(Thing).using({ signal: AbortSignal.abort() }).all();
    expect(await reading.catch((error: unknown) => error)).to.include({ code: 'GM_READ_ABORTED' });
    expect(store.logged).to.deep.equal([]);
    expect(await store.gm.as(null).manager(Thing).count()).to.equal(3);
  });

  describe('of many keys', () => {
    const read = async (name: string, keys: readonly unknown[], actor: object | null = {}): Promise<readonly (Row | null)[]> => {
      const { runtime } = store.gm;
      const fields = name === 'Slot' ? ['row'] : ['id'];
      return runtime.readMany(managerNamed(runtime.model, name), keys, { fields, relations: [] }, { actor });
    };

    it('give an object or null for each key, in their order, however often it comes', async () => {
      expect(await read('Thing', [3, 9, '1', { id: 3 }, 2 ** 40, 1])).to.deep.equal([
        { id: 3 },
        null,
        { id: 1 },
        { id: 3 },
        null,
        { id: 1 },
      ]);
      expect(await read('Thing', [])).to.deep.equal([]);
    });

    it('take keys of several parts', async () => {
      const keys = [
        { shelf: 2, row: 'b' },
        { shelf: { id: 1 }, row: 'a' },
        { shelf: 3, row: 'a' },
        { row: 'b', shelf: '1' },
      ];
      expect(await read('Slot', keys)).to.deep.equal([{ row: 'b' }, { row: 'a' }, null, { row: 'b' }]);
      expect(
        await store.gm
          .as({})
          .manager(Slot)
          .select({ row: true, shelf: { name: true } })
          .get(keys[0]),
      ).to.deep.equal({
        row: 'b',
        shelf: { name: 'Shelf 2' },
      });
    });

    it('take more keys than a page has rows', async () => {
      const { runtime } = await store.boot({ limits: { maxPageSize: 2 } });
      const found = await runtime.readMany(
        managerNamed(runtime.model, 'Thing'),
        [1, 2, 3],
        { fields: ['id'], relations: [] },
        { actor: null },
      );
      expect(found).to.deep.equal([{ id: 1 }, { id: 2 }, { id: 3 }]);
    });

    it('are refused as a single one is', async () => {
      const failure = async (reading: Promise<unknown>): Promise<unknown> => reading.catch((error: unknown) => error);
      expect(await failure(read('Thing', [1, 'x']))).to.have.property('code', 'GM_READ_INVALID_KEY');
      expect(await failure(read('Slot', [{ shelf: 1 }]))).to.have.property('code', 'GM_READ_INVALID_KEY');
      expect(await failure(read('Slot', [{ shelf: 1, row: 'a' }], null))).to.have.property('code', 'GM_PERM_FORBIDDEN');
      expect(await failure(read('Vault', [1]))).to.have.property('code', 'GM_PERM_FORBIDDEN');
    });
  });

  describe('along relations', () => {
    before(async () => {
      await store.query(`insert into vault values (7, 'planted')`);
      await store.query('update thing set vault_id = 7');
    });

    it('take what nobody may see for what is not there, wherever it is named', async () => {
      const things = store.gm.as(null).manager(Thing).select({ id: true, vault: true }).filter({ id: 1 });
      expect(await things.all()).to.deep.equal([{ id: 1, vault: null }]);
      expect(await things.filter({ vault: { code: 'planted' } }).all()).to.deep.equal([]);
      expect(await things.filter({ vault: { id: 7 } }).all()).to.deep.equal([]);
      expect(await things.filter({ vault: null }).count()).to.equal(1);
      expect(await things.sort('vault.code').all()).to.deep.equal([{ id: 1, vault: null }]);
    });

    it('show it to the system', async () => {
      const things = store.gm
        .system('spec')
        .manager(Thing)
        .select({ vault: { code: true } })
        .filter({ vault: { id: 7 }, id: 1 });
      expect(await things.all()).to.deep.equal([{ vault: { code: 'planted' } }]);
    });
  });
});
