import { expect } from 'chai';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Car, Depot, Item, Note, openYard, Tag, type Yard } from './support/depot.js';
import type { Kept } from './support/keeper.js';

/** What is kept, by what it is about. */
interface Reads {
  /** The items of a count of 5 and more, with their labels. */
  readonly many: Kept;
  /** One item as a whole. */
  readonly one: Kept;
  /** The names of the tags of items. */
  readonly tags: Kept;
  /** The texts of the notes of items. */
  readonly notes: Kept;
  /** Items in depots of a rank. */
  readonly ranked: Kept;
  /** The texts of notes alone. */
  readonly texts: Kept;
  readonly cars: Kept;
}

type Name = keyof Reads;

/** A way to write, the reads that it changes, and those that it leaves as they are. */
interface WritePath {
  readonly name: string;
  readonly changes: readonly Name[];
  readonly leaves: readonly Name[];
  run(em: EntityManager, yard: Yard): Promise<unknown>;
}

const manager = { id: 1, roles: ['manager'] };
const items = ({ gm }: Yard) => gm.as(manager).manager(Item);
const found = async (em: EntityManager, id: number): Promise<Item> => em.findOneOrFail(Item, id, { filters: false });

const OTHERS: readonly Name[] = ['cars'];

/** Item 1 has a count of 1, item 2 one of 7, a tag, a note and a depot of rank 3. */
const PATHS: readonly WritePath[] = [
  // The pipeline's own.
  {
    name: 'create, in one statement',
    changes: ['many'],
    leaves: ['one', ...OTHERS],
    run: async (_em, yard) => items(yard).create({ count: 9 }),
  },
  {
    name: 'create of what is not read',
    changes: [],
    leaves: ['texts', 'many', 'one', 'ranked', ...OTHERS],
    run: async (_em, yard) => items(yard).create({ count: 1 }),
  },
  {
    name: 'create with others, linked to each other',
    changes: ['many', 'tags', 'notes'],
    leaves: ['one', ...OTHERS],
    run: async (_em, yard) => items(yard).create({ count: 9, tags: { create: [{ name: 'new' }] }, notes: { create: [{ text: 'new' }] } }),
  },
  {
    name: 'createMany',
    changes: ['many'],
    leaves: ['one', ...OTHERS],
    run: async (_em, yard) => items(yard).createMany([{ count: 1 }, { count: 8 }]),
  },
  {
    name: 'update into what is read',
    changes: ['many', 'one'],
    leaves: ['texts', 'tags', 'notes', ...OTHERS],
    run: async (_em, yard) => items(yard).update(1, { count: 6 }),
  },
  {
    name: 'update out of what is read',
    changes: ['many'],
    leaves: ['one', 'tags', ...OTHERS],
    run: async (_em, yard) => items(yard).update(2, { count: 1 }),
  },
  {
    name: 'update besides what is read',
    changes: ['one'],
    leaves: ['many', 'tags', ...OTHERS],
    run: async (_em, yard) => items(yard).update(1, { count: 2 }),
  },
  {
    name: 'update of another field',
    changes: [],
    leaves: ['many', 'one', 'tags', ...OTHERS],
    run: async (_em, yard) => items(yard).update(2, { good: true }),
  },
  {
    name: 'updateMany',
    changes: ['many'],
    leaves: ['one', ...OTHERS],
    run: async (_em, yard) => items(yard).filter({ id: 2 }).updateMany({ label: 'x' }, {}),
  },
  {
    name: 'delete',
    changes: ['texts', 'many', 'notes', 'tags'],
    leaves: ['one', ...OTHERS],
    run: async (_em, yard) => items(yard).delete(2),
  },
  {
    name: 'links added',
    changes: ['tags'],
    leaves: ['texts', 'many', 'notes', ...OTHERS],
    run: async (_em, yard) => items(yard).update(1, { tags: { connect: [2] } }),
  },
  {
    name: 'links taken away',
    changes: ['tags'],
    leaves: ['many', 'notes', ...OTHERS],
    run: async (_em, yard) => items(yard).update(2, { tags: { disconnect: [1] } }),
  },
  {
    name: 'another depot',
    changes: ['ranked'],
    leaves: ['many', 'tags', ...OTHERS],
    run: async (_em, yard) => items(yard).update(2, { depot: { connect: 2 } }),
  },
  {
    name: 'fill by a factory',
    changes: ['many'],
    leaves: [...OTHERS],
    run: async (_em, yard) => yard.gm.factory(Item).insertMany(2, { count: 8 }),
  },
  // MikroORM's own.
  {
    name: 'flush of a change',
    changes: ['many', 'one'],
    leaves: ['texts', 'tags', ...OTHERS],
    run: async (em) => {
      Object.assign(await found(em, 1), { count: 6 });
      await em.flush();
    },
  },
  {
    name: 'flush of changes of many',
    changes: ['many', 'one'],
    leaves: ['tags', ...OTHERS],
    run: async (em) => {
      for (const each of await em.find(Item, {})) each.label = `${each.label ?? ''}!`;
      await em.flush();
    },
  },
  {
    name: 'flush of a new object',
    changes: ['many'],
    leaves: ['one', ...OTHERS],
    run: async (em) => em.persist(em.create(Item, { count: 6 })).flush(),
  },
  {
    name: 'flush of a removal',
    changes: ['texts', 'many', 'tags', 'notes'],
    leaves: ['one', ...OTHERS],
    run: async (em) => em.remove(await found(em, 2)).flush(),
  },
  {
    name: 'flush of links',
    changes: ['tags'],
    leaves: ['many', 'one', 'notes', ...OTHERS],
    run: async (em) => {
      const item = await em.findOneOrFail(Item, 1, { populate: ['tags'] });
      item.tags.add(em.getReference(Tag, 2));
      await em.flush();
    },
  },
  {
    name: 'flush of all links taken away',
    changes: ['tags'],
    leaves: ['many', 'one', 'notes', ...OTHERS],
    run: async (em) => {
      const item = await em.findOneOrFail(Item, 2, { populate: ['tags'] });
      item.tags.removeAll();
      await em.flush();
    },
  },
  {
    name: 'flush of an embedded object',
    changes: ['one'],
    leaves: ['many', ...OTHERS],
    run: async (em) => (Object.assign(await found(em, 1), { size: { width: 3 } }), em.flush()),
  },
  {
    name: 'flush of a reference',
    changes: ['ranked'],
    leaves: ['many', 'tags', ...OTHERS],
    run: async (em) => (Object.assign(await found(em, 2), { depot: null }), em.flush()),
  },
  { name: 'insert', changes: ['many'], leaves: ['one', ...OTHERS], run: async (em) => em.insert(Item, { count: 6 }) },
  {
    name: 'insertMany',
    changes: ['many'],
    leaves: ['one', ...OTHERS],
    run: async (em) => em.insertMany(Item, [{ count: 1 }, { count: 6 }]),
  },
  {
    name: 'insertMany of many',
    changes: ['many'],
    leaves: OTHERS,
    run: async (em) =>
      em.insertMany(
        Item,
        Array.from({ length: 200 }, (_none, count) => ({ count })),
      ),
  },
  {
    name: 'nativeUpdate by key',
    changes: ['many', 'one'],
    leaves: ['texts', 'tags', ...OTHERS],
    run: async (em) => em.nativeUpdate(Item, { id: 1 }, { count: 6 }),
  },
  {
    name: 'nativeUpdate of many',
    changes: ['many', 'one'],
    leaves: ['tags', ...OTHERS],
    run: async (em) => em.nativeUpdate(Item, { count: { $gt: 0 } }, { label: 'x' }),
  },
  {
    name: 'nativeUpdate of another field',
    changes: [],
    leaves: ['many', 'one', ...OTHERS],
    run: async (em) => em.nativeUpdate(Item, { count: { $gt: 0 } }, { good: true }),
  },
  {
    name: 'nativeDelete by key',
    changes: ['texts', 'many', 'tags', 'notes'],
    leaves: ['one', ...OTHERS],
    run: async (em) => em.nativeDelete(Item, 2),
  },
  {
    name: 'nativeDelete of many',
    changes: ['texts', 'many', 'tags', 'notes'],
    leaves: OTHERS,
    run: async (em) => em.nativeDelete(Item, { count: { $gt: 5 } }),
  },
  {
    name: 'upsert',
    changes: ['many', 'one'],
    leaves: OTHERS,
    run: async (em) => em.upsert(Item, { id: 1, count: 6, label: 'u' }),
  },
  {
    name: 'upsert of a new object',
    changes: ['many'],
    leaves: ['one', ...OTHERS],
    run: async (em) => em.upsert(Item, { id: 77, count: 6 }),
  },
  {
    name: 'upsertMany',
    changes: ['many', 'one'],
    leaves: OTHERS,
    run: async (em) =>
      em.upsertMany(Item, [
        { id: 1, count: 6 },
        { id: 2, count: 8 },
      ] as never),
  },
  // Query builders, and SQL of one's own through the ORM.
  {
    name: 'query builder: insert',
    changes: ['many'],
    leaves: OTHERS,
    run: async (em) => em.createQueryBuilder(Item).insert({ count: 6 }).execute(),
  },
  {
    name: 'query builder: update',
    changes: ['many', 'one'],
    leaves: OTHERS,
    run: async (em) => em.createQueryBuilder(Item).update({ count: 6 }).where({ id: 1 }).execute(),
  },
  {
    name: 'query builder: delete',
    changes: ['texts', 'many', 'tags', 'notes'],
    leaves: OTHERS,
    run: async (em) => em.createQueryBuilder(Item).delete({ id: 2 }).execute(),
  },
  {
    name: 'query builder: truncate',
    changes: ['texts', 'notes'],
    leaves: OTHERS,
    run: async (em) => em.createQueryBuilder(Note).truncate().execute(),
  },
  {
    name: 'Kysely',
    changes: ['many', 'one'],
    leaves: OTHERS,
    run: async (em) =>
      em.getKysely<{ item: { id: number; count: number } }>().updateTable('item').set({ count: 6 }).where('id', '=', 1).execute(),
  },
  {
    name: 'SQL',
    changes: ['many', 'one'],
    leaves: OTHERS,
    run: async (em) => em.execute('update item set count = ? where id = ?', [6, 1]),
  },
  {
    name: 'SQL with a schema and a comment',
    changes: ['many', 'one'],
    leaves: OTHERS,
    run: async (em) => em.execute('/* why; not */ update only "public"."item" set count = 6 where id = 1 -- ;'),
  },
  {
    name: 'SQL of several expressions',
    changes: ['many', 'one'],
    leaves: OTHERS,
    run: async (em) =>
      em.execute(
        `with recursive ids as (select 1 as id), gone as (update item set count = 6 from ids where item.id = ids.id returning 1) select * from gone`,
      ),
  },
  {
    name: 'SQL of several statements',
    changes: ['texts', 'many', 'one', 'notes'],
    leaves: OTHERS,
    run: async (em) => em.execute(`update item set count = 6 where id = 1; delete from note; select 1`),
  },
  {
    name: 'SQL that merges',
    changes: ['many', 'one'],
    leaves: OTHERS,
    run: async (em) => em.execute(`merge into item using (select 1 as id) as s on s.id = item.id when matched then update set count = 6`),
  },
  {
    name: 'SQL that empties a table with others',
    changes: ['texts', 'many', 'one', 'tags', 'notes', 'ranked'],
    leaves: OTHERS,
    run: async (em) => em.execute('truncate item cascade'),
  },
  {
    name: 'a block of SQL',
    changes: ['many', 'one'],
    leaves: OTHERS,
    run: async (em) => em.execute(`do $$ begin update item set count = 6 where id = 1; end $$`),
  },
  {
    name: 'a client of the pool',
    changes: ['many', 'one'],
    leaves: OTHERS,
    run: async (_em, { orm }) =>
      ((await orm.em.getConnection().getNativeClient()) as { query(text: string, values: unknown[]): Promise<unknown> }).query(
        'update item set count = $1 where id = 1',
        [6],
      ),
  },
  // What the database does by itself.
  {
    name: 'set null by a delete',
    changes: ['ranked'],
    leaves: ['texts', 'many', 'tags', ...OTHERS],
    run: async (em) => em.nativeDelete(Depot, 1),
  },
  {
    name: 'set null by a delete, in SQL',
    changes: ['ranked'],
    leaves: ['many', 'tags', ...OTHERS],
    run: async (em) => em.execute('delete from depot where id = 1'),
  },
  {
    name: 'a condition on related objects',
    changes: ['ranked'],
    leaves: ['many', 'one', 'tags', ...OTHERS],
    run: async (em) => em.nativeUpdate(Depot, 1, { rank: 0 }),
  },
  {
    name: 'a key that moves',
    changes: ['many', 'notes'],
    leaves: OTHERS,
    run: async (em) => (await em.nativeDelete(Tag, { id: { $gt: 0 } }), em.nativeUpdate(Item, 2, { id: 99 })),
  },
  {
    name: 'a tag of another name',
    changes: ['tags'],
    leaves: ['texts', 'many', 'one', 'notes', ...OTHERS],
    run: async (em) => (Object.assign(await em.findOneOrFail(Tag, 1), { name: 'other' }), em.flush()),
  },
  // One table, several classes.
  {
    name: 'an object of a subclass',
    changes: ['cars'],
    leaves: ['many', 'one', 'tags', 'notes'],
    run: async (em) => em.persist(em.create(Car, { plate: 'b', seats: 5, kind: 'car' })).flush(),
  },
  {
    name: 'a row of another class',
    changes: ['cars'],
    leaves: ['many', 'one'],
    run: async (em) => em.execute(`update vehicle set kind = 'truck'`),
  },
];

