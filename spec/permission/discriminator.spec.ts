import 'reflect-metadata';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { graphql } from 'graphql';
import { bootstrap, type Application } from 'general-manager';
import { everyone, Manager, Permission, role, where } from 'general-manager/decorators';
import { Query, Resolver } from 'type-graphql';
import { Policies } from '../../lib/permission/policies.js';
import { managerNamed } from '../../lib/model/lookup.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

/** Its discriminator is no property of the class. */
@Entity({ discriminatorColumn: 'kind', discriminatorValue: 'plant' })
@Manager()
@Permission<Plant & { kind: string }>({ read: everyone(), update: where({ kind: 'tree' }) })
class Plant {
  @PrimaryKey()
  id!: number;
}

@Entity({ discriminatorValue: 'tree' })
@Manager()
class Tree extends Plant {}

/** A kind of plant that nobody manages. */
@Entity({ discriminatorValue: 'weed' })
class Weed extends Plant {}

/** Its discriminator is a property, and not everybody's business. */
@Entity({ discriminatorColumn: 'form', discriminatorValue: 'stone' })
@Manager()
@Permission<Stone>({ read: everyone(), fields: { form: { read: role('geologist') } } })
class Stone {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'string' })
  form!: string;
}

@Entity({ discriminatorValue: 'fossil' })
@Manager()
class Fossil extends Stone {}

let orm: MikroORM;

@Resolver()
class Garden {
  @Query(() => [Plant])
  async allPlants(): Promise<Plant[]> {
    return orm.em.fork().find(Plant, {}, { orderBy: { id: 'asc' } });
  }

  @Query(() => [Stone])
  async allStones(): Promise<Stone[]> {
    return orm.em.fork().find(Stone, {}, { orderBy: { id: 'asc' } });
  }
}

describe('permission: discriminators of entities that hand-written code loaded', () => {
  let database: FreshDatabase;
  let gm: Application;

  before(async () => {
    database = await freshDatabase('discriminators');
    const entities = [Plant, Tree, Weed, Stone, Fossil];
    orm = await MikroORM.init({ clientUrl: database.url, entities, metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    const em = orm.em.fork();
    em.create(Plant, { id: 1 });
    em.create(Tree, { id: 2 });
    await em.flush();
    await orm.em.fork().execute(`insert into stone (id, form) values (1, 'stone'), (2, 'fossil')`);
    gm = await bootstrap({ orm, resolvers: [Garden], drift: 'off' });
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  const ask = async (source: string, actor: object | null = null): Promise<object> =>
    JSON.parse(JSON.stringify(await graphql({ schema: gm.schema, source, contextValue: { actor } }))) as object;

  it('say what their class is', async () => {
    expect(await ask('{ allPlants { __typename id kind } }')).to.deep.equal({
      data: {
        allPlants: [
          { __typename: 'BasePlant', id: '1', kind: 'PLANT' },
          { __typename: 'Tree', id: '2', kind: 'TREE' },
        ],
      },
    });
  });

  it('obey the rules of the field', async () => {
    const seen = [{ form: 'STONE' }, { form: 'FOSSIL' }];
    expect(await ask('{ allStones { form } }')).to.deep.equal({ data: { allStones: [{ form: null }, { form: null }] } });
    expect(await ask('{ allStones { form } }', { roles: ['geologist'] })).to.deep.equal({ data: { allStones: seen } });
  });

  it('decide in memory as they do in SQL', async () => {
    const policies = new Policies(gm.model);
    const manager = managerNamed(gm.model, 'Plant');
    const loaded = await orm.em.fork().find(Plant, {}, { orderBy: { id: 'asc' } });
    const decided = loaded.map((plant) => policies.decide(manager, 'update', null, { before: plant, after: plant }).allowed);
    const explained = await Promise.all(loaded.map(async ({ id }) => (await gm.explain(null, 'update', Plant, id)).allowed));
    expect(decided).to.deep.equal([false, true]);
    expect(explained).to.deep.equal(decided);
  });

  it('are not guessed of a class that nobody manages', () => {
    const decide = () =>
      new Policies(gm.model).decide(managerNamed(gm.model, 'Plant'), 'update', null, { before: new Weed(), after: new Weed() });
    expect(decide).to.throw().with.property('code', 'GM_PERM_NOT_LOADED');
  });
});
