import { expect } from 'chai';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Depot, Item, Note, openYard, Tag, type Yard } from './support/depot.js';
import type { Kept } from './support/keeper.js';

const manager = { id: 1, roles: ['manager'] };

/** What else there is in the database, of which the application has no managers. */
const SURROUNDINGS = `
  create table company (id int primary key, name text);
  create table branch (id int primary key, company_id int references company on delete cascade);
  alter table tag add column branch_id int references branch on delete cascade on update cascade;
  create table ledger (id serial primary key, item int);
  create view item_view as select id, label, count from item;
  create view noisy as select count(*) as n from note;
  create table inbox (line text);
  create rule from_inbox as on insert to inbox do also update note set text = new.line;

  create function seize(which int) returns void language sql as $$ update item set count = 6 where id = which $$;
  create function "Odd name"(which int) returns void language sql as $$ update item set count = 6 where id = which $$;
  create function outer_seize(which int) returns int language plpgsql stable as $f$ begin perform seize(which); return 1; end $f$;
  create function atomic_seize(which int) returns void language sql begin atomic update item set count = 6 where id = which; end;
  create function look(which int) returns int language sql stable as $$ select count from item where id = which $$;
  create function shout(text) returns text language plpgsql as $f$ begin raise notice 'update % item', $1; return 'insert into item'; end $f$;
  create function dynamic(name text) returns void language plpgsql as $f$ begin execute format('update %I set text = ''z''', name); end $f$;
  create function dynamic_note() returns void language plpgsql as $f$ begin execute 'update note set text = ''z'''; end $f$;
  create procedure proceed(which int) language plpgsql as $f$ begin update item set count = 6 where id = which; end $f$;
  create procedure piecewise(which int) language plpgsql as $f$ begin update item set count = 6 where id = which; commit; end $f$;

  create function on_ledger() returns trigger language plpgsql as $f$ begin
    -- delete from depot
    update item set count = 6 where id = new.item; return null; end $f$;
  create trigger ledger_writes after insert on ledger for each row execute function on_ledger();
  create function on_depot() returns trigger language plpgsql as $f$ begin
    if tg_op = 'UPDATE' then insert into ledger (item) values (1); end if; return null; end $f$;
  create trigger depot_writes after update on depot for each row execute function on_depot();
  create function on_view() returns trigger language plpgsql as $f$ begin update note set text = 'z'; return null; end $f$;
  create trigger noisy_writes instead of update on noisy for each row execute function on_view();`;

type Name = 'items' | 'notes' | 'tags' | 'depots';

interface Indirect {
  readonly name: string;
  readonly changes: readonly Name[];
  readonly leaves?: readonly Name[];
  run(em: EntityManager, yard: Yard): Promise<unknown>;
}

const sql = (text: string, changes: readonly Name[], leaves: readonly Name[] = []): Indirect => ({
  name: text,
  changes,
  leaves,
  run: async (em) => em.execute(text),
});

/** Notes go with the keys of items, which nobody looks into. */
const REST: readonly Name[] = ['tags', 'depots'];

