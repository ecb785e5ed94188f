import { type Opt, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { MaxLength } from 'class-validator';
import { expect } from 'chai';
import { bootstrap, isGeneralManagerError, type Application, type ValidatedObject } from 'general-manager';
import { classValidator } from 'general-manager/class-validator';
import { actor, anyOf, authenticated, everyone, Manager, Permission, role, Rule, where } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

/** Open to its owner, and to whoever sees all. */
@Entity()
@Manager()
@Permission<Shelf>({ read: anyOf(role('all'), where<Shelf>({ owner: actor('id') })), create: authenticated() })
class Shelf {
  @PrimaryKey()
  id!: number;

  @Property()
  owner!: string;

  @Property({ unique: true })
  code!: string;
}

/** The key of which has two parts. */
@Entity()
@Manager()
@Permission({ read: everyone(), create: everyone() })
class Place {
  @PrimaryKey()
  room!: string;

  @PrimaryKey()
  place!: number;
}

@Entity()
@Manager()
@Permission<Item>({
  read: everyone(),
  create: anyOf(role('all'), where<Item>({ shelf: { owner: actor('id') }, price: { lt: 100 } })),
  fields: { note: { create: role('all') } },
})
class Item {
  @PrimaryKey()
  id!: number;

  @Property()
  @MaxLength(10)
  name!: string;

  @Property()
  price: number & Opt = 1;

  @Property({ nullable: true })
  note?: string | null;

  @ManyToOne(() => Shelf)
  shelf!: Rel<Shelf>;

  @ManyToOne(() => Place, { nullable: true })
  place?: Rel<Place> | null;
}

/** Looked at by a rule, which is code of the application. */
@Entity()
@Manager()
@Permission<Ruled>({ read: everyone(), create: authenticated() })
@Rule<Ruled>({ name: 'odd-shelf', message: 'Only on odd shelves.', holds: ({ after }) => after.shelf.id % 2 === 1 })
class Ruled {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Shelf)
  shelf!: Rel<Shelf>;
}

