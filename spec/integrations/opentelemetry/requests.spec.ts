import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { expect } from 'chai';
import { createHandler, serve, type HandlerOptions, type RunningServer } from 'general-manager/graphql-server';
import { ask } from '../graphql-server/support/exchange.js';
import { Author, editor, openShop, type Shop } from './support/shop.js';

const MARK = 'markerOfAUser';
const KNOWN = 'query Known { authors { nodes { name books { nodes { title } } } } }';
const ID = createHash('sha256').update(KNOWN).digest('hex');
const TRACE = '0af7651916cd43dd8448eb211c80319c';

describe('telemetry of GraphQL requests', () => {
  let shop: Shop;
  const servers: RunningServer[] = [];

  before(async () => {
    shop = await openShop({ propagator: new W3CTraceContextPropagator(), operationNames: ['Allowed'] });
  });
  after(async () => {
    for (const server of servers) await server.close();
    await shop.close();
  });
  beforeEach(() => shop.telemetry.reset());

  const served = async (options: HandlerOptions = {}): Promise<string> => {
    const context = (): { readonly actor: object } => ({ actor: editor });
    const server = await serve(shop.gm, { port: 0, context, trustedDocuments: { documents: { [ID]: KNOWN } }, ...options });
    servers.push(server);
    return server.url;
  };
  const post = async (url: string, body: object, headers: Record<string, string> = {}): Promise<string> => {
    shop.telemetry.reset();
    return (await ask(url, { body: JSON.stringify(body), headers })).body;
  };

  it('has the operation within the request, ahead of the server and behind it', async () => {
    const url = await served();
    const bodies = new Set<string>();
    for (const way of ['behind', 'ahead'] as const) {
      bodies.add(await post(url, { query: 'query Allowed { authors(sort: [{ id: ASC }]) { nodes { name } } }' }));
      expect(shop.telemetry.tree, way).to.deep.equal(['query Allowed', '  read Author']);
      expect(shop.telemetry.span('read Author').attributes, way).to.include({ 'general_manager.gives': 'text' });
      const { kind, attributes } = shop.telemetry.span('query Allowed');
      expect(kind).to.equal(SpanKind.SERVER);
      expect(attributes).to.deep.equal({
        'graphql.operation.type': 'query',
        'graphql.operation.name': 'Allowed',
        'general_manager.outcome': 'ok',
        'general_manager.direct': true,
      });
    }
    expect(bodies.size).to.equal(1);
  });

  it('does not keep operations from going directly', async () => {
    const { fields } = await shop.gm.plan(KNOWN, { actor: editor });
    expect(fields.map(({ route }) => route)).to.deep.equal(['direct']);
  });

  it('has reads of resolvers within the request as well', async () => {
    const url = await served({ directRoute: false });
    await post(url, { query: '{ authors { nodes { name } } }' });
    expect(shop.telemetry.tree).to.deep.equal(['query', '  read Author']);
    expect(shop.telemetry.span('query').attributes).to.include({ 'general_manager.direct': false });
    expect(shop.telemetry.span('read Author').attributes).to.include({ 'general_manager.gives': 'rows', 'general_manager.rows': 2 });
  });

  it('tells names of trusted documents and of the list, no others', async () => {
    const url = await served();
    for (const [body, name] of [
      [{ documentId: ID }, 'query Known'],
      [{ documentId: ID }, 'query Known'],
      [{ extensions: { persistedQuery: { version: 1, sha256Hash: ID } } }, 'query Known'],
      [{ query: KNOWN }, 'query'],
      [{ query: 'query Allowed { __typename }' }, 'query Allowed'],
      [{ query: `query ${MARK} { authors { nodes { id } } }` }, 'query'],
      [{ query: `query ${MARK} { authors { nodes { id } } }` }, 'query'],
      [{ query: `mutation ${MARK} { createAuthor(input: { name: "${MARK}" }) { author { id } } }` }, 'mutation'],
    ] as const) {
      await post(url, body);
      expect(shop.telemetry.tree[0], JSON.stringify(body)).to.equal(name);
    }
    expect(shop.telemetry.span('mutation').attributes).to.include({ 'graphql.operation.name': 'other' });
    expect(await shop.telemetry.everything()).not.to.contain(MARK);
    await shop.orm.em.fork().nativeDelete(Author, { name: MARK });
  });

  it('begins where the caller says, and leaves it to an instrumentation of HTTP where there is one', async () => {
    const url = await served();
    for (let round = 0; round < 2; round += 1) {
      await post(url, { query: '{ authors { totalCount } }' }, { traceparent: `00-${TRACE}-b7ad6b7169203331-01` });
      const span = shop.telemetry.span('query');
      expect(span.spanContext().traceId).to.equal(TRACE);
      expect(span.parentSpanContext).to.include({ spanId: 'b7ad6b7169203331', isRemote: true });
      expect(shop.telemetry.span('read Author').parentSpanContext?.spanId).to.equal(span.spanContext().spanId);
    }
    const handler = createHandler(shop.gm);
    shop.telemetry.reset();
    await shop.telemetry.within('POST /graphql', async () => {
      const headers = { 'content-type': 'application/json', traceparent: `00-${TRACE}-b7ad6b7169203331-01` };
      await handler.fetch('http://localhost/graphql', { method: 'POST', headers, body: '{"query":"{ authors { totalCount } }"}' });
    });
    expect(shop.telemetry.tree).to.deep.equal(['POST /graphql', '  query', '    read Author']);
    expect(shop.telemetry.span('query').kind).to.equal(SpanKind.INTERNAL);
  });

  const failures: readonly (readonly [string, object, string, string])[] = [
    ['a document that does not parse', { query: `{ ${MARK}` }, 'graphql', 'GRAPHQL_PARSE_FAILED'],
    ['a document that is not valid', { query: `{ ${MARK} }` }, 'graphql', 'GRAPHQL_VALIDATION_FAILED'],
    ['what is no request', { [MARK]: MARK }, 'graphql', 'BAD_REQUEST'],
    ['an unknown document', { documentId: MARK }, 'graphql', 'PERSISTED_QUERY_NOT_FOUND'],
    ['what is refused', { query: '{ vaults { nodes { id } } }' }, 'query', 'FORBIDDEN'],
    ['an invalid value', { query: `{ author(id: "${MARK}") { id } }` }, 'query', 'BAD_USER_INPUT'],
  ];
  for (const [title, body, name, code] of failures) {
    it(`tells of ${title}, by its code alone`, async () => {
      const url = await served();
      const answered = JSON.parse(await post(url, body)) as {
        readonly errors: readonly { readonly extensions: { readonly code: string } }[];
      };
      const { attributes, status } = shop.telemetry.span(name);
      expect(answered.errors[0]?.extensions.code).to.equal(code);
      expect(attributes['error.type']).to.equal(code);
      expect(status.code).to.equal(SpanStatusCode.UNSET);
      const [point] = await shop.telemetry.points('general_manager.graphql.errors', { 'error.type': code });
      expect(point?.value).to.be.at.least(1);
      expect(await shop.telemetry.everything()).not.to.contain(MARK);
    });
  }

  it('observes each request once where the front hands it on', async () => {
    const url = await served();
    const query = 'query Allowed($n: Int) { authors(first: $n) { nodes { name } } }';
    await post(url, { query, variables: { n: 1 } });
    await post(url, { query, variables: { n: 1 } });
    expect(shop.telemetry.tree).to.deep.equal(['query Allowed', '  read Author']);
    await post(url, { query, variables: { n: -1 } });
    expect(shop.telemetry.spans.filter(({ kind }) => kind === SpanKind.SERVER)).to.have.lengthOf(1);
    expect(shop.telemetry.span('query Allowed').attributes).to.include({ 'general_manager.outcome': 'invalid' });
  });

  it('keeps apart requests at the same time', async () => {
    const url = await served();
    const send = async (each: number): Promise<unknown> =>
      ask(url, {
        body: '{"query":"query Allowed { authors { nodes { name } } books { totalCount } }"}',
        headers: { traceparent: `00-${String(each).padStart(32, '0')}-b7ad6b7169203331-01` },
      });
    await send(99);
    shop.telemetry.reset();
    await Promise.all([1, 2, 3, 4, 5].map(send));
    for (const each of [1, 2, 3, 4, 5]) {
      const own = shop.telemetry.spans.filter((span) => span.spanContext().traceId === String(each).padStart(32, '0'));
      expect(own.map(({ name }) => name)).to.have.members(['query Allowed', 'read Author', 'read Book']);
    }
  });

  it('does not observe pages and health', async () => {
    const handler = createHandler(shop.gm, { graphiql: true });
    await handler.fetch('http://localhost/graphql', { headers: { accept: 'text/html' } });
    await handler.fetch('http://localhost/healthz');
    expect(shop.telemetry.tree).to.deep.equal([]);
  });
});
