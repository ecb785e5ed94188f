import 'reflect-metadata';
import { expect } from 'chai';
import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';

@Entity()
@Manager()
@Permission({ read: everyone() })
class Safe {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  name!: string;
}

/** No manager, but it leads to one. */
@Entity()
class Lock {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Safe)
  safe!: Rel<Safe>;
}

/** Leads nowhere. */
@Entity()
class Weather {
  @PrimaryKey()
  id!: number;
}

const CODE = 'GM_ORM_QUERY_CACHE';

const codeOf = async (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => 'given',
    (error: unknown) => (error as { readonly code?: unknown }).code ?? error,
  );

describe("MikroORM's own result cache", () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  let before_: EntityManager;
  before(async () => {
    database = await freshDatabase('result_cache');
    orm = await MikroORM.init({
      clientUrl: database.url,
      entities: [Safe, Lock, Weather],
      metadataProvider: ReflectMetadataProvider,
    });
    await orm.schema.create();
    await orm.em
      .getConnection()
      .execute(`insert into safe values (1, 'one'); insert into lock values (1, 1); insert into weather values (1)`);
    before_ = orm.em.fork();
    gm = await bootstrap({ orm, drift: 'off' });
  });
  after(async () => {
    await gm.close();
    await orm.close();
    await database.drop();
  });

  const QUERIES: Readonly<Record<string, (em: EntityManager, cache: true | 50 | [string, number]) => Promise<unknown>>> = {
    find: async (em, cache) => em.find(Safe, {}, { cache }),
    findAll: async (em, cache) => em.findAll(Safe, { cache }),
    findOne: async (em, cache) => em.findOne(Safe, 1, { cache }),
    findOneOrFail: async (em, cache) => em.findOneOrFail(Safe, 1, { cache }),
    findAndCount: async (em, cache) => em.findAndCount(Safe, {}, { cache }),
    findByCursor: async (em, cache) => em.findByCursor(Safe, { first: 1, orderBy: { id: 'asc' }, cache }),
    count: async (em, cache) => em.count(Safe, {}, { cache }),
    repository: async (em, cache) => em.getRepository(Safe).find({}, { cache }),
    builder: async (em, cache) => em.createQueryBuilder(Safe).cache(cache).getResultList(),
    'builder as it comes': async (em, cache) => em.createQueryBuilder(Safe).cache(cache).execute('all'),
    'what leads to it': async (em, cache) => em.find(Lock, {}, { populate: ['safe'], cache }),
    'a builder that joins it': async (em, cache) =>
      em.createQueryBuilder(Lock, 'l').leftJoinAndSelect('l.safe', 's').cache(cache).getResult(),
  };

  for (const [name, query] of Object.entries(QUERIES))
    it(`is refused for managed entities: ${name}`, async () => {
      for (const cache of [true, 50, ['name', 50]] as const) expect(await codeOf(query(orm.em.fork(), cache as never))).to.equal(CODE);
    });

  it('is refused in forks of forks, in transactions and in contexts of requests', async () => {
    const asked = async (em: EntityManager): Promise<unknown> => codeOf(em.find(Safe, {}, { cache: 50 }));
    expect(await asked(orm.em.fork().fork({ clear: false, useContext: true }))).to.equal(CODE);
    expect(await orm.em.fork().transactional(async (em) => asked(em))).to.equal(CODE);
    expect(await asked(orm.driver.createEntityManager())).to.equal(CODE);
  });

  it('is refused where it is turned on for everything after the boot', async () => {
    const given = orm.config.get('resultCache');
    orm.config.set('resultCache', { ...given, global: 50 });
    try {
      expect(await codeOf(orm.em.fork().find(Safe, {}))).to.equal(CODE);
      expect(await codeOf(orm.em.fork().find(Safe, {}, { cache: false }))).to.equal('given');
      expect(await gm.as(null).manager(Safe).count()).to.equal(1);
    } finally {
      orm.config.set('resultCache', given);
    }
  });

  it('keeps what has nothing to do with what is managed, and other queries run', async () => {
    expect(await codeOf(orm.em.fork().find(Weather, {}, { cache: 50 }))).to.equal('given');
    expect(await codeOf(orm.em.fork().find(Safe, {}))).to.equal('given');
    expect(orm.em.fork().constructor.name).to.equal(before_.constructor.name);
  });

  it('is refused as well after a second application over the same ORM', async () => {
    const other = await bootstrap({ orm, drift: 'off' });
    expect(await codeOf(orm.em.fork().find(Safe, {}, { cache: 50 }))).to.equal(CODE);
    expect(Object.getPrototypeOf(Object.getPrototypeOf(orm.em))).to.equal(before_.constructor.prototype);
    await other.close();
  });

  it('is refused in an ORM that is made of the configuration of another one', async () => {
    const other = await MikroORM.init({ ...orm.config.getAll(), connect: false, entities: [Lock, Safe] } as never);
    const application = await bootstrap({ orm: other, drift: 'off' });
    expect(await codeOf(other.em.fork().find(Lock, {}, { cache: 50 }))).to.equal(CODE);
    await application.close();
    await other.close();
  });

  it('is not seen in entity managers from before the boot, as the guide says', async () => {
    expect(await codeOf(before_.find(Safe, {}, { cache: 50 }))).to.equal('given');
  });
});