describe('links of single objects that are made at once', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  const statements: string[] = [];
  const looked: unknown[] = [];
  const kinds = (): readonly string[] => statements.map((each) => each.split(' ')[0] ?? '');

  before(async () => {
    database = await freshDatabase('writes_at_once_links');
    orm = await MikroORM.init({
      clientUrl: database.url,
      entities: [Shelf, Place, Item, Ruled],
      metadataProvider: ReflectMetadataProvider,
    });
    await orm.schema.create();
    const look = ({ object }: ValidatedObject): [] => {
      if (!(object instanceof Item)) return [];
      const { shelf, place } = object;
      looked.push({ shelf: shelf.id, ...(place && { place: [place.room, place.place] }) });
      return [];
    };
    const validators = [classValidator(), { name: 'looking', looksAt: () => 'values' as const, validate: look }];
    gm = await bootstrap({ orm, drift: 'off', validators });
    for (const [owner, code] of [
      ['ann', 'a'],
      ['bob', 'b'],
      ['ann', 'c'],
    ] as const)
      await gm.as(ann).manager('Shelf').create({ owner, code });
    await gm.as(ann).manager(Place).create({ room: 'hall', place: 7 });
    orm.config.set('onQuery', (sql: string) => {
      statements.push(sql);
      return sql;
    });
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });
  beforeEach(() => {
    statements.length = 0;
    looked.length = 0;
  });

  const ann = { id: 'ann' };
  const bob = { id: 'bob' };
  const all = { id: 'carl', roles: ['all'] };
  const told = async (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => 'done',
      (error: unknown) => (isGeneralManagerError(error) ? [error.code, error.message] : error),
    );
  const drawn = async (): Promise<unknown> => {
    const [row] = await orm.em.getConnection().execute('select last_value::int as n from item_id_seq');
    return (row as { n: number }).n;
  };

  it('are looked for by the statement that inserts', async () => {
    const items = gm.as(ann).manager(Item);
    const made = await items.create({ name: 'first', shelf: 1, place: { connect: { room: 'hall', place: 7 } } });
    expect(kinds()).to.deep.equal(['with']);
    expect(made).to.include({ name: 'first', price: 1, note: null });
    expect(looked).to.deep.equal([{ shelf: 1, place: ['hall', 7] }]);
    const id = (made as { id: number }).id;
    expect(await items.select({ shelf: { code: true }, place: { room: true, place: true } }).get(id)).to.deep.equal({
      shelf: { code: 'a' },
      place: { room: 'hall', place: 7 },
    });
  });

  it('are found by other unique values, and may be null', async () => {
    const items = gm.as(ann).manager(Item);
    await items.create({ name: 'by code', shelf: { connect: { code: 'c' } }, place: null });
    // Whoever looks at the object is shown what it is linked to, so that this is asked first.
    expect(kinds()).to.deep.equal(['select', 'with']);
    expect(looked).to.deep.equal([{ shelf: 3 }]);
  });

  it('that are hidden are as missing: in what is told, in what is asked, and in what is drawn', async () => {
    await gm.as(ann).manager(Item).create({ name: 'drawn', shelf: 1 });
    const before = await drawn();
    const refusals = await Promise.all([2, 99].map(async (shelf) => told(gm.as(ann).manager(Item).create({ name: 'x', shelf }))));
    expect(refusals[0]).to.deep.equal(refusals[1]);
    expect(refusals[0]).to.include('GM_WRITE_NOT_FOUND');
    expect(await drawn()).to.equal(before);
    statements.length = 0;
    await told(gm.as(ann).manager(Item).create({ name: 'x', shelf: 2 }));
    const hidden = kinds();
    statements.length = 0;
    await told(gm.as(ann).manager(Item).create({ name: 'x', shelf: 99 }));
    expect(kinds()).to.deep.equal(hidden);
  });

  it('that are hidden are told of before what is wrong with the object', async () => {
    const wrong = { name: 'much too long a name' };
    for (const shelf of [2, 99]) {
      expect(
        await told(
          gm
            .as(ann)
            .manager(Item)
            .create({ ...wrong, shelf }),
        ),
      ).to.include('GM_WRITE_NOT_FOUND');
    }
    expect(
      await told(
        gm
          .as(ann)
          .manager(Item)
          .create({ ...wrong, shelf: 1 }),
      ),
    ).to.include('GM_WRITE_INVALID');
    expect(
      await gm
        .system('a spec')
        .manager(Item)
        .filter({ name: { startsWith: 'much' } })
        .count(),
    ).to.equal(0);
  });

  it('meet the policies of each actor, whoever came before', async () => {
    const mayUse = async (who: object, data: object): Promise<unknown> =>
      told(
        gm
          .as(who)
          .manager('Item')
          .create({ name: 'x', ...data }),
      );
    for (let round = 0; round < 3; round += 1) {
      expect(await mayUse(ann, { shelf: 1 })).to.equal('done');
      expect(await mayUse(bob, { shelf: 1 })).to.include('GM_WRITE_NOT_FOUND');
      expect(await mayUse(bob, { shelf: 2 })).to.equal('done');
      expect(await mayUse(all, { shelf: 1, price: 1000 })).to.equal('done');
      expect(await mayUse(ann, { shelf: 1, price: 1000 })).to.include('GM_WRITE_FORBIDDEN');
      expect(await mayUse(ann, { shelf: 1, note: 'n' })).to.include('GM_WRITE_FORBIDDEN_FIELD');
      expect(await mayUse(all, { shelf: 2, note: 'n' })).to.equal('done');
      expect(await mayUse({ roles: [] }, { shelf: 1 })).to.include('GM_PERM_FORBIDDEN');
      expect(await told(gm.as(null).manager('Item').create({ name: 'x', shelf: 1 }))).not.to.equal('done');
    }
  });

  it('are asked for before rules look at the object', async () => {
    expect(await told(gm.as(ann).manager(Ruled).create({ shelf: 1 }))).to.equal('done');
    expect(kinds()).to.deep.equal(['select', 'with']);
    expect(await told(gm.as(bob).manager(Ruled).create({ shelf: 1 }))).to.include('GM_WRITE_NOT_FOUND');
    expect(await told(gm.as(bob).manager(Ruled).create({ shelf: 2 }))).to.include('GM_WRITE_INVALID');
  });

  it('are left to the unit of work from when on somebody subscribes to it', async () => {
    const seen: unknown[] = [];
    orm.em.getEventManager().registerSubscriber({
      getSubscribedEntities: () => [Item],
      beforeCreate: ({ entity }) => void seen.push((entity as Item).name),
    });
    expect(await told(gm.as(ann).manager(Item).create({ name: 'seen', shelf: 1 }))).to.equal('done');
    expect(seen).to.deep.equal(['seen']);
    expect(kinds()).not.to.include('with');
  });
});
