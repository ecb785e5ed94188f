import { Collection, type Opt, type Rel } from '@mikro-orm/core';
import {
  BeforeCreate,
  Embeddable,
  Embedded,
  Entity,
  Enum,
  ManyToOne,
  OneToMany,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, definePlugin, isGeneralManagerError, type Application, type WriteEvent } from 'general-manager';
import { actor, anyOf, authenticated, check, everyone, Manager, Permission, role, where } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

enum Kind {
  Plain = 'plain',
  Odd = "o'dd?",
}

@Embeddable()
class Size {
  @Property({ type: 'integer' })
  wide!: number;

  @Property({ type: 'decimal', precision: 6, scale: 2, nullable: true })
  high?: string | null;
}

@Entity()
@Manager()
@Permission({ read: everyone(), create: authenticated() })
class Shop {
  @PrimaryKey()
  id!: number;

  @Property()
  owner!: string;

  @OneToMany(() => Ware, (ware) => ware.shop)
  wares = new Collection<Ware>(this);
}

/** Everything that an INSERT may have to convert, or to leave to the database. */
@Entity()
@Manager()
@Permission<Ware>({
  read: where<Ware>({ hidden: false }),
  create: anyOf(where<Ware>({ shop: { owner: actor('id') } }), role('all')),
  fields: { price: { create: where<Ware>({ hidden: false }) } },
})
class Ware {
  @PrimaryKey({ type: 'uuid', defaultRaw: 'gen_random_uuid()' })
  id!: string & Opt;

  @Property({ fieldName: 'what name', length: 40 })
  name!: string;

  @Enum({ items: () => Kind, default: Kind.Plain })
  kind: Kind & Opt = Kind.Plain;

  @Property({ type: 'decimal', precision: 20, scale: 4, nullable: true })
  price?: string | null;

  @Property({ type: 'bigint', nullable: true })
  serial?: bigint | null;

  @Property({ type: 'json', nullable: true })
  facts?: object | null;

  @Property({ type: 'text[]', nullable: true })
  words?: string[] | null;

  @Property({ type: 'blob', nullable: true })
  image?: Buffer | null;

  @Property({ type: 'date', nullable: true })
  day?: string | null;

  @Property({ type: 'datetime', nullable: true })
  moment?: Date | null;

  @Embedded(() => Size, { nullable: true })
  size?: Size | null;

  @Property({ type: 'boolean', default: false })
  hidden: boolean & Opt = false;

  @Property({ type: 'datetime', onCreate: () => new Date(0) })
  made!: Date & Opt;

  @ManyToOne(() => Shop)
  shop!: Rel<Shop>;
}

/** Whose making somebody looks at. */
@Entity()
@Manager()
@Permission({ read: everyone(), create: everyone() })
class Watched {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @BeforeCreate()
  shout(): void {
    this.name = this.name.toUpperCase();
  }
}

/** Decided about by others of its kind, or in memory. */
@Entity()
@Manager()
@Permission<Leaf>({
  read: everyone(),
  create: anyOf(where<Leaf>({ parent: { parent: null } }), check<Leaf>({ name: 'root', test: ({ name }) => name === 'root' })),
})
class Leaf {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @ManyToOne(() => Leaf, { nullable: true })
  parent?: Rel<Leaf> | null;
}

