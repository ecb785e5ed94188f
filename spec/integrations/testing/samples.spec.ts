import { expect } from 'chai';
import { createHandler } from 'general-manager/graphql-server';
import { expectNoLeaks } from 'general-manager/testing';
import { openLogistics, type Logistics } from '../../../samples/logistics/app.js';
import { startMarket, type MarketService } from '../../../samples/logistics/market/service.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';

describe('testing: the samples', function () {
  this.timeout(180_000);
  let database: FreshDatabase;
  let market: MarketService;
  let app: Logistics;

  before(async () => {
    database = await freshDatabase('leaks_logistics');
    market = await startMarket();
    process.env['MARKET_URL'] = market.url;
    app = await openLogistics(database.url);
  });
  after(async () => {
    delete process.env['MARKET_URL'];
    await app.gm.close();
    await app.orm.close();
    await market.stop();
    await database.drop();
  });

  it('logistics tells nobody what is hidden, besides the report that adds it up', async () => {
    const report = await expectNoLeaks(app.gm, {
      orm: app.orm,
      actors: { stranger: null, sam: { name: 'sam', roles: ['dispatcher'], department: 'operations' } },
      released: ['Readiness'],
      context: () => ({ orm: app.orm }),
      handler: (context) => createHandler(app.gm, { context, health: false }),
      questions: 300,
      rows: 10,
    });
    expect(report.unstable).to.deep.equal([]);
    expect(report.checks).to.be.above(800);
    const changed = report.hidden.filter(({ changes }) => changes > 0).map(({ actor, manager }) => `${actor} ${manager}`);
    expect(changed).to.include.members(['stranger WorkOrder', 'stranger CargoLine', 'sam Supplier', 'sam CrewMember']);
  });
});
