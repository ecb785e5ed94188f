import { MikroORM } from '@mikro-orm/postgresql';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { leaks } from 'general-manager/testing';
import { freshDatabase } from '../support/postgres.js';
import { Bin, BUYER, GUEST, Part, Quote, Shelf, Supplier } from './support/catalogue.js';
import { SHOP } from './support/shop.js';

// The same classes in one database: that fields link them does not depend on where they are.
describe('relations by fields inside one database', function () {
  this.timeout(120_000);
  let orm: MikroORM;
  let gm: Application;
  let drop: () => Promise<void>;
  before(async () => {
    const { url, ...database } = await freshDatabase('inside');
    drop = database.drop;
    orm = await MikroORM.init({
      clientUrl: url,
      entities: [Shelf, Part, Supplier, Quote, Bin],
      metadataProvider: ReflectMetadataProvider,
    });
    await orm.schema.create();
    const em = orm.em.fork();
    await em.insertMany(Shelf, [...SHOP.shelves]);
    for (const part of SHOP.parts) await em.insert(Part, { ...part, shelf: part.shelf ?? null } as never);
    await em.insertMany(Supplier, SHOP.suppliers as never);
    await em.insertMany(Quote, SHOP.quotes as never);
    await em.insertMany(Bin, SHOP.bins as never);
    gm = await bootstrap({ orm, drift: 'refuse' });
  });
  after(async () => {
    await orm.close();
    await drop();
  });

  it('are followed as between two', async () => {
    const found = await gm
      .as(BUYER)
      .manager(Supplier)
      .select({ code: true, parts: { select: { number: true, quotes: true } } })
      .all();
    expect(found.map(({ code, parts }) => [code, parts.map(({ quotes }) => quotes.length)])).to.deep.equal([['acme', [2]]]);
  });

  it('tell nothing that is hidden, however it is asked for', async () => {
    const report = await leaks(gm, { orm, actors: { buyer: BUYER, guest: GUEST }, questions: 100 });
    expect(report.leaks).to.deep.equal([]);
    expect(report.unstable).to.deep.equal([]);
    expect(report.checks).to.be.above(90);
  });
});
