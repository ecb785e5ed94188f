import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { SeedManager } from '@mikro-orm/seeder';
import { expect } from 'chai';
import { bootstrap } from 'general-manager';
import { managerSeeder } from 'general-manager/seeder';
import { Label, Maker, Product, SHOP } from '../factory/support/shop.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

describe('a seeder of MikroORM', () => {
  let database: FreshDatabase;
  let orm: MikroORM;

  before(async () => {
    database = await freshDatabase('seeder');
    orm = await MikroORM.init({
      clientUrl: database.url,
      entities: SHOP,
      metadataProvider: ReflectMetadataProvider,
      extensions: [SeedManager],
    });
    await orm.schema.create();
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  it('makes the objects of managers, once', async () => {
    const told: string[] = [];
    class DatabaseSeeder extends managerSeeder({
      application: async () => bootstrap({ orm, drift: 'off' }),
      managers: { Product: 12, Label: 3 },
      onProgress: ({ manager, made }) => told.push(`${manager} ${made}`),
    }) {}
    for (let round = 0; round < 2; round += 1) await orm.seeder.seed(DatabaseSeeder);
    const em = orm.em.fork();
    expect([await em.count(Product), await em.count(Label), await em.count(Maker)]).to.deep.equal([12, 3, 10]);
    expect(told).to.deep.equal(['Maker 10', 'Label 3', 'Product 12']);
  });
});
