import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect } from 'chai';
import { graphql } from 'graphql';
import { openLogistics, type Logistics } from '../../samples/logistics/app.js';
import { mockUpstream } from 'general-manager/http/testing';
import { QUOTES, VENDORS } from '../../samples/logistics/market/data.js';
import { Quote } from '../../samples/logistics/market/quote.js';
import { startMarket, type MarketService } from '../../samples/logistics/market/service.js';
import { Vendor } from '../../samples/logistics/market/vendor.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

const PIET = { name: 'piet', roles: ['purchaser'], department: 'purchasing' };
const ADA = { name: 'ada', roles: ['admin'], department: 'board' };
const SAM = { name: 'sam', roles: ['dispatcher'], department: 'operations' };

describe('sample: the market of logistics', function () {
  this.timeout(60_000);
  let database: FreshDatabase;
  let market: MarketService;
  let app: Logistics;
  const asked: string[] = [];
  const note = (event: unknown): void => {
    const { type, operation } = event as { readonly type: string; readonly operation?: string };
    if (type === 'attempt-start') asked.push(operation ?? '');
  };

  before(async () => {
    database = await freshDatabase('market');
    market = await startMarket();
    process.env['MARKET_URL'] = market.url;
    app = await openLogistics(database.url);
    // The first token.
    await run('{ vendors { totalCount } }', PIET);
    subscribe('general-manager:upstream', note);
  });
  after(async () => {
    unsubscribe('general-manager:upstream', note);
    delete process.env['MARKET_URL'];
    await app.gm.close();
    await app.orm.close();
    await market.stop();
    await database.drop();
  });
  const run = async (source: string, actor: object | null) => {
    const statements: string[] = [];
    asked.length = 0;
    app.orm.config.set('onQuery', (sql: string) => {
      statements.push(sql);
      return sql;
    });
    const result = await graphql({ schema: app.gm.schema, source, contextValue: { actor } });
    return { ...(JSON.parse(JSON.stringify(result)) as typeof result), statements: statements.length, requests: [...asked] };
  };

  it('is asked once for each level, from entities to resources and back', async () => {
    const answer = await run(
      '{ items { nodes { sku quotes { totalCount nodes { price vendor { name supplier { code rating } } } } } } }',
      PIET,
    );
    expect(answer.errors).to.equal(undefined);
    expect([answer.statements, answer.requests]).to.deep.equal([2, ['list', 'list']]);
    const { nodes } = (answer.data as { items: { nodes: { sku: string }[] } }).items;
    expect(nodes[0]).to.deep.equal({
      sku: 'OIL-30',
      quotes: {
        totalCount: 2,
        nodes: [
          { price: '6.10', vendor: { name: 'Oil & Co', supplier: { code: 'OILCO', rating: 4 } } },
          { price: '5.80', vendor: { name: 'Far Away Trading', supplier: null } },
        ],
      },
    });
  });

  it('leads from resources to entities, with filters on both sides', async () => {
    const source = '{ vendors(filter: { country: { eq: "NL" } }) { totalCount nodes { code stars supplier { name } } } }';
    const { data } = await run(source, ADA);
    expect(data).to.deep.equal({
      vendors: {
        totalCount: 2,
        nodes: [
          { code: 'OILCO', stars: 4, supplier: { name: 'Oil & Co' } },
          { code: 'TOUWBV', stars: 5, supplier: { name: 'Touwslagerij Jansen B.V.' } },
        ],
      },
    });
    const filtered = await run('{ items(filter: { quotes: { some: { price: { lt: "50" } } } }) { nodes { sku } } }', PIET);
    expect(filtered.data).to.deep.equal({ items: { nodes: [{ sku: 'OIL-30' }, { sku: 'FLT-01' }] } });
  });

  it('keeps to the rules of both sides', async () => {
    const hidden = await run('{ suppliers(first: 1) { nodes { code vendor { country stars } } } }', PIET);
    expect(hidden.data).to.deep.equal({ suppliers: { nodes: [{ code: 'OILCO', vendor: { country: 'NL', stars: null } }] } });
    const refused = await run('{ vendors { nodes { code } } }', SAM);
    expect([refused.errors?.[0]?.extensions?.['gm'], refused.requests]).to.deep.equal(['GM_PERM_FORBIDDEN', []]);
    const nothing = await run('{ items(first: 1) { nodes { sku quotes { totalCount } } } }', SAM);
    expect([nothing.data, nothing.requests]).to.deep.equal([{ items: { nodes: [{ sku: 'OIL-30', quotes: { totalCount: 0 } }] } }, []]);
  });

  it('takes offers, and tells what is wrong with them by field', async () => {
    const offer = (price: string): string =>
      `mutation { createQuote(input: { sku: "RIC-05", vendorCode: "OILCO", price: "${price}", validUntil: "2026-12-31" }) { quote { price item { name } vendor { name } } } }`;
    expect((await run(offer('1.70'), PIET)).data).to.deep.equal({
      createQuote: { quote: { price: '1.70', item: { name: 'Rice' }, vendor: { name: 'Oil & Co' } } },
    });
    const invalid = await run(offer('-1'), PIET);
    expect(invalid.errors?.[0]?.extensions?.['fieldErrors']).to.deep.equal([
      { path: ['price'], code: 'INVALID_VALUE', message: 'The upstream does not take this value.' },
    ]);
    expect((await run(offer('1'), ADA)).errors?.[0]?.extensions?.['gm']).to.equal('GM_PERM_FORBIDDEN');
  });

  it('takes what factories make, and gives fixtures without being asked', async () => {
    const made = await app.gm.factory(Quote).create({ sku: 'PNT-RD', vendorCode: 'OILCO', price: '3.00' });
    expect(made).to.include({ sku: 'PNT-RD', vendorCode: 'OILCO', price: '3.00' });
    asked.length = 0;
    const fixtures = await app.gm.factory(Quote).buildMany(3);
    expect(fixtures.map(({ sku }) => typeof sku)).to.deep.equal(['string', 'string', 'string']);
    expect(asked).to.deep.equal([]);
  });

  it('answers as a mock of its declaration does', async () => {
    const mock = mockUpstream(Vendor, Quote);
    mock.of(Vendor).addRaw(...VENDORS);
    mock.of(Quote).addRaw(...QUOTES);
    const other = await startMarket();
    try {
      const questions = [
        '{ items { nodes { sku quotes { totalCount nodes { price vendor { name supplier { code rating } } } } } } }',
        '{ vendors(filter: { country: { eq: "NL" } }, first: 1) { totalCount nodes { code stars } pageInfo { endCursor hasNextPage } } }',
        '{ quotes(sort: [{ price: DESC }], first: 2) { totalCount nodes { id price vendor { country } } } }',
        'mutation { createQuote(input: { sku: "RIC-05", vendorCode: "OILCO", price: "2.10", validUntil: "2026-12-31" }) { quote { id price } } }',
      ];
      const answersOf = async (url: string): Promise<readonly unknown[]> => {
        process.env['MARKET_URL'] = url;
        // Another market has other tokens.
        await run('{ vendors { totalCount } }', PIET);
        const answers: unknown[] = [];
        for (const question of questions) answers.push(await run(question, { ...PIET, roles: ['purchaser', 'admin'] }));
        return answers;
      };
      expect(await answersOf(await mock.listen())).to.deep.equal(await answersOf(other.url));
      expect(mock.refusals).to.deep.equal([]);
    } finally {
      process.env['MARKET_URL'] = market.url;
      await mock.close();
      await other.stop();
    }
  });

  it('keeps nothing else from being answered while it is away', async () => {
    const other = await startMarket();
    process.env['MARKET_URL'] = other.url;
    await other.stop();
    const ships = await run('{ ships(first: 1) { totalCount } }', PIET);
    expect([ships.errors, ships.requests]).to.deep.equal([undefined, []]);
    const { errors } = await run('{ vendors { nodes { code } } }', PIET);
    expect(errors?.[0]?.extensions?.['code']).to.equal('SERVICE_UNAVAILABLE');
    expect(JSON.stringify(errors)).not.to.contain('127.0.0.1');
    process.env['MARKET_URL'] = market.url;
  });
});
