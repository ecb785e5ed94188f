import { expect } from 'chai';
import { serverAudits } from 'graphql-http';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { openLogistics } from '../../samples/logistics/app.js';
import { DEFAULT_QUERY } from '../../samples/logistics/default-query.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { ask, startSample, type Answer, type Running } from './running.js';

interface Case {
  readonly title: string;
  readonly as?: string;
  readonly query: string;
  readonly data: object;
}

const CASES: readonly Case[] = [
  {
    title: 'objects of a hierarchy, with what only one of their types has',
    query: `{ ships(sort: [{ id: ASC }], offset: 5, first: 2) { totalCount nodes {
      __typename id name yearLaunched status ... on CargoShip { holds capacity } ... on ResearchShip { laboratories berths } } } }`,
    data: {
      ships: {
        totalCount: 9,
        nodes: [
          { __typename: 'CargoShip', id: '6', name: 'Nordlys', yearLaunched: 1997, status: 'DryDock', holds: 3, capacity: '2250.125' },
          { __typename: 'ResearchShip', id: '7', name: 'Humboldt', yearLaunched: 2004, status: 'AtSea', laboratories: ['wet'], berths: 26 },
        ],
      },
    },
  },
  {
    title: 'exact values: bigint, decimals in an embeddable, arrays, JSON, unicode, a renamed field',
    query: '{ ship(id: 1) { displacement dimensions { length beam draught } flags lastReport radioCallSign launched version } }',
    data: {
      ship: {
        displacement: '9007199254740994',
        dimensions: { length: '90.50', beam: '14.00', draught: null },
        flags: ['NL', 'EU'],
        lastReport: { wind: { knots: 5 }, remarks: 'Alles „gut“ on Ada 🚢' },
        radioCallSign: 'PA1001',
        launched: '1962-01-15',
        version: 1,
      },
    },
  },
  {
    title: 'a foreign key to a column that is no primary key, from both ends',
    query: `{ ship(id: 2) { homePort { code name pilotsFrom ships(sort: [{ name: DESC }]) { nodes { name } } } } }`,
    data: {
      ship: {
        homePort: { code: 'NOBGO', name: 'Bergen', pilotsFrom: null, ships: { nodes: [{ name: 'Noordzee' }, { name: 'Humboldt' }] } },
      },
    },
  },
  {
    title: 'filters through relations, JSON and embeddables, nested lists with filters of their own',
    query: `{ ships(filter: { and: [{ dimensions: { length: { gte: "150" } } }, { homePort: { open: { eq: true } } }] }, sort: [{ name: ASC }]) {
      nodes { name modules(filter: { parent: null, name: { istartsWith: "main" } }) { nodes { serial parts { nodes { name } } } } } } }`,
    data: {
      ships: {
        nodes: [
          { name: 'Humboldt', modules: { nodes: [{ serial: 'M-7-1', parts: { nodes: [{ name: 'Fuel pump' }] } }] } },
          { name: 'Nansen', modules: { nodes: [{ serial: 'M-8-1', parts: { nodes: [{ name: 'Fuel pump' }] } }] } },
          { name: 'Nordlys', modules: { nodes: [{ serial: 'M-6-1', parts: { nodes: [{ name: 'Fuel pump' }] } }] } },
        ],
      },
    },
  },
  {
    title: 'many-to-many relations both ways, a numeric enum, a document',
    as: 'sam',
    query: `{ crew(filter: { skills: { some: { name: { eq: "diving" } } } }, sort: [{ rank: DESC }], first: 2) {
      nodes { name rank born address { city postcode } skills(sort: [{ name: ASC }]) { nodes { name holders { totalCount } } } } } }`,
    data: {
      crew: {
        nodes: [
          {
            name: 'Grace Hopper',
            rank: 'Captain',
            born: '1958-11-01',
            address: { city: 'Rotterdam', postcode: null },
            skills: {
              nodes: [
                { name: 'diving', holders: { totalCount: 3 } },
                { name: 'navigation', holders: { totalCount: 3 } },
              ],
            },
          },
          {
            name: 'Zheng He',
            rank: 'Engineer',
            born: '1988-11-07',
            address: { city: 'Bergen', postcode: null },
            skills: {
              nodes: [
                { name: 'diving', holders: { totalCount: 3 } },
                { name: 'navigation', holders: { totalCount: 3 } },
              ],
            },
          },
        ],
      },
    },
  },
  {
    title: 'keys of several columns, of relations, and of a view',
    as: 'sam',
    query: `{ assignment(key: { ship: "1", member: "1" }) { duty since member { name } }
      stock(key: { ship: "1", item: "2" }) { quantity minimum item { name unit } }
      bin(key: { warehouse: "2", shelf: "A-02" }) { quantity warehouse { name } }
      readinessOf(id: "3") { ship { name } openOrders shortages crew }
      module(id: "00000000-0000-4000-8000-000000000402") { name parent { name } warrantyUntil } }`,
    data: {
      assignment: { duty: 'Bridge', since: '2024-01-01', member: { name: 'Grace Hopper' } },
      stock: { quantity: '75.500', minimum: '20.000', item: { name: 'Fuel filter', unit: 'Piece' } },
      bin: { quantity: '200.000', warehouse: { name: 'Nøstet' } },
      readinessOf: { ship: { name: 'Blåfjell' }, openOrders: 3, shortages: 0, crew: 1 },
      module: { name: 'Fuel pump', parent: { name: 'Main engine' }, warrantyUntil: null },
    },
  },
  {
    title: 'a renamed list of objects with bigint keys, intervals, instants and a self reference',
    as: 'sam',
    query: `{ maintenance(filter: { status: { eq: InProgress } }, first: 1, sort: [{ openedAt: DESC }]) {
      totalCount nodes { id cost estimate openedAt dueOn partOf { id } checklist } } workOrder(id: "1") { parts { nodes { id } } } }`,
    data: {
      maintenance: {
        totalCount: 8,
        nodes: [
          {
            id: '23',
            cost: '3151.90',
            estimate: '23:00:00',
            openedAt: '2026-12-24T23:30:00.023Z',
            dueOn: '2027-06-13',
            partOf: { id: '3' },
            checklist: [
              { step: 'lock out', done: true },
              { step: 'test', done: false },
            ],
          },
        ],
      },
      workOrder: { parts: { nodes: [{ id: '21' }] } },
    },
  },
  {
    title: 'wall-clock times of a read-only manager',
    as: 'sam',
    query: '{ logEntries(filter: { order: { id: { eq: "3" } } }) { nodes { note notedAt } } }',
    data: { logEntries: { nodes: [{ note: 'Started with Paint deck #3', notedAt: '2026-04-03T07:00:00.000' }] } },
  },
  {
    title: 'another schema of the database, keys of relations and numbers',
    as: 'piet',
    query: `{ purchases(first: 1, sort: [{ orderedAt: DESC }]) { nodes { id reference orderedAt supplier { code rating since } lines { nodes { line quantity item { sku } } } } }
      suppliers(filter: { rating: null }) { nodes { name } } supplier(id: "2") { name } }`,
    data: {
      purchases: {
        nodes: [
          {
            id: '6',
            reference: null,
            orderedAt: '2026-07-02T09:00:00.250Z',
            supplier: { code: 'OILCO', rating: 4, since: '1998-04-01' },
            lines: {
              nodes: [
                { line: '1', quantity: '6.000', item: { sku: 'OIL-30' } },
                { line: '2', quantity: '12.000', item: { sku: 'FLT-01' } },
              ],
            },
          },
        ],
      },
      suppliers: { nodes: [{ name: 'Newcomer Ltd' }] },
      supplier: { name: 'Touwslagerij Jansen B.V.' },
    },
  },
  {
    title: 'hand-written operations beside the generated ones, and a field of their own on a generated type',
    query:
      '{ ports(latitude: 60, longitude: 5, first: 1) { code position ships { totalCount } } fleetSummary { ships metres } newestShip { __typename name modules { totalCount } } }',
    data: {
      ports: [{ code: 'NOBGO', position: '60.40° N, 5.32° E', ships: { totalCount: 2 } }],
      fleetSummary: { ships: 9, metres: 1247 },
      newestShip: { __typename: 'ResearchShip', name: 'Vigdís', modules: { totalCount: 3 } },
    },
  },
  {
    title: 'TC39 entities beside entities of other kinds',
    query:
      '{ warehouses(sort: [{ name: ASC }]) { nodes { name bins(first: 1, sort: [{ shelf: DESC }]) { totalCount nodes { shelf item { sku price hazardous } } } } } }',
    data: {
      warehouses: {
        nodes: ['Nøstet', 'Waalhaven'].map((name) => ({
          name,
          bins: { totalCount: 4, nodes: [{ shelf: 'A-04', item: { sku: 'RIC-05', price: '1.95', hazardous: false } }] },
        })),
      },
    },
  },
  {
    title: 'nothing where a key leads nowhere',
    query: '{ ship(id: 99) { name } item(id: 77) { name } }',
    data: { ship: null, item: null },
  },
];

