import { expect } from 'chai';
import { graphql } from 'graphql';
import { leaks } from 'general-manager/testing';
import { startMarket, type MarketService } from '../../samples/logistics/market/service.js';
import { openLogistics, type Logistics } from '../../samples/logistics/app.js';
import { YardReadiness } from '../../samples/logistics/readiness/yard-readiness.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

const ACTORS = {
  mia: { name: 'mia', roles: [], department: 'maintenance' },
  grace: { name: 'grace', roles: [], department: 'crew', crewMember: 1 },
  cleo: { name: 'cleo', roles: ['customs'], department: 'customs' },
};

describe('sample: the readiness of ships', function () {
  this.timeout(120_000);
  let database: FreshDatabase;
  let app: Logistics;
  let market: MarketService;
  before(async () => {
    market = await startMarket();
    process.env['MARKET_URL'] = market.url;
    database = await freshDatabase('readiness');
    app = await openLogistics(database.url);
  });
  after(async () => {
    await app.gm.close();
    await app.orm.close();
    await database.drop();
    await market.stop();
    delete process.env['MARKET_URL'];
  });

  const ask = async (source: string, as: keyof typeof ACTORS) => {
    const { data, errors } = await graphql({ schema: app.gm.schema, source, contextValue: { actor: ACTORS[as] } });
    return JSON.parse(JSON.stringify(errors ?? data));
  };

  it('is computed of a day, for ships that filters of theirs find, in the order of what is computed', async () => {
    const source = `{ shipReadinesses(filter: { asOf: { eq: "2027-03-01" }, ready: { eq: false }, ship: { name: { in: ["Noordzee", "Blåfjell"] } } }
      sort: [{ overdue: ASC }]) { totalCount nodes { ship { name } crew overdue ready } } }`;
    expect(await ask(source, 'mia')).to.deep.equal({
      shipReadinesses: {
        totalCount: 2,
        nodes: [
          { ship: { name: 'Blåfjell' }, crew: 0.5, overdue: 0, ready: false },
          { ship: { name: 'Noordzee' }, crew: 1, overdue: 3, ready: false },
        ],
      },
    });
  });

  it('is reached from the ship', async () => {
    const source =
      '{ ship(id: 1) { readiness(filter: { asOf: { in: ["2020-01-01", "2027-06-01"] } }) { nodes { asOf crew overdue ready } } } }';
    expect(await ask(source, 'mia')).to.deep.equal({
      ship: {
        readiness: {
          nodes: [
            { asOf: '2020-01-01', crew: 0, overdue: 0, ready: false },
            { asOf: '2027-06-01', crew: 1, overdue: 0, ready: true },
          ],
        },
      },
    });
  });

  it('is told of months to the yard, and of her ship to whoever sails on it', async () => {
    const busy = '{ yardReadinesses(filter: { due: { gt: 0 } }, first: 1) { totalCount nodes { ship { name } month due feasible } } }';
    expect(await ask(busy, 'mia')).to.deep.equal({
      yardReadinesses: { totalCount: 6, nodes: [{ ship: { name: 'Noordzee' }, month: '2027-02-01', due: 3, feasible: false }] },
    });
    const groups = await app.gm.as(ACTORS.grace).manager(YardReadiness).groupBy('ship.name').aggregate({ count: true });
    expect(groups).to.deep.equal([{ key: { 'ship.name': 'Ada' }, count: 12 }]);
  });

  it("is computed of manifests that are the ship's, with values for whom customs tells them", async () => {
    const source = `{ loadReadinesses(filter: { ship: { name: { eq: "Ada" } } }, sort: [{ share: DESC }], first: 1) {
      totalCount nodes { manifest { sailsOn } value fits } } }`;
    const nodes = (value: string | null) => [{ manifest: { sailsOn: '2026-12-04' }, value, fits: true }];
    expect(await ask(source, 'cleo')).to.deep.equal({ loadReadinesses: { totalCount: 4, nodes: nodes('98280.00') } });
    expect(await ask(source, 'mia')).to.deep.equal({ loadReadinesses: { totalCount: 4, nodes: nodes(null) } });
    const other = '{ loadReadiness(key: { ship: 1, manifest: "00000000-0000-4000-9000-000000000201" }) { fits } }';
    expect(await ask(other, 'mia')).to.deep.equal({ loadReadiness: null });
  });

  it('tells nothing that is hidden', async () => {
    const { leaks: found, checks } = await leaks(app.gm, { orm: app.orm, actors: { grace: ACTORS.grace }, questions: 4, rows: 8 });
    expect(found).to.deep.equal([]);
    expect(checks).to.be.above(10);
  });
});