describe('changes: ways to write', () => {
  let yard: Yard;
  before(async () => {
    yard = await openYard('changes_paths');
  });
  after(async () => yard.close());

  async function reset(): Promise<Reads> {
    await yard.query('truncate item, depot, tag, note, item_tags, vehicle restart identity cascade');
    await yard.query(`insert into depot (id, name, rank) values (1, 'north', 3), (2, 'south', 0);
      insert into item (id, label, count, state, depot_id, owner) values (1, 'a', 1, 'new', 2, 5), (2, 'b', 7, 'old', 1, 5);
      insert into tag (id, name) values (1, 'red'), (2, 'blue'); insert into item_tags (item_id, tag_id) values (2, 1);
      insert into note (id, text, item_id) values (1, 'first', 2); insert into vehicle (id, plate, kind, seats) values (1, 'a', 'car', 4);
      select setval('item_id_seq', 10), setval('tag_id_seq', 10), setval('note_id_seq', 10), setval('vehicle_id_seq', 10)`);
    const all = items(yard);
    const nested = (name: string, field: string): object => ({ id: true, [name]: { select: { [field]: true } } });
    return {
      many: await yard.keeper.keep(async () =>
        all
          .filter({ count: { gte: 5 } })
          .sort('id')
          .select({ id: true, label: true })
          .all(),
      ),
      one: await yard.keeper.keep(async () =>
        all
          .filter({ id: 1 })
          .select({ id: true, label: true, count: true, size: true } as never)
          .all(),
      ),
      tags: await yard.keeper.keep(async () => all.select(nested('tags', 'name') as never).all()),
      notes: await yard.keeper.keep(async () => all.select(nested('notes', 'text') as never).all()),
      ranked: await yard.keeper.keep(async () =>
        all
          .filter({ depot: { rank: { gt: 1 } } })
          .select({ id: true })
          .all(),
      ),
      texts: await yard.keeper.keep(async () => yard.gm.as(manager).manager(Note).select({ id: true, text: true }).all()),
      cars: await yard.keeper.keep(async () => yard.gm.as(manager).manager(Car).select({ plate: true, seats: true }).all()),
    };
  }

  for (const { name, changes, leaves, run } of PATHS) {
    it(name, async () => {
      const reads = await reset();
      const names = Object.keys(reads) as Name[];
      expect(await yard.keeper.changed(...names.map((each) => reads[each]))).to.deep.equal(names.map(() => false));
      await run(yard.orm.em.fork(), yard);
      const changed = await yard.keeper.changed(...names.map((each) => reads[each]));
      const told = names.filter((_name, index) => changed[index]);
      expect(told).to.include.members([...changes]);
      expect(told.filter((each) => leaves.includes(each))).to.deep.equal([]);
    });
  }
});