describe('sample: logistics', function () {
  this.timeout(120_000);
  let database: FreshDatabase;
  let app: Running;

  before(async () => {
    database = await freshDatabase('logistics');
    app = await startSample('start', { DATABASE_URL: database.url });
  });
  after(async () => {
    await app.stop();
    await database.drop();
  });

  it('prints one line, which tells where it serves', () => {
    expect(app.lines).to.deep.equal([`ready at ${app.url}`]);
    expect(app.url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/);
  });

  describe('answers with', () => {
    for (const { title, as, query, data } of CASES) {
      it(title, async () => {
        const answer = await ask(app.url, query, as);
        expect(answer.errors).to.equal(undefined);
        expect(answer.data).to.deep.equal(data);
      });
    }

    it('what GraphiQL asks first', async () => {
      const { errors, data } = await ask(app.url, DEFAULT_QUERY);
      expect(errors).to.equal(undefined);
      expect(data).to.have.nested.property('ships.nodes').with.length(3);
    });

    it('all pages of a list, forwards and backwards', async () => {
      const names = async (arguments_: string): Promise<readonly string[]> => {
        const { data } = await ask(
          app.url,
          `{ ships(sort: [{ status: ASC }], ${arguments_}) { pageInfo { startCursor endCursor } nodes { name } } }`,
        );
        const { nodes, pageInfo } = (data ?? {})['ships'] as {
          nodes: { name: string }[];
          pageInfo: { startCursor: string; endCursor: string };
        };
        cursors = pageInfo;
        return nodes.map(({ name }) => name);
      };
      let cursors = { startCursor: '', endCursor: '' };
      const all = await names('first: 9');
      const forwards = [await names('first: 5'), await names(`first: 5, after: "${cursors.endCursor}"`)];
      expect(forwards.flat()).to.deep.equal(all);
      const last = await names('last: 5');
      const backwards = [await names(`last: 5, before: "${cursors.startCursor}"`), last];
      expect(backwards.flat()).to.deep.equal(all);
    });
  });

  describe('permissions', () => {
    const DENIED: readonly (readonly [string, string | undefined])[] = [
      ['{ crew { nodes { name } } }', undefined],
      ['{ crew { totalCount } }', undefined],
      ['{ crewMember(id: 1) { name } }', undefined],
      ['{ maintenance { totalCount } }', undefined],
      ['{ purchases { nodes { id } } }', 'sam'],
      ['{ suppliers { totalCount } }', undefined],
    ];
    for (const [query, as] of DENIED) {
      it(`deny ${query} to ${as ?? 'strangers'}`, async () => {
        const { errors, data } = await ask(app.url, query, as);
        expect(errors?.[0]?.extensions).to.include({ code: 'FORBIDDEN', gm: 'GM_PERM_FORBIDDEN' });
        expect(data ?? null).to.satisfy(
          (value: Record<string, unknown> | null) => value === null || Object.values(value).every((each) => each === null),
        );
      });
    }

    it('hide along relations what the actor may not see', async () => {
      const query = '{ ship(id: 1) { crew { totalCount nodes { duty } } workOrders { totalCount } } }';
      expect((await ask(app.url, query)).data).to.deep.equal({
        ship: { crew: { totalCount: 0, nodes: [] }, workOrders: { totalCount: 0 } },
      });
      expect((await ask(app.url, query, 'sam')).data).to.deep.equal({
        ship: { crew: { totalCount: 2, nodes: [{ duty: 'Bridge' }, { duty: 'Bridge' }] }, workOrders: { totalCount: 2 } },
      });
    });

    it('cannot be asked around by filters', async () => {
      const query = '{ ships(filter: { crew: { some: { duty: { contains: "" } } } }) { totalCount } }';
      expect((await ask(app.url, query)).data).to.deep.equal({ ships: { totalCount: 0 } });
      expect((await ask(app.url, query, 'ada')).data).to.deep.equal({ ships: { totalCount: 6 } });
    });

    it('refuse tokens that are not known, with 401', async () => {
      const { status, errors } = await ask(app.url, '{ ship(id: 1) { name } }', 'eve');
      expect([status, errors?.[0]?.extensions.gm]).to.deep.equal([401, 'GM_HTTP_UNAUTHENTICATED']);
    });

    it('keep hidden fields and switched-off operations out of the schema', async () => {
      for (const query of [
        '{ ship(id: 1) { insuredValue } }',
        '{ crewMember(id: 1) { passport } }',
        '{ purchase(id: 1) { id } }',
        '{ purchaseLines { totalCount } }',
      ]) {
        expect((await ask(app.url, query, 'ada')).errors?.[0]?.extensions.code, query).to.equal('GRAPHQL_VALIDATION_FAILED');
      }
    });
  });

  describe('bad input', () => {
    const nested = `{ ship(id: 1) ${'{ homePort { ships { nodes '.repeat(34)} { id } ${'} } }'.repeat(34)} }`;
    const BAD: readonly (readonly [title: string, body: unknown, code: string])[] = [
      ['an unknown field', '{ ships { nodes { nope } } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['an unknown field in a filter', '{ ships(filter: { nope: { eq: 1 } }) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['an unknown operator', '{ ships(filter: { name: { near: "x" } }) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['a value of another type', '{ ships(filter: { name: { eq: 1 } }) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['a decimal that is none', '{ items(filter: { price: { gt: "1.2.3" } }) { totalCount } }', 'BAD_USER_INPUT'],
      [
        'a number beyond its column',
        '{ ships(filter: { displacement: { eq: "99999999999999999999" } }) { totalCount } }',
        'BAD_USER_INPUT',
      ],
      ['a malformed key', '{ ship(id: "x\' or 1=1") { name } }', 'BAD_USER_INPUT'],
      ['a malformed uuid', '{ module(id: "nope") { name } }', 'BAD_USER_INPUT'],
      ['a malformed cursor', '{ ships(after: "nope") { totalCount } }', 'BAD_USER_INPUT'],
      ['a negative page', '{ ships(first: -1) { totalCount nodes { id } } }', 'BAD_USER_INPUT'],
      ['a huge page', '{ ships(first: 2000000000) { nodes { id } } }', 'LIMIT_EXCEEDED'],
      ['a page from both ends', '{ ships(first: 1, last: 1) { nodes { id } } }', 'BAD_USER_INPUT'],
      ['a hundred levels', nested, 'LIMIT_EXCEEDED'],
      ['a query of a megabyte', `{ ships { nodes { name } } } # ${'x'.repeat(1_048_576)}`, 'LIMIT_EXCEEDED'],
      ['a number in the place of a query', { query: 1 }, 'BAD_REQUEST'],
    ];
    for (const [title, body, code] of BAD) {
      it(`is refused with a code: ${title}`, async () => {
        const answer = await ask(app.url, body, 'ada');
        expect(answer.errors?.[0]?.extensions.code).to.equal(code);
        if (answer.data === undefined) expect(answer.status).to.be.within(400, 499);
        harmless(answer);
        expect((await ask(app.url, '{ ship(id: 1) { name } }')).data).to.deep.equal({ ship: { name: 'Ada' } });
      });
    }

    it('is refused where it is no JSON', async () => {
      const response = await fetch(app.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":' });
      expect(response.status).to.equal(400);
      expect(await response.text()).to.include('GM_HTTP_INVALID_JSON');
    });

    function harmless({ text }: Answer): void {
      expect(text).to.not.match(/select |from "|\$\d|SQLSTATE 4|node_modules|\.[jt]s:\d|\n\s+at /);
    }
  });

  it('serves GraphiQL that needs no network, and health', async () => {
    const page = await (await fetch(app.url, { headers: { accept: 'text/html' } })).text();
    expect(page).to.include('<title>Fleet</title>');
    expect(page).to.not.match(/<(?:script|link)[^>]+(?:src|href)="https?:/);
    const { origin } = new URL(app.url);
    for (const path of ['/healthz', '/readyz']) expect((await fetch(origin + path)).status).to.equal(200);
  });

  describe('GraphQL over HTTP', () => {
    const audits = serverAudits({ url: () => app.url, fetchFn: fetch });
    it('is audited in 61 points', () => {
      expect(audits).to.have.length(61);
    });
    for (const { name, fn } of audits) {
      it(name, async () => {
        const result = await fn();
        expect(result.status, 'reason' in result ? result.reason : '').to.equal('ok');
      });
    }
  });

  it('gives the same schema each time that it boots, and leaves filled tables alone', async () => {
    const print = async (): Promise<string> => {
      const { orm, gm } = await openLogistics(database.url);
      await orm.close();
      return printSchema(lexicographicSortSchema(gm.schema));
    };
    expect(await print()).to.equal(await print());
    expect((await ask(app.url, '{ ships { totalCount } }')).data).to.deep.equal({ ships: { totalCount: 9 } });
  });
});
