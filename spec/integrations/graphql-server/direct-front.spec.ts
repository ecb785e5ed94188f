import { once } from 'node:events';
import { expect } from 'chai';
import { serverAudits } from 'graphql-http';
import { serve, Unauthenticated, type RunningServer, type ServeOptions } from '../../../integrations/graphql-server/index.js';
import { openRelations } from '../../kinds/app/relations/store.js';
import type { OpenedApp } from '../../kinds/app/open.js';
import { ask, type Sent } from './support/exchange.js';

const QUERY = 'query People($first: Int) { people(first: $first, sort: [{ id: ASC }]) { totalCount nodes { id boss { id } } } }';

const operation = (variables: object = { first: 2 }, more: object = {}): string => JSON.stringify({ query: QUERY, variables, ...more });

describe('graphql-server: the front of known queries', () => {
  let app: OpenedApp;
  const servers: RunningServer[] = [];

  before(async () => {
    app = await openRelations();
  });
  after(async () => {
    for (const server of servers) await server.close();
    await app.close();
  });

  /** A server that knows the query, and whether the GraphQL server behind the front answers when it is asked again. */
  async function served(options: Partial<ServeOptions> = {}): Promise<{ readonly url: string; readonly asked: () => number }> {
    let asked = 0;
    const { direct } = app.gm;
    const watched = {
      schema: app.gm.schema,
      mask: (error: unknown) => app.gm.mask(error),
      health: async () => app.gm.health(),
      direct: {
        operation: (...args: Parameters<typeof direct.operation>) => {
          // The front keeps operations; only the server behind it asks for them.
          asked += 1;
          return direct.operation(...args);
        },
      },
    };
    const server = await serve(watched, { port: 0, ...options });
    servers.push(server);
    await ask(server.url, { body: operation() });
    asked = 0;
    return { url: server.url, asked: () => asked };
  }

  it('answers as the server behind it does: status, headers, body', async () => {
    const { url, asked } = await served();
    const { url: plain } = await served({ directRoute: false });
    const accepted = [undefined, '*/*', 'application/json', 'application/graphql-response+json', 'text/html, application/json;q=0.9'];
    for (const accept of accepted) {
      for (const variables of [{ first: 2 }, { first: 0 }, {}, { first: null }]) {
        const sent = { body: operation(variables), headers: accept === undefined ? {} : { accept } };
        expect(await ask(url, sent), JSON.stringify({ accept, variables })).to.deep.equal(await ask(plain, sent));
      }
    }
    expect(asked(), 'other media types are worked out behind the front').to.equal(4);
  });

  it('answers the same at length, in whatever pieces the database sent it', async () => {
    const members = Array.from({ length: 400 }, (_each, index) => `m${index}: name`).join(' ');
    const query = `query Long { people(first: 20, sort: [{ id: ASC }]) { totalCount nodes { ${members} } } more: people(first: 3) { nodes { ${members} } } few: people(first: 1) { totalCount } }`;
    const limits = { maxAliases: 1000, maxTokens: 10_000, maxFields: 10_000, maxBreadth: 1000, maxCharacters: 100_000 };
    const sent = { body: JSON.stringify({ query }) };
    const { url, asked } = await served({ limits });
    const { url: plain } = await served({ directRoute: false, limits });
    await ask(url, sent);
    const known = asked();
    const answer = await ask(url, sent);
    expect(answer.body.length).to.be.greaterThan(30_000);
    expect(answer).to.deep.equal(await ask(plain, sent));
    expect(asked()).to.equal(known);
  });

  it('hands on what is not plain, and what is wrong, as if it had not been touched', async () => {
    const { url } = await served();
    const { url: plain } = await served({ directRoute: false });
    const requests: readonly Sent[] = [
      { body: operation({ first: -1 }) },
      { body: operation({ first: 'two' }) },
      { body: operation({ first: 1001 }) },
      { body: operation({}, { extensions: { more: true } }) },
      { body: operation({}, { operationName: 'Other' }) },
      { body: operation({}, { unknown: 1 }) },
      { body: `[${operation()}]` },
      { body: '{' },
      { body: '' },
      { body: operation({ first: 2, deep: JSON.parse('['.repeat(300) + ']'.repeat(300)) as unknown }) },
      { body: operation(), headers: { 'content-type': 'text/plain' } },
      { body: operation(), headers: { 'content-type': 'application/json; charset=utf-8' } },
      { body: `${operation()}${' '.repeat(300_000)}` },
      { body: '{"query":"{ people { nodes { nothing } } }"}' },
    ];
    for (const request of requests) {
      expect(await ask(url, request), request.body.slice(0, 120)).to.deep.equal(await ask(plain, request));
    }
  });

  it('asks who acts once for each request, and refuses whom the application refuses', async () => {
    const seen: string[] = [];
    const context: NonNullable<ServeOptions['context']> = (request) => {
      const name = request.headers.get('x-name') ?? '';
      seen.push(`${request.method} ${new URL(request.url).pathname} ${name}`);
      if (name === 'stranger') throw Unauthenticated.create({});
      return { actor: { id: name } };
    };
    const { url, asked } = await served({ context });
    seen.length = 0;
    expect((await ask(url, { body: operation(), headers: { 'x-name': 'ada' } })).status).to.equal(200);
    expect(asked()).to.equal(0);
    expect((await ask(url, { body: operation(), headers: { 'x-name': 'stranger' } })).status).to.equal(401);
    expect((await ask(url, { body: operation({ first: -1 }), headers: { 'x-name': 'ben' } })).body).to.include('GM_READ_INVALID_PAGE');
    expect(seen).to.deep.equal(['POST /graphql ada', 'POST /graphql stranger', 'POST /graphql ben']);
  });

  it('tells the application when the client goes away, and nothing where it has its answer', async () => {
    const signals: AbortSignal[] = [];
    const held: Request[] = [];
    let wait = Promise.resolve();
    const { url, asked } = await served({
      context: async (request) => {
        held.push(request);
        signals.push(request.signal, request.clone().signal);
        await wait;
        return {};
      },
    });
    await ask(url, { body: operation() });
    expect(asked()).to.equal(0);
    expect(signals.slice(-2).map(({ aborted }) => aborted)).to.deep.equal([false, false]);
    let resolve = (): void => {};
    wait = new Promise<void>((answer) => (resolve = answer));
    const gone = new AbortController();
    const sending = fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: operation(), signal: gone.signal });
    const before = held.length;
    while (held.length === before) await new Promise((go) => void setTimeout(go, 5));
    const signal = signals.at(-2);
    gone.abort();
    await sending.catch(() => undefined);
    if (signal?.aborted === false) await once(signal, 'abort');
    expect(signal?.aborted).to.equal(true);
    expect(signals.at(-1)).to.equal(signal);
    resolve();
  });

  it('knows trusted documents by their hash, and nothing else where only these are trusted', async () => {
    const trustedDocuments = { documents: { people: QUERY }, only: true };
    const { url, asked } = await served({ trustedDocuments });
    const named = { body: JSON.stringify({ documentId: 'people', variables: { first: 1 } }) };
    const [first, second] = [await ask(url, named), await ask(url, named)];
    expect(second).to.deep.equal(first);
    expect(second.body).to.include('"totalCount"');
    expect(asked()).to.equal(1);
    expect((await ask(url, { body: operation() })).body).to.include('GM_HTTP_UNTRUSTED_DOCUMENT');
  });

  it('is left out with plugins of the server, which see every operation', async () => {
    let executed = 0;
    const { url } = await served({ plugins: [{ onExecute: () => void (executed += 1) }] });
    executed = 0;
    const { body } = await ask(url, { body: operation() });
    expect(JSON.parse(body)).to.have.nested.property('data.people.totalCount');
    expect(executed).to.equal(1);
  });

  describe('is audited in 61 points, too', () => {
    let url = '';
    before(async () => {
      ({ url } = await served());
      // What the audits ask is answered by the front from now on.
      for (const query of ['{ __typename }', 'query { __typename }']) await ask(url, { body: JSON.stringify({ query }) });
    });

    const audits = serverAudits({ url: () => url, fetchFn: fetch });
    for (const { name, fn } of audits) {
      it(name, async () => {
        const result = await fn();
        expect(result.status, 'reason' in result ? result.reason : '').to.equal('ok');
      });
    }
  });
});
