import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import { changeTriggers } from 'general-manager/mikro-orm';
import { Depot, Item, openYard, Tag, type Yard } from './support/depot.js';
import { Keeper, type Kept } from './support/keeper.js';

const manager = { id: 1, roles: ['manager'] };

describe('changes: triggers', () => {
  let yard: Yard;
  let other: MikroORM;
  let keeper: Keeper;
  let gm: Application;
  // Roles belong to the server, not to a database.
  const role = `gm_other_${randomBytes(5).toString('hex')}`;
  before(async () => {
    yard = await openYard('changes_triggers');
    for (const statement of changeTriggers(yard.gm, { managers: [Item, 'Depot'] }).up) await yard.query(statement);
    keeper = new Keeper();
    gm = await bootstrap({ orm: yard.orm, drift: 'off', recordChanges: true, plugins: [keeper.plugin] });
    keeper.of(gm, 'Item');
    // Another service, which knows nothing of this one, and may not write to the side table.
    const password = randomBytes(12).toString('hex');
    await yard.query(`create role ${role} login password '${password}';
      grant select, insert, update, delete, truncate on all tables in schema public to ${role};
      grant usage on all sequences in schema public to ${role}`);
    const url = new URL(yard.url);
    Object.assign(url, { username: role, password });
    other = await MikroORM.init({ clientUrl: url.href, entities: [], discovery: { warnWhenNoEntities: false } });
  });
  after(async () => {
    await other.close();
    await yard.query(`drop owned by ${role}; drop role ${role}`);
    await yard.close();
  });
  beforeEach(async () => {
    await yard.query(`truncate item, depot, tag, item_tags, general_manager.gm_change restart identity cascade;
      insert into depot (id, name, rank) values (1, 'north', 3); insert into item (id, label, count, depot_id) values (1, 'a', 1, 1), (2, 'b', 7, 1); insert into tag (id, name) values (1, 'red');
      select setval('item_id_seq', 10)`);
  });

  const many = async (): Promise<Kept> =>
    keeper.keep(async () =>
      gm
        .as(manager)
        .manager(Item)
        .filter({ count: { gte: 5 } })
        .select({ id: true, label: true })
        .all(),
    );
  const told = async (): Promise<readonly object[]> =>
    yard.query(`select relation, operation, columns, jsonb_array_length(objects) as rows from general_manager.gm_change order by id`);

  const WRITES: readonly (readonly [sql: string, changes: boolean])[] = [
    [`insert into item (label, count) values ('c', 5)`, true],
    [`insert into item (label, count) values ('c', 4), ('d', 3)`, false],
    [`update item set label = 'z' where id = 2`, true],
    [`update item set label = 'z' where id = 1`, false],
    [`update item set count = 9 where id = 1`, true],
    [`update item set count = 1 where id = 2`, true],
    [`update item set owner = 3`, false],
    [`update item set label = label`, false],
    [`update item set id = id + 10`, true],
    [`update item set label = 'x' where id = 99`, false],
    [`delete from item where id = 2`, true],
    [`delete from item where id = 1`, false],
    [`truncate item cascade`, true],
    [`delete from depot`, false],
    [`insert into item (id, label, count) values (2, 'q', 7) on conflict (id) do update set label = excluded.label`, true],
    [`merge into item using (values (1, 6)) as s(id, count) on s.id = item.id when matched then update set count = s.count`, true],
    [`insert into item (label, count) select repeat('x', 500), 1 from generate_series(1, 60)`, true],
  ];
  for (const [sql, changes] of WRITES) {
    it(`tell of what others write: ${sql}`, async () => {
      const kept = await many();
      await other.em.fork().execute(sql);
      expect(await keeper.changed(kept)).to.deep.equal([changes]);
    });
  }

  it('tell of what sessions write that take the part of a replica', async () => {
    const kept = await many();
    const replica = await MikroORM.init({ clientUrl: yard.url, entities: [], discovery: { warnWhenNoEntities: false } });
    try {
      await replica.em.execute(`set session_replication_role = replica; update item set label = 'z' where id = 2`);
    } finally {
      await replica.close();
    }
    expect(await keeper.changed(kept)).to.deep.equal([true]);
    expect(await told()).to.deep.include({ relation: 'public.item', operation: 'update', columns: ['label'], rows: 1 });
  });

  it('tell nothing of what a subscription writes, so that nothing of its tables is kept', async () => {
    // As a subscription has it once it is connected to its publication.
    await yard.query(`create subscription ${role} connection '' publication others with (connect = false, slot_name = none)`);
    try {
      await yard.query(`set allow_system_table_mods = on; insert into pg_subscription_rel (srsubid, srrelid, srsubstate)
        select oid, 'item'::regclass, 'r' from pg_subscription where subname = '${role}'; reset allow_system_table_mods`);
      const booted = await bootstrap({ orm: yard.orm, drift: 'off', recordChanges: true });
      const tracked = ['Item', 'Depot', 'Note'].map((name) => {
        const found = booted.model.managers.get(name);
        return found?.adapter.changes?.tracks(found);
      });
      expect(tracked).to.deep.equal([false, true, true]);
      expect(() => booted.as(manager).manager(Item).cached('dependency'))
        .to.throw()
        .with.property('code', 'GM_CACHE_UNTRACKED');
    } finally {
      await yard.query(`drop subscription ${role}`);
    }
    // The application is told of its tables again.
    await bootstrap({ orm: yard.orm, drift: 'off', recordChanges: true, plugins: [keeper.plugin] });
  });

  it('tell of links, and of what the database does by itself', async () => {
    const read = async (select: object): Promise<Kept> =>
      keeper.keep(async () =>
        gm
          .as(manager)
          .manager(Item)
          .select(select as never)
          .all(),
      );
    const [tags, depots] = [await read({ id: true, tags: { select: { name: true } } }), await read({ id: true, depot: { name: true } })];
    await other.em.fork().execute('insert into item_tags (item_id, tag_id) values (1, 1)');
    expect(await keeper.changed(tags, depots)).to.deep.equal([true, false]);
    const again = await read({ id: true, depot: { name: true } });
    await other.em.fork().execute('delete from depot');
    expect(await keeper.changed(again)).to.deep.equal([true]);
  });

  it('are left alone: what is written here is written down once, by them', async () => {
    await yard.query('truncate general_manager.gm_change');
    await gm.as(manager).manager(Item).create({ label: 'new', count: 1 });
    await gm.as(manager).manager(Item).update(2, { label: 'q' });
    await yard.orm.em.fork().nativeDelete(Depot, 1);
    expect(await told()).to.deep.equal([
      { relation: 'public.item', operation: 'create', columns: null, rows: 1 },
      { relation: 'public.item', operation: 'update', columns: ['label'], rows: 1 },
      { relation: 'public.depot', operation: 'delete', columns: null, rows: 1 },
      // What the database does by itself is told by the triggers as well.
      { relation: 'public.item', operation: 'update', columns: ['depot_id'], rows: 2 },
    ]);
    // Tags have none.
    await yard.query('truncate general_manager.gm_change');
    await yard.orm.em.fork().nativeUpdate(Tag, 1, { name: 'blue' });
    expect(await told()).to.have.length(1);
  });

  it('are undone', async () => {
    const [{ count } = {}] = await yard.query(`select count(*)::int as count from pg_trigger where tgname like 'gm_change%'`);
    expect(count).to.equal(12);
    const { down, up } = changeTriggers(gm, { managers: [Item, Depot] });
    for (const statement of down) await yard.query(statement);
    expect(
      await yard.query(`select 1 from pg_trigger where tgname like 'gm_change%' union all select 1 from pg_proc where proname like 'gm_%'`),
    ).to.deep.equal([]);
    for (const statement of up) await yard.query(statement);
  });
});