const WRITES: readonly Indirect[] = [
  sql('select seize(1)', ['items'], REST),
  sql('select 1, "seize" (1)', ['items'], REST),
  sql('select public.seize(1)', ['items'], REST),
  sql('select "Odd name"(1)', ['items'], REST),
  sql('values (outer_seize(1))', ['items'], REST),
  sql('with x as (select outer_seize(1) as y) select * from x', ['items'], REST),
  sql('select atomic_seize(1)', ['items'], REST),
  sql('insert into company select 9 from outer_seize(1)', ['items'], REST),
  sql('call proceed(1)', ['items'], REST),
  sql('do $$ begin perform seize(1); end $$', ['items'], REST),
  sql(`do $$ begin execute 'update item set count = 6 where id = 1'; end $$`, ['items'], REST),
  sql(`do $$ declare name text := 'item'; begin execute 'update ' || name || ' set count = 6'; end $$`, [
    'items',
    'notes',
    'tags',
    'depots',
  ]),
  sql(`select dynamic('note')`, ['notes']),
  sql('select dynamic_note()', ['notes'], ['items', 'tags', 'depots']),
  sql('update item_view set count = 6 where id = 1', ['items'], REST),
  sql('insert into ledger (item) values (1)', ['items'], REST),
  sql('delete from company', ['tags'], ['items', 'notes', 'depots']),
  sql(`insert into inbox values ('z')`, ['notes'], ['items', 'tags', 'depots']),
  sql('update noisy set n = 1', ['notes'], ['tags', 'depots']),
  sql('explain (analyze) update item set count = 6 where id = 1', ['items'], REST),
  sql('create temp table gone as with d as (delete from note returning *) select * from d; drop table gone', ['notes'], ['tags', 'depots']),
  sql('copy (delete from note returning id) to stdout', ['notes'], ['tags', 'depots']),
  {
    name: 'statements that are prepared by hand',
    changes: ['items'],
    leaves: REST,
    run: async (em) =>
      em.transactional(async (inner) => {
        await inner.execute('prepare seizing (int) as update item set count = $1 where id = 1');
        await inner.execute('execute seizing(6)');
      }),
  },
  {
    name: 'an entity with triggers, by the unit of work',
    changes: ['items', 'depots'],
    leaves: ['tags'],
    run: async (em) => (Object.assign(await em.findOneOrFail(Depot, 1), { rank: 9 }), em.flush()),
  },
  {
    name: 'an entity with triggers, by the pipeline',
    changes: ['items', 'depots'],
    leaves: ['tags'],
    run: async (_em, { gm }) => gm.as(manager).manager(Depot).update(1, { rank: 9 }),
  },
];

/** What reads, or only looks like it. */
const OTHERS: readonly string[] = [
  'select look(1)',
  `select shout('seize(1)')`,
  `select 'seize(1)'`,
  'select seize from (values (1)) as v(seize)',
  'explain update item set count = 6',
  'prepare nothing as select 1; deallocate nothing',
];

describe('changes: what is written indirectly', () => {
  let yard: Yard;
  before(async () => {
    yard = await openYard('changes_indirect', { prepare: async (query) => query(SURROUNDINGS) });
  });
  after(async () => yard.close());

  const reset = async (): Promise<Readonly<Record<Name, Kept>>> => {
    await yard.query(`delete from note; delete from tag; delete from item; delete from depot; delete from company; delete from ledger;
      insert into company values (1, 'one'), (2, 'two'); insert into branch values (1, 1);
      insert into depot (id, name, rank) values (1, 'north', 1); insert into item (id, label, count, depot_id) values (1, 'a', 1, 1);
      insert into tag (id, name, branch_id) values (1, 'red', 1); insert into note (id, text, item_id) values (1, 'x', 1)`);
    const scope = yard.gm.as(manager);
    return {
      items: await yard.keeper.keep(async () => scope.manager(Item).select({ count: true }).all()),
      notes: await yard.keeper.keep(async () => scope.manager(Note).select({ text: true }).all()),
      tags: await yard.keeper.keep(async () => scope.manager(Tag).select({ name: true }).all()),
      depots: await yard.keeper.keep(async () => scope.manager(Depot).select({ rank: true }).all()),
    };
  };
  const changedBy = async (run: Indirect['run']): Promise<readonly Name[]> => {
    const kept = await reset();
    const names = Object.keys(kept) as Name[];
    await run(yard.orm.em.fork(), yard);
    const changed = await yard.keeper.changed(...names.map((each) => kept[each]));
    return names.filter((_name, index) => changed[index]);
  };

  for (const { name, changes, leaves = [], run } of WRITES)
    it(`tell of ${name}`, async () => {
      const changed = await changedBy(run);
      expect(changed).to.include.members([...changes]);
      expect(changed.filter((each) => leaves.includes(each))).to.deep.equal([]);
    });

  for (const text of OTHERS)
    it(`say nothing of ${text}`, async () => {
      expect(await changedBy(async (em) => em.execute(text))).to.deep.equal([]);
    });

  it('let a read be one in a transaction that only reads', async () => {
    const [row] = await (yard.orm.em.fork() as EntityManager).transactional(async (em) => em.execute<object[]>('select look(1) as n'), {
      readOnly: true,
    });
    expect(row).to.deep.equal({ n: 1 });
  });

  it('leave alone what ends transactions by itself', async () => {
    await reset();
    const em = yard.orm.em.fork() as EntityManager;
    await em.execute('call piecewise(1)');
    await em.execute('do $$ begin update item set count = 7 where id = 1; commit; end $$');
    expect(await yard.query('select count from item')).to.deep.equal([{ count: 7 }]);
  });
});
