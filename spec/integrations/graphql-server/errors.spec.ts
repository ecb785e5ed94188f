import { expect } from 'chai';
import { createHandler, type Handler, type HandlerOptions } from '../../../integrations/graphql-server/index.js';
import { SECRET, TestApplication } from './support/application.js';
import { withNodeEnv } from './support/environment.js';
import { JSON_HEADERS, send, type Answer } from './support/send.js';

const URL_OF_SPEC = 'http://localhost/graphql';

describe('graphql-server: errors', () => {
  let application: TestApplication;
  let handler: Handler;
  const ask = async (query: string, variables?: object, use = handler): Promise<Answer> =>
    send(URL_OF_SPEC, { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify({ query, variables }) }, use.fetch);
  beforeEach(() => {
    application = new TestApplication();
    handler = createHandler(application);
  });

  it('masks what is not known, once for each, with where it happened', async () => {
    const { status, data, errors } = await ask('{ fail again: fail }');
    expect(status).to.equal(200);
    expect(data).to.deep.equal({ fail: null, again: null });
    expect(application.logged.map((error) => (error as Error).message)).to.deep.equal([SECRET, SECRET]);
    expect(errors).to.deep.equal(
      ['fail', 'again'].map((path, index) => ({
        message: `Something went wrong (error ${index + 1}).`,
        locations: [{ line: 1, column: index === 0 ? 3 : 8 }],
        path: [path],
        extensions: { code: 'INTERNAL_SERVER_ERROR', gm: 'GM_TEST_INTERNAL', fix: 'Look up the id.' },
      })),
    );
  });

  it('masks a null where there may be none', async () => {
    const { data, errors } = await ask('{ needed }');
    expect(data).to.equal(null);
    expect(errors?.[0]?.extensions.gm).to.equal('GM_TEST_INTERNAL');
    expect(application.logged).to.have.length(1);
  });

  it('shows an error of the catalogue with its codes and its cure', async () => {
    const { errors } = await ask('{ limited }');
    expect(errors?.[0]).to.deep.include({
      message: 'Too much was asked for.',
      path: ['limited'],
      extensions: { code: 'LIMIT_EXCEEDED', gm: 'GM_TEST_LIMIT', fix: 'Ask for less.' },
    });
    expect(application.logged).to.deep.equal([]);
  });

  it('shows an error that a resolver made for the client', async () => {
    const { errors } = await ask('{ refused }');
    expect(errors?.[0]).to.deep.include({ message: 'Not today.', extensions: { code: 'CLOSED' } });
  });

  it('says nothing of an error where the application masks it by something of its own', async () => {
    const plain = createHandler({ schema: application.schema, mask: () => new Error(SECRET), health: async () => {} });
    const { errors } = await ask('{ fail }', {}, plain);
    expect(errors?.[0]).to.deep.include({ message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } });
  });

  describe('suggestions of names', () => {
    const mistakes: readonly (readonly [string, object?])[] = [
      ['{ helo }'],
      ['{ hello(nam: "x") }'],
      ['{ node { nam } }'],
      ['{ count(filter: { siz: 1 }) }'],
      ['query ($f: Filter) { count(filter: $f) }', { f: { siz: 1 } }],
      ['query ($f: Filte) { count(filter: $f) }'],
    ];

    it('are made in development', async () => {
      for (const [query, variables] of mistakes) {
        const { errors } = await ask(query, variables);
        expect(errors?.[0]?.message).to.include('Did you mean');
      }
    });

    it('are not made in production', async () => {
      const production = withNodeEnv('production', () => createHandler(application));
      for (const [query, variables] of mistakes) {
        const { errors, text } = await ask(query, variables, production);
        expect(errors).to.not.be.empty;
        expect(text).to.not.include('Did you mean');
      }
    });
  });

  describe('introspection', () => {
    it('can be switched off', async () => {
      const closed = createHandler(application, { introspection: false });
      for (const query of ['{ __schema { queryType { name } } }', '{ __type(name: "Query") { name } }']) {
        const { errors } = await ask(query, {}, closed);
        expect(errors?.[0]?.extensions.code).to.equal('GRAPHQL_VALIDATION_FAILED');
        expect((await ask(query)).errors).to.equal(undefined);
      }
      expect((await ask('{ __typename }', {}, closed)).data).to.deep.equal({ __typename: 'Query' });
    });
  });

  describe('GraphiQL', () => {
    const open = async (options: HandlerOptions, environment = 'development'): Promise<Answer> => {
      const made = withNodeEnv(environment, () => createHandler(application, options));
      return send(URL_OF_SPEC, { headers: { accept: 'text/html' } }, made.fetch);
    };

    it('is served in development', async () => {
      const { status, headers, text } = await open({});
      expect(status).to.equal(200);
      expect(headers.get('content-type')).to.equal('text/html');
      expect(text).to.match(/^<!doctype html>[^]*GraphiQL/i);
    });

    it('is not served in production, unless it is asked for', async () => {
      const { text } = await open({}, 'production');
      expect(text).to.not.include('<html');
      expect((await open({ graphiql: true }, 'production')).text).to.include('<html');
    });

    it('can be switched off, and can be another page', async () => {
      expect((await open({ graphiql: false })).text).to.not.include('<html');
      expect((await open({ renderGraphiQL: () => '<html>mine</html>' })).text).to.equal('<html>mine</html>');
    });
  });

  it('joins further plugins of Yoga', async () => {
    const queries: string[] = [];
    const watched = createHandler(application, { plugins: [{ onParams: ({ params }) => void queries.push(params.query ?? '') }] });
    await ask('{ hello }', {}, watched);
    expect(queries).to.deep.equal(['{ hello }']);
  });
});
