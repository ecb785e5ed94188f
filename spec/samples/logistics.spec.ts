import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { serverAudits } from 'graphql-http';
import { printSchema } from 'graphql';
import { openLogistics } from '../../samples/logistics/app.js';
import { DEFAULT_QUERY } from '../../samples/logistics/default-query.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { codeBlocks } from '../support/code-blocks.js';
import { CASES } from './logistics/cases.js';
import { ask, startSample, type Answer, type Running } from './running.js';

interface WorkOrder {
  readonly id: string;
  readonly parts: { readonly nodes: readonly { readonly id: string }[] };
}

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

    const examples = codeBlocks(readFileSync('samples/logistics/README.md', 'utf8')).filter(({ language }) => language === 'graphql');
    it('what its page tells to ask', async () => {
      expect(examples.length).to.be.above(3);
      for (const { code, info, line } of examples) {
        const { errors, data } = await ask(app.url, code, /^as=(\w+)$/.exec(info)?.[1]);
        expect(errors, `line ${line}`).to.equal(undefined);
        expect(JSON.stringify(data), `line ${line}`).to.match(/"nodes":\[\{|"count":[1-9]|"(assignment|workOrder|quote)":\{/);
      }
    });

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

    const EVERYBODY: readonly (string | undefined)[] = [undefined, 'sam', 'mia', 'piet', 'ada', 'lea', 'cleo', 'grace'];
    const READERS: readonly (readonly [query: string, readers: readonly (string | undefined)[]])[] = [
      ['{ ships { totalCount } }', EVERYBODY],
      ['{ manifests { totalCount } }', ['sam', 'mia', 'piet', 'ada', 'lea', 'cleo', 'grace']],
      ['{ logEntries { totalCount } }', ['ada', 'grace']],
      ['{ claims { totalCount } }', ['sam', 'piet', 'ada', 'lea']],
      ['{ suppliers { totalCount } }', ['piet', 'ada']],
    ];
    for (const [query, readers] of READERS) {
      it(`allow ${query} to ${readers.map((each) => each ?? 'strangers').join(', ')} alone`, async () => {
        const answers = await Promise.all(EVERYBODY.map(async (each) => ({ each, ...(await ask(app.url, query, each)) })));
        expect(answers.filter(({ errors }) => errors === undefined).map(({ each }) => each)).to.deep.equal(readers);
        for (const { errors } of answers.filter(({ data }) => !data)) expect(errors?.[0]?.extensions.code).to.equal('FORBIDDEN');
      });
    }

    it('show an agent the claims of the agent’s port, and not their amounts', async () => {
      const query = '{ claims(sort: [{ id: ASC }]) { totalCount nodes { id amount cargo { manifest { from { code } } } } } }';
      interface Claims {
        readonly totalCount: number;
        readonly nodes: readonly {
          readonly amount: string | null;
          readonly cargo: { readonly manifest: { readonly from: { readonly code: string } } };
        }[];
      }
      const [all, some] = (await Promise.all(['sam', 'lea'].map(async (as) => (await ask(app.url, query, as)).data?.['claims']))) as [
        Claims,
        Claims,
      ];
      const ofPort = all.nodes.filter(({ cargo }) => cargo.manifest.from.code === 'NLRTM');
      expect(ofPort.length).to.be.above(0);
      expect(ofPort.length).to.be.below(all.totalCount);
      expect(some.nodes).to.deep.equal(ofPort.map((claim) => ({ ...claim, amount: null })));
      expect(all.nodes.every(({ amount }) => amount !== null)).to.equal(true);
      const { errors } = await ask(app.url, '{ claims(filter: { amount: { gt: "1" } }) { totalCount } }', 'lea');
      expect(errors?.[0]?.extensions['gm']).to.equal('GM_PERM_FORBIDDEN_FIELD');
    });

    it('show crew members what they noted, and what was noted about their ship', async () => {
      const query = '{ logEntries(sort: [{ id: ASC }]) { totalCount nodes { id author { name } order { ship { name } } } } }';
      interface Entries {
        readonly totalCount: number;
        readonly nodes: readonly {
          readonly author: { readonly name: string } | null;
          readonly order: { readonly ship: { readonly name: string } };
        }[];
      }
      const entriesFor = async (as: string): Promise<Entries> => (await ask(app.url, query, as)).data?.['logEntries'] as Entries;
      const [all, hers] = await Promise.all(['ada', 'grace'].map(entriesFor));
      const expected = all?.nodes.filter(({ author, order }) => author?.name === 'Grace Hopper' || order.ship.name === 'Ada');
      expect(all?.totalCount).to.equal(24);
      expect(hers?.nodes).to.deep.equal(expected);
      expect(hers?.totalCount).to.equal(5);
      const others = '{ logEntries(filter: { note: { contains: "#3" } }) { totalCount } logEntry(id: "3") { note } }';
      expect((await ask(app.url, others, 'grace')).data).to.deep.equal({ logEntries: { totalCount: 0 }, logEntry: null });
    });

    it('tell what cargo is worth to customs alone, also in sums, filters and sorts', async () => {
      const key = '{ manifest: "00000000-0000-4000-9000-000000000101", line: "3" }';
      const query = `{ cargoLine(key: ${key}) { value } cargoLinesAggregate { sum { value } max { value } countDistinct { value } } }`;
      const { data, errors } = await ask(app.url, query, 'cleo');
      expect(errors).to.equal(undefined);
      expect(data).to.deep.equal({
        cargoLine: { value: '38610.00' },
        cargoLinesAggregate: { sum: { value: '6318000.00' }, max: { value: '224640.00' }, countDistinct: { value: 60 } },
      });
      for (const as of ['ada', 'sam', 'piet', 'mia', 'lea', 'grace']) {
        expect((await ask(app.url, `{ cargoLine(key: ${key}) { value } }`, as)).data, as).to.deep.equal({ cargoLine: { value: null } });
        for (const asked of [
          '{ cargoLines(filter: { value: { gt: "1" } }) { totalCount } }',
          '{ cargoLines(sort: [{ value: DESC }]) { totalCount } }',
          '{ cargoLinesAggregate { max { value } } }',
        ]) {
          expect((await ask(app.url, asked, as)).errors?.[0]?.extensions['gm'], `${as} ${asked}`).to.equal('GM_PERM_FORBIDDEN_FIELD');
        }
      }
    });

    it('let the yard alone write work orders, until they are done', async () => {
      const create = (title: string, more = ''): string =>
        `mutation { createWorkOrder(input: { title: "${title}", status: Open, priority: 1, openedAt: "2026-11-02T08:00:00Z", ship: { connect: 2 } ${more} }) { workOrder { id } } }`;
      const refused = async (query: string, as?: string): Promise<unknown> => (await ask(app.url, query, as)).errors?.[0]?.extensions.gm;
      for (const as of EVERYBODY.filter((each) => each !== 'mia' && each !== 'ada')) {
        expect(await refused(create('Paint'), as), as).to.equal('GM_PERM_FORBIDDEN');
      }
      expect(await refused(create('Paint', ', cost: "9.90"'), 'mia')).to.equal('GM_WRITE_FORBIDDEN_FIELD');
      const made = await ask(app.url, create('Paint', ', cost: "9.90"'), 'ada');
      const { id } = ((made.data ?? {})['createWorkOrder'] as { readonly workOrder: { readonly id: string } }).workOrder;
      const update = (input: string): string => `mutation { updateWorkOrder(id: ${id}, input: ${input}) { workOrder { status cost } } }`;
      expect((await ask(app.url, update('{ status: Done }'), 'mia')).data).to.deep.equal({
        updateWorkOrder: { workOrder: { status: 'Done', cost: '9.90' } },
      });
      expect(await refused(update('{ status: Open }'), 'mia')).to.equal('GM_WRITE_FORBIDDEN');
      const remove = `mutation { deleteWorkOrder(id: ${id}) { workOrder { title } } }`;
      expect(await refused(remove, 'mia')).to.equal('GM_PERM_FORBIDDEN');
      expect((await ask(app.url, remove, 'ada')).data).to.deep.equal({ deleteWorkOrder: { workOrder: { title: 'Paint' } } });
      expect(await refused(remove, 'ada')).to.equal('GM_WRITE_NOT_FOUND');
    });

    it('let the yard finish work whose parts are done, and say then what it has cost', async () => {
      const order = (title: string, more = ''): string =>
        `{ title: "${title}", status: Open, priority: 1, openedAt: "2026-11-02T08:00:00Z", ship: { connect: 2 } ${more} }`;
      const made = await ask(
        app.url,
        `mutation { createWorkOrder(input: ${order('Paint', `, parts: { create: ${order('Buy paint')} }`)}) { workOrder { id parts { nodes { id } } } } }`,
        'mia',
      );
      const { id, parts } = ((made.data ?? {})['createWorkOrder'] as { readonly workOrder: WorkOrder }).workOrder;
      const finish = async (of: string, as: string) =>
        ask(app.url, `mutation { finishWorkOrder(id: ${of}, input: { cost: "9.90" }) { workOrder { status cost } } }`, as);
      const [part] = parts.nodes;
      expect((await finish(id, 'sam')).errors?.[0]?.extensions.gm).to.equal('GM_PERM_FORBIDDEN');
      expect((await finish(id, 'mia')).errors?.[0]?.message).to.contain('one thing in it is not valid');
      const done = { finishWorkOrder: { workOrder: { status: 'Done', cost: '9.90' } } };
      expect((await finish(part?.id ?? '', 'mia')).data).to.deep.equal(done);
      expect((await finish(id, 'mia')).data).to.deep.equal(done);
      expect((await finish(id, 'ada')).errors?.[0]?.extensions.gm).to.equal('GM_WRITE_FORBIDDEN');
      await ask(app.url, `mutation { deleteWorkOrders(filter: { id: { in: ["${part?.id}", "${id}"] } }) { count } }`, 'ada');
    });

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
    for (const path of ['/healthz', '/readyz']) {
      const response = await fetch(origin + path);
      expect([response.status, await response.json()]).to.deep.equal([200, { status: 'ok' }]);
    }
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
      return printSchema(gm.schema);
    };
    expect(await print()).to.equal(await print());
    expect((await ask(app.url, '{ ships { totalCount } }')).data).to.deep.equal({ ships: { totalCount: 9 } });
  });
});