describe('single objects that are made at once', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  const statements: string[] = [];
  const events: WriteEvent[] = [];
  before(async () => {
    database = await freshDatabase('writes_at_once');
    orm = await MikroORM.init({
      clientUrl: database.url,
      entities: [Shop, Ware, Watched, Leaf, Size],
      metadataProvider: ReflectMetadataProvider,
    });
    await orm.schema.create();
    orm.config.set('onQuery', (sql: string) => {
      statements.push(sql);
      return sql;
    });
    const plugins = [
      definePlugin({ name: 'listener', description: 'Hears events.', hooks: { onEvent: ({ event }) => void events.push(event) } }),
    ];
    gm = await bootstrap({ orm, drift: 'off', plugins });
    await gm.as(ann).manager(Shop).create({ owner: 'ann' });
    await gm.as(ann).manager(Shop).create({ owner: 'bob' });
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });
  beforeEach(() => {
    statements.length = 0;
    events.length = 0;
  });

  const ann = { id: 'ann' };
  const kinds = (): readonly string[] => statements.map((each) => each.split(' ')[0] ?? '');
  const codeOf = async (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => 'done',
      (error: unknown) => (isGeneralManagerError(error) ? error.code : error),
    );

  it('hold what MikroORM would have written: conversions, defaults, embedded objects, initial values', async () => {
    const data = {
      name: `it's "?" $1`,
      kind: Kind.Odd,
      price: '1234567890123456.7891',
      serial: 9007199254740993n,
      facts: { a: ['?', 1.5, null], $2: true },
      words: ['a', 'b "c"', ''],
      image: Buffer.from([0, 255, 7]),
      day: '2024-02-29',
      moment: new Date('2026-01-02T03:04:05.678Z'),
      size: { wide: 3, high: '4.50' },
      shop: 1,
    };
    const { id, ...made } = (await gm.as(ann).manager(Ware).create(data)) as { id: string };
    expect(kinds()).to.deep.equal(['select', 'with']);
    const { shop: _shop, ...values } = data;
    expect(made).to.deep.equal({ ...values, hidden: false, made: new Date(0) });
    const read = await gm.as(ann).manager(Ware).get(id);
    expect(read).to.deep.equal({ id, ...made });
    const entity = await orm.em.fork().findOneOrFail(Ware, id);
    expect({
      price: entity.price,
      serial: entity.serial,
      facts: entity.facts,
      words: entity.words,
      size: { wide: entity.size?.wide, high: entity.size?.high },
    }).to.deep.equal({
      price: data.price,
      serial: data.serial,
      facts: data.facts,
      words: data.words,
      size: data.size,
    });
    expect(events.map(({ operation, key }) => [operation, key])).to.deep.equal([['create', [id]]]);
  });

  it('are undone where they are not allowed, and the ordinary way tells why', async () => {
    const wares = gm.as(ann).manager(Ware);
    expect(await codeOf(wares.create({ name: 'x', shop: 2 }))).to.equal('GM_WRITE_FORBIDDEN');
    expect(kinds()).to.deep.equal(['select', 'with', 'select', 'insert', 'select']);
    expect(await codeOf(gm.system('a spec').manager('Ware').create({ name: 'y', shop: 99 }))).to.equal('GM_WRITE_NOT_FOUND');
    expect(
      await gm
        .system('a spec')
        .manager(Ware)
        .filter({ name: { in: ['x', 'y'] } })
        .count(),
    ).to.equal(0);
    expect(events).to.deep.equal([]);
  });

  it('obey the rules of fields', async () => {
    expect(await codeOf(gm.as(ann).manager('Ware').create({ name: 'x', shop: 1, price: '1', hidden: true }))).to.equal(
      'GM_WRITE_FORBIDDEN_FIELD',
    );
    expect(await gm.as(ann).manager(Ware).create({ name: 'x', shop: 1, hidden: true })).to.equal(null);
  });

  it('are made in the ordinary way where hooks look at them', async () => {
    expect(await gm.as(ann).manager(Watched).create({ name: 'a' })).to.deep.equal({ id: 1, name: 'A' });
    expect(kinds()).to.deep.equal(['insert', 'select']);
  });

  it('are made in the ordinary way where others of their kind, or code in memory, decide about them', async () => {
    const leaves = gm.as(ann).manager(Leaf);
    await leaves.create({ name: 'root' });
    await leaves.create({ name: 'first', parent: 1 });
    expect(await codeOf(leaves.create({ name: 'second', parent: 2 }))).to.equal('GM_WRITE_FORBIDDEN');
    expect(kinds()).not.to.include('with');
  });

  it('are made in the ordinary way where more than their values is read, or they are part of a transaction', async () => {
    const select = { name: true, shop: { owner: true, wares: { select: { name: true }, first: 1 } } } as const;
    await gm.as(ann).manager(Ware).create({ name: 'z', shop: 1 }, { select });
    await orm.em.fork().transactional(async (session) => gm.as(ann).manager(Ware).create({ name: 'z', shop: 1 }, { session }));
    await gm.as(ann).manager(Ware).create({ name: 'z', shop: 1 }, { isolation: 'serializable' });
    expect(kinds()).not.to.include('with');
  });

  it('are refused by the database as otherwise', async () => {
    const id = '0b6bd4c4-7c5e-4a4c-8f4a-000000000001';
    await gm.as(ann).manager(Ware).create({ id, name: 'a', shop: 1 });
    const error = await gm
      .as(ann)
      .manager(Ware)
      .create({ id, name: 'a', shop: 1 })
      .catch((each: unknown) => each);
    expect(isGeneralManagerError(error) && [error.code, error.details]).to.deep.equal([
      'GM_WRITE_NOT_UNIQUE',
      { violations: [{ path: ['id'], code: 'UNIQUE', message: 'This value is taken.' }] },
    ]);
  });
});
