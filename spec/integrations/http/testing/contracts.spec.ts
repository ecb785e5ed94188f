import { expect } from 'chai';
import { everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import {
  cursor,
  field,
  graphql,
  linkHeader,
  nextLink,
  offsetLimit,
  pageNumber,
  relay,
  type HttpOptions,
  type PageStyle,
} from 'general-manager/http';
import { mockUpstream, openApiOf, pactOf, type PactFile } from 'general-manager/http/testing';
import { Quote } from '../../../../samples/logistics/market/quote.js';
import { QUOTES, VENDORS } from '../../../../samples/logistics/market/data.js';
import { nextToken } from '../../../../samples/logistics/market/market-token.js';
import { startMarket } from '../../../../samples/logistics/market/service.js';
import { Vendor } from '../../../../samples/logistics/market/vendor.js';
import { declare } from '../resources/support/boot.js';
import { serve } from '../resources/support/api.js';
import { incompatibilities, openApiErrors, verificationErrors } from './support/contracts.js';

interface Crate {
  id: number;
  name: string;
}

const fields = {
  id: field.id({ type: 'int' }),
  name: field.string({ from: 'title', description: 'What is written on it.' }),
  kind: field.enum(['dry', 'wet'], { name: 'CrateKind', nullable: true }),
  port: field.string({ from: 'home.port.name', nullable: true }),
  weight: field.decimal({ default: '0' }),
  volume: field.float({ optional: true }),
  packed: field.boolean(),
  day: field.date(),
  at: field.datetime({ unix: 'seconds' }),
  seen: field.datetime({ nullable: true }),
  code: field.uuid({ readOnly: true }),
  big: field.bigint(),
  tags: field.list(field.string()),
  parts: field.list(
    field.object({ label: field.string({ from: 'meta.label' }), count: field.int({ nullable: true }) }, { name: 'CratePart' }),
  ),
  size: field.object({ width: field.int({ from: 'w' }) }, { nullable: true, name: 'CrateSize' }),
  more: field.json({ optional: true }),
};

const options = (pagination: PageStyle | undefined): HttpOptions<Crate> => ({
  baseUrl: 'https://crates.example.com/v3',
  headers: { 'X-Secret': 'SECRET' },
  fields,
  operations: {
    list: {
      path: '/ports/{port}/crates',
      query: { kind: 'all' },
      filters: {
        kind: { param: 'kinds', exclude: 'not_kinds' },
        'kind.in': { param: 'kinds', list: 'repeat' },
        'weight.gte': 'min_weight',
        'name.contains': { param: 'q', decides: 'upstream' },
        'tags.has': 'tag',
        'seen.isNull': 'unseen',
        at: { param: 'X-At', in: 'header' },
        'size.width': { param: 'width', serialize: (width: number) => `w${width}` },
      },
      sort: { param: 'sort', fields: { name: 'title', weight: 'weight' }, direction: 'suffix' },
      projection: { param: 'fields' },
      ...(pagination && { pagination }),
    },
    lists: {
      search: {
        path: '/crates/search',
        method: 'POST',
        body: { all: true },
        items: 'found',
        filters: { name: { param: 'where.title', in: 'body' } },
      },
    },
    detail: { path: '/crates/{id}', item: 'crate' },
    create: { path: '/crates', within: 'crate', body: { dry: false }, errors: { list: 'errors', field: 'pointer', code: 'code' } },
    update: { path: '/crates/{id}', method: 'PUT', item: 'crate', errors: { object: 'faults' } },
    delete: { path: '/crates/{id}' },
    actions: {
      load: {
        path: '/crates/{id}/load',
        arguments: {
          onto: { type: 'string', in: 'query' },
          day: { like: 'day' },
          fast: { type: 'boolean', optional: true, name: 'how.fast' },
        },
        permission: everyone(),
        item: 'crate',
        returns: { type: 'int', from: 'position' },
      },
      count: {
        path: '/crates/count',
        method: 'GET',
        permission: everyone(),
        arguments: { kinds: { type: 'string', list: true } },
        returns: 'int',
      },
      touch: { path: '/crates/{id}/touch', permission: everyone() },
    },
  },
});

const STYLES: Readonly<Record<string, PageStyle | undefined>> = {
  'a whole list': undefined,
  'page numbers': pageNumber({ items: 'data', pages: 'meta.pages', totalHeader: 'X-Total', maxSize: 20 }),
  offsets: offsetLimit({ items: 'data', total: 'meta.total', hasMore: 'more' }),
  cursors: cursor({ next: 'next_cursor', items: 'data', size: 'limit' }),
  'cursors of items': cursor({ cursor: 'after', next: { lastItem: 'id' }, hasMore: 'more', items: 'data', size: 'limit' }),
  'Link headers': linkHeader({ size: 'per_page' }),
  'next links': nextLink({ next: ['@odata.nextLink'], items: 'value', total: ['@odata.count'], size: '$top' }),
  connections: relay({ at: 'crates', total: true }),
};

const crates = (pagination: PageStyle | undefined, more: Partial<HttpOptions<Crate>> = {}) =>
  declare<Crate>('Crate', { ...options(pagination), ...more }, { read: everyone() });

class Ship {
  id!: string;
  name!: string;
  port!: string | null;
}
Manager()(Ship);
Interface(
  graphql<Ship>({
    baseUrl: 'https://fleet.example.com',
    fields: { id: field.id(), name: field.string(), port: field.string({ from: 'home.name', nullable: true }) },
    operations: {
      list: {
        field: ['fleet(name: $fleet)', 'ships(first: $first, after: $after, name: $name)'],
        variables: { fleet: 'String!', name: 'String' },
        values: { fleet: 'north' },
        filters: { name: 'name' },
        total: true,
      },
      detail: { field: 'ship(id: $id)', variables: { id: 'ID!' } },
      create: { field: 'createShip(input: $input)', variables: { input: 'NewShip!' }, item: 'ship' },
      update: { field: 'updateShip(id: $id, input: $input)', variables: { id: 'ID!', input: 'ShipPatch!' }, item: 'ship' },
      delete: { field: 'deleteShip(id: $id)', variables: { id: 'ID!' }, selection: '{ deletedId }' },
      actions: {
        dock: {
          field: 'dock(id: $id, port: $port)',
          variables: { id: 'ID!', port: 'String!' },
          arguments: { port: 'string' },
          permission: everyone(),
          item: 'ship',
        },
      },
    },
  }),
)(Ship);
Permission<Ship>({ read: everyone() })(Ship);

const NAMES = { consumer: 'fleet', provider: 'upstream' };

describe('consumer contracts of HTTP resources', function () {
  this.timeout(120_000);

  const targets: readonly (readonly [string, object])[] = [
    ...Object.entries(STYLES).map(([name, style]) => [name, crates(style)] as const),
    ['GraphQL', Ship],
  ];
  for (const [name, target] of targets) {
    it(`are valid, agree with each other, and are kept by the mock: ${name}`, async () => {
      const [pact, document] = [await pactOf(target, NAMES), openApiOf(target)];
      expect(await openApiErrors(document)).to.equal(undefined);
      expect(await incompatibilities(document, pact)).to.deep.equal([]);
      expect(JSON.stringify([pact, document])).not.to.include('SECRET');
      const provider = filled(mockUpstream(target), target);
      const url = await provider.listen();
      try {
        const kept = await pactOf(target, { ...NAMES, mock: filled(mockUpstream(target), target) });
        expect(await verificationErrors(kept, url)).to.equal(undefined);
        expect(provider.refusals).to.deep.equal([]);
        expect(provider.requests.length).to.be.greaterThan(6);
      } finally {
        await provider.close();
      }
    });
  }

  /** A mock with two objects, which knows what actions do. */
  function filled(mock: ReturnType<typeof mockUpstream>, target: object): typeof mock {
    if (target === Ship) {
      mock.of(Ship).add({ name: 'Argo', port: 'Iolcus' }, { name: 'Pequod', port: null });
      return mock;
    }
    const more = {
      kind: 'dry',
      port: 'Bergen',
      packed: true,
      day: '2026-01-31',
      at: new Date(1_700_000_000_000),
      seen: new Date(0),
      code: '00000000-0000-4000-8000-00000000000a',
      big: 7n,
      tags: ['t'],
      parts: [{ label: 'lid', count: null }],
      size: { width: 2 },
    };
    mock
      .of(target as ReturnType<typeof crates>)
      .make({ code: more.code, port: 'Bergen' } as never)
      .add({ name: 'one', ...more }, { name: 'two', ...more })
      .filter('size.width', (object, [operand]) => `w${(object as unknown as typeof more).size.width}` === operand)
      .act('load', () => ({ result: 3 }))
      .act('count', () => ({ result: 2 }));
    return mock;
  }

  it('say what is sent, and what is needed of the answer', async () => {
    const pact = await pactOf(crates(STYLES['cursors']), NAMES);
    const [list] = pact.interactions;
    expect(list?.request).to.deep.equal({
      method: 'GET',
      path: '/v3/ports/port/crates',
      query: { kind: ['all'], fields: ['id,title,kind,home,weight,volume,packed,day,at,seen,code,big,tags,parts,size,more'], limit: ['1'] },
    });
    const item = {
      id: 1,
      title: 'name',
      kind: 'dry',
      home: { port: { name: 'port' } },
      weight: '1.50',
      packed: true,
      day: '2026-01-31',
      at: 1_769_862_600,
    };
    expect(list?.response.body).to.deep.include({ next_cursor: 'YWZ0ZXItMQ' });
    const { data } = (list?.response.body as { data: readonly object[] } | undefined) ?? { data: [] };
    expect(data[0]).to.deep.include(item).and.not.have.any.keys('volume', 'more');
    const rules = list?.response.matchingRules?.['body'] ?? {};
    const brief = Object.fromEntries(
      Object.entries(rules).map(([path, { matchers, combine }]) => [
        path,
        matchers.map(({ match, regex }) => regex ?? match).join(` ${combine} `),
      ]),
    );
    expect(brief).to.deep.include({
      '$.data': 'type',
      '$.next_cursor': 'type OR null',
      '$.data[*].id': 'integer',
      '$.data[*].kind': '^(dry|wet)$ OR null',
      '$.data[*].home.port.name': 'type OR null',
      '$.data[*].parts[*].meta.label': 'type',
      '$.data[*].at': 'integer',
      '$.data[*].size.w': 'integer',
    });
    expect(pact.interactions.map(({ description }) => description)).to.deep.equal([
      'a list of Crate',
      'a list of Crate with kind eq',
      'a list of Crate without kind eq',
      'a list of Crate with kind in',
      'a list of Crate with weight gte',
      'a list of Crate with name contains',
      'a list of Crate with tags has',
      'a list of Crate with seen isNull',
      'a list of Crate with at eq',
      'a list of Crate with size.width eq',
      'a list of Crate by name',
      'a list of Crate by name descending',
      'a list of Crate by weight',
      'a list of Crate by weight descending',
      'the list search of Crate',
      'the list search of Crate with name eq',
      'one Crate',
      'one Crate that is not there',
      'a new Crate',
      'a change of one Crate',
      'load of one Crate',
      'count of Crate',
      'touch of one Crate',
      'the end of one Crate',
    ]);
  });

  it('find what a provider changes', async () => {
    const target = crates(STYLES['page numbers']);
    const pact = await pactOf(target, { ...NAMES, mock: filled(mockUpstream(target), target) });
    const lists: PactFile = { ...pact, interactions: pact.interactions.slice(0, 1) };
    const changed = { ...fields, packed: field.string() };
    const Changed = crates(STYLES['page numbers'], { fields: changed });
    expect(await incompatibilities(openApiOf(Changed), pact)).not.to.deep.equal([]);
    const changes: readonly ((body: string) => string)[] = [
      (body) => body.replaceAll('"title":"one"', '"name":"one"'),
      (body) => body.replaceAll('"kind":"dry"', '"kind":"frozen"'),
      (body) => body.replaceAll('"data":', '"items":'),
      (body) => body.replaceAll(/"id":\d/g, '"id":"x"'),
    ];
    for (const [index, change] of changes.entries()) {
      const provider = filled(mockUpstream(target), target);
      const api = await serve(async ({ method, path, query }) => {
        const answer = await provider.answer({ method, path: `${path}?${query}`, headers: {}, body: '' });
        return { ...answer, body: JSON.parse(change(JSON.stringify(answer.body))) as unknown };
      });
      expect(await verificationErrors(lists, api.url), `change ${index}`).to.include('has a matching body (FAILED)');
      await api.close();
    }
  });

  it('of the market of the sample are kept by its service', async () => {
    const market = mockUpstream(Vendor, Quote);
    market.of(Vendor).addRaw(...VENDORS);
    market.of(Quote).addRaw(...QUOTES);
    const pact = await pactOf([Vendor, Quote], { consumer: 'logistics', provider: 'market', mock: market });
    const document = openApiOf([Vendor, Quote], { title: 'market' });
    expect(Object.keys(document.paths)).to.deep.equal(['/vendors', '/vendors/{code}', '/quotes', '/quotes/{id}']);
    expect(await openApiErrors(document)).to.equal(undefined);
    expect(await incompatibilities(document, pact)).to.deep.equal([]);
    const service = await startMarket();
    try {
      expect(await verificationErrors(pact, service.url, { Authorization: `Bearer ${await nextToken(service.url)}` })).to.equal(undefined);
      expect(await verificationErrors(pact, service.url)).to.include('has status code 200 (FAILED)');
    } finally {
      await service.stop();
    }
  });

  it('tell where examples need a mock of yours', async () => {
    const codeOf = async (run: Promise<unknown>) =>
      run.then(
        () => undefined,
        ({ code, message }: Error & { readonly code: string }) => [code, message],
      );
    const parsed = crates(undefined, {
      fields: { id: field.id(), name: field.string({ parse: (value) => `${String(value)}!` }) },
      operations: { list: { path: '/c' } },
    });
    expect((await codeOf(pactOf(parsed, NAMES)))?.[0]).to.equal('GM_MOCK_NOT_INVERTIBLE');
    const mock = mockUpstream(parsed);
    expect(await codeOf(pactOf(parsed, { ...NAMES, mock }))).to.deep.equal([
      'GM_MOCK_INVALID',
      'The mock upstream cannot do that: it has no object of Crate to take examples of.',
    ]);
    mock.of(parsed).addRaw({ id: 'a', name: 'b' });
    expect((await pactOf(parsed, { ...NAMES, mock })).interactions).to.have.length(1);
    expect((await codeOf(pactOf(class Other {}, NAMES)))?.[0]).to.equal('GM_MOCK_NO_RESOURCE');
  });
});
