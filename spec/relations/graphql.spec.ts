import { expect } from 'chai';
import { graphql, isInputObjectType, isObjectType, parse } from 'graphql';
import { BUYER, GUEST, openCatalogue, type Catalogue, type Reader } from './support/catalogue.js';
import { SHOP } from './support/shop.js';

describe('relations by fields in GraphQL', () => {
  let store: Catalogue;
  before(async () => {
    store = await openCatalogue();
    await store.put(SHOP);
  });
  after(async () => store.close());

  const ask = async (source: string, actor: Reader | null = BUYER, variableValues: Record<string, unknown> = {}): Promise<unknown> => {
    store.statements();
    const answer = await graphql({ schema: store.gm.schema, source, contextValue: { actor }, variableValues });
    return JSON.parse(JSON.stringify(answer));
  };

  const fieldsOf = (name: string): Readonly<Record<string, string>> => {
    const type = store.gm.schema.getType(name);
    if (!isObjectType(type) && !isInputObjectType(type)) throw new TypeError(`no ${name}`);
    return Object.fromEntries(Object.entries(type.getFields()).map(([field, { type: of }]) => [field, String(of)]));
  };

  it('are fields of objects like others: an object that may be null, or a connection', () => {
    expect(fieldsOf('Part')).to.include({
      supplier: 'Supplier',
      bin: 'Bin',
      quotes: 'QuoteConnection!',
      quotesAggregate: 'QuoteAggregate!',
      twins: 'PartConnection!',
    });
  });

  it('can be filtered by, but neither sorted, nor measured, nor grouped by', () => {
    expect(fieldsOf('PartFilter')).to.include({ supplier: 'SupplierFilter', quotes: 'QuoteQuantifiedFilter', shelf: 'ShelfFilter' });
    expect(Object.keys(fieldsOf('QuoteQuantifiedFilter'))).to.deep.equal(['some', 'every', 'none']);
    expect(fieldsOf('PartSort'))
      .to.include.keys('number', 'shelf')
      .and.not.have.any.keys('supplier', 'bin', 'quotesAggregate', 'twinsAggregate');
    expect(fieldsOf('PartMinMax')).to.include.keys('number', 'shelf').and.not.have.any.keys('supplier', 'bin');
  });

  it('are written by the fields that hold the link alone', () => {
    for (const input of ['PartCreateInput', 'PartUpdateInput']) {
      expect(fieldsOf(input), input).to.include.keys('supplierCode', 'shelf').and.not.have.any.keys('supplier', 'quotes', 'bin', 'twins');
    }
  });

  it('are read by one statement for each level, whatever the number of objects', async () => {
    const source = `{ parts(sort: [{ number: ASC }]) { nodes {
      number
      cheap: quotes(first: 1, sort: [{ price: ASC }]) { nodes { price supplier { code } } }
      supplier { code country parts(first: 1) { nodes { number } } }
    } } }`;
    expect(await ask(source)).to.deep.equal({
      data: {
        parts: {
          nodes: [
            {
              number: 'A',
              cheap: { nodes: [{ price: 2, supplier: { code: 'acme' } }] },
              supplier: { code: 'acme', country: 'DE', parts: { nodes: [{ number: 'A' }] } },
            },
            { number: 'B', cheap: { nodes: [{ price: 1, supplier: null }] }, supplier: null },
            { number: 'D', cheap: { nodes: [] }, supplier: null },
          ],
        },
      },
    });
    // Parts, their quotes, the suppliers of those, their suppliers, the parts of those.
    expect(store.statements()).to.have.length(5);
  });

  it('tell pages, totals, cursors and measures', async () => {
    const source = `query ($after: String) { parts(filter: { number: { eq: "A" } }) { nodes {
      quotes(first: 1, after: $after, sort: [{ price: DESC }]) { totalCount nodes { price } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } }
      quotesAggregate { count max { price } }
    } } }`;
    const first = await ask(source);
    const page = (answer: unknown): Record<string, never> =>
      (answer as { data: { parts: { nodes: [{ quotes: Record<string, never> }] } } }).data.parts.nodes[0].quotes;
    const { endCursor } = page(first)['pageInfo'] as unknown as { readonly endCursor: string };
    expect(page(first)).to.deep.include({ totalCount: 2, nodes: [{ price: 3 }] });
    const second = await ask(source, BUYER, { after: endCursor });
    expect(page(second)).to.deep.include({ totalCount: 2, nodes: [{ price: 2 }] });
    expect(page(second)['pageInfo']).to.include({ hasNextPage: false, hasPreviousPage: true });
    expect(second).to.have.deep.nested.property('data.parts.nodes[0].quotesAggregate', { count: 2, max: { price: 3 } });
    // Cursors are those of their reader.
    expect(await ask(source, GUEST, { after: endCursor })).to.have.nested.property('errors[0].extensions.gm', 'GM_READ_INVALID_CURSOR');
  });

  it('measure nothing where the link may not be seen', async () => {
    const source =
      '{ parts(filter: { number: { eq: "D" } }) { nodes { twinsAggregate { count max { weight } countDistinct { number } } } } }';
    expect(await ask(source)).to.deep.equal({
      data: { parts: { nodes: [{ twinsAggregate: { count: 0, max: { weight: null }, countDistinct: { number: 0 } } }] } },
    });
  });

  it('follow filters of the related objects, and filters by them', async () => {
    const source = `query ($filter: PartFilter, $price: Int) { parts(filter: $filter) { nodes {
      number quotes(filter: { price: { gt: $price }, supplier: { country: { eq: "DE" } } }) { nodes { price } }
    } } }`;
    const filter = { supplier: { country: { eq: 'DE' } }, quotes: { some: { price: { gt: 2 } } } };
    expect(await ask(source, BUYER, { filter, price: 2 })).to.deep.equal({
      data: { parts: { nodes: [{ number: 'A', quotes: { nodes: [{ price: 3 }] } }] } },
    });
  });

  it('are left to resolvers, while other fields of the same operation are still answered directly', async () => {
    const source = '{ parts { nodes { number supplier { code } } } shelves { nodes { label } } }';
    const { fields } = await store.gm.plan(source, { actor: BUYER });
    expect(fields.map(({ key, route, reason }) => [key, route, reason])).to.deep.equal([
      ['parts', 'resolvers', 'supplier leads to Supplier by fields, which is read apart'],
      ['shelves', 'direct', undefined],
    ]);
    const answer = await store.gm.direct.operation(parse(source))?.run({}, { actor: BUYER });
    expect(answer).to.have.property('rest');
    expect(JSON.stringify(answer)).to.include('[["parts",null],["shelves",').and.to.include('top');
  });

  it('are left to resolvers where only a filter asks for them', async () => {
    const source = 'query ($code: String) { parts(filter: { supplier: { code: { eq: $code } } }) { nodes { number } } }';
    const answer = await store.gm.direct.operation(parse(source))?.run({ code: 'acme' }, { actor: BUYER });
    expect(answer).to.equal(undefined);
    expect(await ask(source, BUYER, { code: 'acme' })).to.deep.equal({ data: { parts: { nodes: [{ number: 'A' }] } } });
    expect(store.statements()).to.have.length(2);
  });

  it('tell in plans which fields link', async () => {
    const { fields } = await store.gm.plan('{ parts { nodes { supplier { code } bin { colour } } } }', { actor: BUYER });
    const relations = fields[0]?.read?.plan?.relations ?? [];
    expect(relations.map(({ field, by }) => [field, by])).to.deep.equal([
      ['supplier', ['supplierCode = code']],
      ['bin', ['site = site', 'slot = slot']],
    ]);
    expect(fields[0]?.read?.statement?.text).to.include('"supplier_code"');
  });

  it('are read for what a mutation gives, too', async () => {
    const source = `mutation { updatePart(id: 1, input: { weight: 5 }) { part { weight supplier { code } quotes { totalCount } } } }`;
    const answer = await ask(source, { id: 1, roles: ['admin'] });
    expect(answer).to.deep.equal({ data: { updatePart: { part: { weight: 5, supplier: { code: 'acme' }, quotes: { totalCount: 3 } } } } });
  });
});
