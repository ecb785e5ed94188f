import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import type { Application, Plugin } from 'general-manager';
import { serve, Unauthenticated, type RunningServer, type ServeOptions } from '../../../integrations/graphql-server/index.js';
import { ann, boss, openOffice, type Office } from '../../writes/support/office.js';
import { ask, type Exchanged } from './support/exchange.js';

const CREATE = 'mutation Create($name: String!) { createTeam(input: { name: $name }) { team { id name projects { totalCount } } } }';
const UPDATE =
  'mutation ($id: ID!, $expected: Int, $input: ProjectUpdateInput!) { updateProject(id: $id, expected: $expected, input: $input) { project { id name } } }';

const body = (query: string, variables: object = {}, more: object = {}): string => JSON.stringify({ query, variables, ...more });

interface Served {
  readonly url: string;
  /** How often the GraphQL server behind the front looked for an operation since it was known. */
  readonly asked: () => number;
  readonly known: (query: string, variables: object, headers?: Record<string, string>) => Promise<void>;
}

describe('graphql-server: the front of known mutations', () => {
  let office: Office;
  const servers: RunningServer[] = [];

  before(async () => {
    office = await openOffice('direct_front_mutations');
  });
  after(async () => {
    for (const server of servers) await server.close();
    await office.close();
  });
  beforeEach(async () => {
    await office.reset();
    await office.query("insert into project (name, owner, version) values ('first', 'ann', 3), ('frozen', 'ann', 1)");
  });

  async function served(options: Partial<ServeOptions> = {}, gm: Application = office.gm): Promise<Served> {
    let asked = 0;
    const watched = {
      schema: gm.schema,
      mask: (error: unknown) => gm.mask(error),
      health: async () => gm.health(),
      direct: {
        operation: (...args: Parameters<typeof gm.direct.operation>) => {
          asked += 1;
          return gm.direct.operation(...args);
        },
      },
    };
    const context: ServeOptions['context'] = ({ headers }) => ({ actor: headers.get('x-name') === 'ann' ? ann : boss });
    const server = await serve(watched, { port: 0, context, ...options });
    servers.push(server);
    const known: Served['known'] = async (query, variables, headers = {}) => {
      expect((await ask(server.url, { body: body(query, variables), headers })).body).to.not.include('"errors"');
      asked = 0;
    };
    return { url: server.url, asked: () => asked, known };
  }

  const plugin = (wrapOperation: NonNullable<Plugin['hooks']['wrapOperation']>): Plugin => {
    return { name: 'wrapping', description: 'Wraps operations.', hooks: { wrapOperation } };
  };
  const teams = async (): Promise<readonly unknown[]> => (await office.query('select name from team order by id')).map(({ name }) => name);

  it('answers as the server behind it does: status, headers, body', async () => {
    const direct = await served();
    const plain = await served({ directRoute: false });
    await direct.known(CREATE, { name: 'known' });
    await direct.known(UPDATE, { id: 1, input: {} });
    const requests: readonly (readonly [query: string, variables: object, headers?: Record<string, string>])[] = [
      [CREATE, { name: 'A' }],
      [CREATE, { name: 'x'.repeat(21) }],
      [CREATE, { name: 'first' }, { 'x-name': 'ann' }],
      [UPDATE, { id: 1, input: { name: 'renamed' } }],
      [UPDATE, { id: 1, input: { name: 'x'.repeat(31) } }],
      [UPDATE, { id: 1, input: { budget: '3' } }, { 'x-name': 'ann' }],
      [UPDATE, { id: 1, expected: 7, input: { name: 'x' } }],
      [UPDATE, { id: 2, input: { name: 'x' } }],
      [UPDATE, { id: 9, input: { name: 'x' } }],
      [UPDATE, { id: 'x', input: { name: 'x' } }],
    ];
    for (const accept of ['*/*', 'application/json', 'application/graphql-response+json']) {
      for (const [query, variables, headers] of requests) {
        const answers: Exchanged[] = [];
        for (const { url } of [direct, plain]) {
          await office.reset();
          await office.query("insert into project (name, owner, version) values ('first', 'ann', 3), ('frozen', 'ann', 1)");
          answers.push(await ask(url, { body: body(query, variables), headers: { accept, ...headers } }));
        }
        expect(answers[0], JSON.stringify({ query, variables, accept })).to.deep.equal(answers[1]);
      }
    }
    expect(direct.asked()).to.equal(0);
  });

  it('writes once, also where the answer has errors', async () => {
    const { url, known, asked } = await served();
    const two =
      'mutation ($b: String!) { a: createTeam(input: { name: "A" }) { team { id } } b: createTeam(input: { name: $b }) { team { id } } }';
    await known(two, { b: 'B' });
    await office.reset();
    const answer = JSON.parse((await ask(url, { body: body(two, { b: 'A' }) })).body) as { data: unknown; errors: readonly object[] };
    expect(answer.data).to.equal(null);
    expect(answer.errors).to.have.length(1);
    expect(await teams()).to.deep.equal(['A']);
    expect(asked()).to.equal(0);
  });

  it('hands on what has no valid variables, and what is beyond the limits, before anything is written', async () => {
    const { url, known, asked } = await served();
    await known(CREATE, { name: 'known' });
    expect((await ask(url, { body: body(CREATE, { name: 1 }) })).body).to.include('BAD_USER_INPUT');
    expect((await ask(url, { body: body(CREATE, {}, { extensions: { more: true } }) })).body).to.include('"errors"');
    expect(asked()).to.be.greaterThan(0);
    expect(await teams()).to.deep.equal(['known']);
  });

  it('takes what the server takes: JSON by POST', async () => {
    const { url, known } = await served();
    await known(CREATE, { name: 'known' });
    const search = `?query=${encodeURIComponent(CREATE)}&variables=${encodeURIComponent('{"name":"A"}')}`;
    expect((await fetch(url + search)).status).to.equal(405);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect((await ask(url, { body: body(CREATE, { name: 'A' }), headers: { 'content-type': type } })).status, type).to.equal(415);
    }
    expect(await teams()).to.deep.equal(['known']);
  });

  it('asks who acts once, and writes nothing for whom the application refuses', async () => {
    let seen = 0;
    const context: ServeOptions['context'] = ({ headers }) => {
      seen += 1;
      if (headers.has('x-stranger')) throw Unauthenticated.create({});
      return { actor: boss };
    };
    const { url, known } = await served({ context });
    await known(CREATE, { name: 'known' });
    seen = 0;
    expect((await ask(url, { body: body(CREATE, { name: 'A' }) })).status).to.equal(200);
    expect((await ask(url, { body: body(CREATE, { name: 'B' }), headers: { 'x-stranger': '1' } })).status).to.equal(401);
    expect(seen).to.equal(2);
    expect(await teams()).to.deep.equal(['known', 'A']);
  });

  it('knows trusted documents by their id', async () => {
    const { url, asked } = await served({ trustedDocuments: { documents: { create: CREATE }, only: true } });
    const named = async (name: string): Promise<Exchanged> =>
      ask(url, { body: JSON.stringify({ documentId: 'create', variables: { name } }) });
    expect([(await named('A')).status, (await named('B')).status]).to.deep.equal([200, 200]);
    expect(asked()).to.equal(1);
    expect((await ask(url, { body: body(CREATE, { name: 'C' }) })).body).to.include('GM_HTTP_UNTRUSTED_DOCUMENT');
    expect(await teams()).to.deep.equal(['A', 'B']);
  });

  it('lets as many run at a time as the server does', async () => {
    const { url, known } = await served({ limits: { maxConcurrent: 1, maxQueued: 1 } });
    await known(CREATE, { name: 'known' });
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(async (name) => ask(url, { body: body(CREATE, { name }) })));
    const written = answers.filter(({ status }) => status === 200).length;
    expect(answers.filter(({ status }) => status === 503)).to.have.length(4 - written);
    expect(await teams()).to.have.length(1 + written);
  });

  it('writes nothing for whoever went away while waiting', async () => {
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    let waits = false;
    const gm = await office.boot({
      plugins: [
        plugin(({ next }) => async (args) => {
          if (waits) await held;
          return next(args);
        }),
      ],
    });
    const { url, known } = await served({ limits: { maxConcurrent: 1, maxQueued: 5 } }, gm);
    await known(CREATE, { name: 'known' });
    waits = true;
    const first = ask(url, { body: body(CREATE, { name: 'first' }) });
    const sent = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } }).on('error', () => undefined);
    await setTimeout(50);
    sent.end(body(CREATE, { name: 'gone' }));
    await setTimeout(50);
    sent.destroy();
    await setTimeout(50);
    go();
    expect((await first).status).to.equal(200);
    expect((await ask(url, { body: body(CREATE, { name: 'last' }) })).status).to.equal(200);
    expect(await teams()).to.deep.equal(['known', 'first', 'last']);
  });

  describe('with plugins that wrap operations', () => {
    const wrapping = async (change: (rows: readonly (Record<string, unknown> | null)[]) => void): Promise<Application> => {
      const changing = plugin(({ next }) => async (args) => {
        const result = await next(args);
        if (args.operation !== 'read') change((result as { readonly rows: readonly Record<string, unknown>[] }).rows);
        return result;
      });
      return office.boot({ plugins: [changing] });
    };
    const answersOf = async (gm: Application): Promise<readonly Exchanged[]> => {
      const answers: Exchanged[] = [];
      for (const options of [{}, { directRoute: false }]) {
        const { url, known } = await served(options, gm);
        await office.reset();
        await known(CREATE, { name: 'known' });
        answers.push(await ask(url, { body: body(CREATE, { name: 'odd' }) }));
        expect(await teams()).to.deep.equal(['known', 'odd']);
      }
      return answers;
    };
    /** Changes objects of one name only. */
    const odd = (change: (row: Record<string, unknown>) => void) => (rows: readonly (Record<string, unknown> | null)[]) => {
      for (const row of rows) if (row?.['name'] === 'odd') change(row);
    };

    it('answers with what they make of it', async () => {
      const [direct, plain] = await answersOf(await wrapping(odd((row) => void (row['name'] = 'changed'))));
      expect(direct?.body).to.include('"changed"');
      expect(direct).to.deep.equal(plain);
    });

    it('lets resolvers tell what an answer cannot have, without writing again', async () => {
      const [direct, plain] = await answersOf(await wrapping(odd((row) => void (row['name'] = null))));
      const masked = (body = ''): string => body.replaceAll(/[0-9a-f-]{36}/g, 'id');
      expect(direct?.body).to.include('"path":["createTeam","team","name"]').and.include('"data":{"createTeam":{"team":null}}');
      expect(masked(direct?.body)).to.equal(masked(plain?.body));
    });

    it('masks what is not known, and logs it once', async () => {
      const failing = await wrapping(
        odd(() => {
          throw new Error('secret');
        }),
      );
      const { url, known } = await served({}, failing);
      await known(CREATE, { name: 'known' });
      office.logged.length = 0;
      const { body: text } = await ask(url, { body: body(CREATE, { name: 'odd' }) });
      expect(text).to.include('GM_INTERNAL').and.not.include('secret');
      expect(office.logged).to.have.length(1);
    });
  });

  it('leaves to the server what hand-written code or middlewares see', async () => {
    let seen = 0;
    const gm = await office.boot({
      graphql: {
        globalMiddlewares: [
          async (_data, next) => {
            seen += 1;
            return next();
          },
        ],
      },
    });
    const { url } = await served({}, gm);
    for (const name of ['A', 'B']) expect((await ask(url, { body: body(CREATE, { name }) })).status).to.equal(200);
    expect(seen).to.be.greaterThan(1);
  });
});
