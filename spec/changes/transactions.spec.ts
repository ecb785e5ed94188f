import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Fence } from 'general-manager/plugin';
import { prune } from '../../integrations/mikro-orm/change/prune.js';
import { Item, openYard, type Yard } from './support/depot.js';
import type { Kept } from './support/keeper.js';

const manager = { id: 1, roles: ['manager'] };
const SIDE = '"general_manager"."gm_change"';

describe('changes: transactions', () => {
  let yard: Yard;
  before(async () => {
    yard = await openYard('changes_transactions');
  });
  after(async () => yard.close());
  beforeEach(async () => {
    await yard.query(`truncate item, general_manager.gm_change restart identity cascade`);
    await yard.query(`insert into item (label, count) select 'a', n from generate_series(1, 100) as n`);
  });

  const keep = async (): Promise<Kept> =>
    yard.keeper.keep(
      async () =>
        yard.gm
          .as(manager)
          .manager(Item)
          .filter({ count: { lte: 3 } })
          .select({ id: true, label: true })
          .all(),
      await quietFence(),
    );

  /** A fence that was taken while nobody wrote to other databases of the server: they have the same transactions, which count as pruned when they are over. */
  async function quietFence(): Promise<Fence> {
    for (;;) {
      const { fence } = await yard.keeper.log.validate([]);
      const others = await yard.query(`select 1 from pg_snapshot_xip('${fence.split('/')[1]}'::pg_snapshot) as running
        where running::xid not in (select backend_xid from pg_stat_activity where datname = current_database() and backend_xid is not null)`);
      if (others.length === 0) return fence;
      await wait(5);
    }
  }

  const isChanged = async (kept: Kept): Promise<boolean | undefined> => (await yard.keeper.changed(kept))[0];
  const begun = async (): Promise<EntityManager> => {
    const em = yard.orm.em.fork() as EntityManager;
    await em.begin();
    return em;
  };
  const label = async (em: EntityManager, id: number, text: string): Promise<unknown> => em.nativeUpdate(Item, { id }, { label: text });

  it('tell of what was committed, and of nothing that was undone', async () => {
    const kept = await keep();
    const [undone, done] = [await begun(), await begun()];
    await label(undone, 1, 'undone');
    await label(done, 2, 'done');
    expect(await isChanged(kept)).to.equal(false);
    await undone.rollback();
    expect(await isChanged(kept)).to.equal(false);
    await done.commit();
    expect(await isChanged(kept)).to.equal(true);
    expect(await isChanged(await keep())).to.equal(false);
  });

  it('tell of what is left of savepoints', async () => {
    const kept = await keep();
    await (yard.orm.em.fork() as EntityManager).transactional(async (em) => {
      await em
        .transactional(async (inner) => {
          await label(inner, 1, 'undone');
          throw new RangeError('undone');
        })
        .catch(() => undefined);
    });
    expect(await isChanged(kept)).to.equal(false);
    await (yard.orm.em.fork() as EntityManager).transactional(async (em) => em.transactional(async (inner) => label(inner, 1, 'done')));
    expect(await isChanged(kept)).to.equal(true);
  });

  it('tell of a write that began long before a read, and ended after it', async () => {
    const long = await begun();
    await label(long, 1, 'long');
    // Others write and end meanwhile, so that the long one is older than all that is seen.
    for (let id = 50; id < 60; id += 1) await label(yard.orm.em.fork(), id, 'other');
    const kept = await keep();
    expect(await isChanged(kept)).to.equal(false);
    await long.commit();
    expect(await isChanged(kept)).to.equal(true);
    expect(await isChanged(await keep())).to.equal(false);
  });

  it('tell of a write at every place between a fence and the read behind it', async () => {
    // The write begins, writes and ends before or after the fence and the read: of the 10 orders none gives an old answer for a new one.
    const steps = ['begin', 'write', 'commit'] as const;
    const orders = [0, 1, 2, 3].flatMap((fenced) => [0, 1, 2, 3].filter((read) => read >= fenced).map((read) => ({ fenced, read })));
    expect(orders).to.have.length(10);
    for (const { fenced, read } of orders) {
      const now = async (): Promise<string> =>
        JSON.stringify(
          await yard.gm
            .as(manager)
            .manager(Item)
            .filter({ count: { lte: 3 } })
            .select({ id: true, label: true })
            .all(),
        );
      const em = yard.orm.em.fork() as EntityManager;
      let fence = '';
      let kept: Kept | undefined;
      for (const [place, step] of [...steps, 'end'].entries()) {
        if (place === fenced) ({ fence } = await yard.keeper.log.validate([]));
        if (place === read) kept = await yard.keeper.keep(async () => JSON.parse(await now()) as unknown, fence);
        if (step === 'begin') await em.begin();
        if (step === 'write') await label(em, 1, `order ${fenced} ${read}`);
        if (step === 'commit') await em.commit();
      }
      if (!kept) throw new Error('nothing was read');
      const isSame = kept.answer === (await now());
      const changed = await isChanged(kept);
      if (!isSame) expect(changed, `fence ${fenced}, read ${read}`).to.equal(true);
      if (fenced === 3) expect(changed).to.equal(false);
    }
  });

  it('let 64 write at the same time, and none waits for another', async () => {
    const writers = await Promise.all(Array.from({ length: 9 }, async () => begun()));
    // All of them have written, none has ended: whoever waited for another would do so for ever.
    await Promise.all(writers.map(async (em, index) => label(em, index + 10, 'held')));
    await Promise.all(writers.map(async (em) => em.commit()));
    const kept = await keep();
    await Promise.all(Array.from({ length: 64 }, async (_none, index) => label(yard.orm.em.fork() as EntityManager, index + 10, 'many')));
    expect(await isChanged(kept)).to.equal(false);
    const [{ count } = {}] = await yard.query(
      `select count(*)::int as count from general_manager.gm_change where objects @> '[[{}, {"label": "many"}]]'`,
    );
    expect(count).to.equal(64);
  });

  it('count any row as changed of a table whose own triggers may write more', async () => {
    const other = await openYard('changes_altered', {
      prepare: async (query) =>
        query(`create function touch() returns trigger language plpgsql as $f$ begin update item set label = 'touched' where id = 1; return null; end $f$;
          create trigger touches after insert on item for each statement execute function touch();
          insert into item (id, label, count) values (1, 'a', 1); select setval('item_id_seq', 10)`),
    });
    try {
      const scope = other.gm.as(manager).manager(Item);
      const read = async (): Promise<unknown> => scope.filter({ count: 1 }).select({ label: true }).all();
      for (const write of [async () => scope.create({ count: 7 }), async () => other.orm.em.fork().insert(Item, { count: 8 })]) {
        await other.query(`update item set label = 'a'`);
        const kept = await other.keeper.keep(read);
        await write();
        expect(await other.keeper.changed(kept)).to.deep.equal([true]);
      }
    } finally {
      await other.close();
    }
  });

  it('count everything as changed that nobody can tell of', async () => {
    const kept = await keep();
    const [source = '', snapshot = ''] = kept.footprint.fence.split('/');
    const fences = ['', 'x', `${source}/`, `${source}/1:2`, `other/${snapshot}`, `${source}/1:9999999999:`, `${source}/1:2:x`, snapshot];
    const garbled = fences.map((fence) => ({ ...kept.footprint, fence }));
    expect((await yard.keeper.log.validate([...garbled, kept.footprint])).changed).to.deep.equal([...fences.map(() => true), false]);
    await yard.query(`insert into general_manager.gm_change (relation, xid, at, operation, columns, objects)
      select 'public.item', pg_current_xact_id(), now(), 'update', '["good"]', '[[{}, {"id": 77}]]' from generate_series(1, 600)`);
    expect(await isChanged(kept)).to.equal(true);
    expect(await isChanged(await keep())).to.equal(false);
  });

  describe('that were pruned', () => {
    const pruned = async (): Promise<number> => prune(yard.orm, SIDE, new Date(Date.now() + 60_000));
    const left = async (): Promise<readonly object[]> =>
      yard.query(`select relation, operation from general_manager.gm_change order by relation`);

    it('count as changed for whoever has not seen them, and for nobody else', async () => {
      const early = await keep();
      await label(yard.orm.em.fork(), 50, 'elsewhere');
      const late = await keep();
      expect(await yard.keeper.changed(early, late)).to.deep.equal([false, false]);
      expect(await pruned()).to.be.above(0);
      expect(await yard.keeper.changed(early, late)).to.deep.equal([true, false]);
      await label(yard.orm.em.fork(), 1, 'here');
      expect(await isChanged(late)).to.equal(true);
      const again = await keep();
      await pruned();
      expect(await yard.keeper.changed(late, again)).to.deep.equal([true, false]);
      expect(await left()).to.deep.equal([{ relation: '~public.item', operation: 'pruned' }]);
      expect(await pruned()).to.equal(0);
    });

    it('are told apart from what a transaction writes that runs for hours', async () => {
      const hours = await begun();
      await label(hours, 1, 'hours');
      await label(yard.orm.em.fork(), 50, 'elsewhere');
      const kept = await keep();
      await pruned();
      // The transaction that still runs keeps nobody from keeping, or from pruning.
      expect(await isChanged(kept)).to.equal(false);
      expect(await isChanged(await keep())).to.equal(false);
      await label(yard.orm.em.fork(), 51, 'elsewhere');
      await pruned();
      expect(await isChanged(await keep())).to.equal(false);
      const last = await keep();
      await hours.commit();
      expect(await yard.keeper.changed(kept, last)).to.deep.equal([true, true]);
      await pruned();
      expect(await yard.keeper.changed(kept, last)).to.deep.equal([true, true]);
      expect(await isChanged(await keep())).to.equal(false);
    });

    it('are pruned by several at once, and what is written meanwhile stays', async () => {
      for (let id = 1; id < 20; id += 1) await label(yard.orm.em.fork(), id, 'x');
      const before = new Date(Date.now() + 1);
      await wait(5);
      const [, ...counts] = await Promise.all([
        label(yard.orm.em.fork() as EntityManager, 2, 'meanwhile'),
        ...Array.from({ length: 4 }, async () => prune(yard.orm, SIDE, before)),
      ]);
      expect(counts.reduce((sum: number, count) => sum + count, 0)).to.be.above(18);
      expect((await left()).filter(({ operation }: { operation?: string }) => operation === 'update')).to.have.length(1);
    });
  });
});
