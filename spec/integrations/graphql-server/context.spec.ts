import { expect } from 'chai';
import { GraphQLError } from 'graphql';
import { createHandler, serve, Unauthenticated, type HandlerOptions } from '../../../integrations/graphql-server/index.js';
import { Limited, SECRET, TestApplication } from './support/application.js';
import { JSON_HEADERS, post, send, type Answer } from './support/send.js';

const actorOf = (request: Request): { readonly name: string } => ({ name: request.headers.get('x-user') ?? 'nobody' });

describe('graphql-server: context', () => {
  let application: TestApplication;
  beforeEach(() => {
    application = new TestApplication();
  });

  const ask = async (context: HandlerOptions['context'], query = 'mutation { touch }'): Promise<Answer> => {
    const handler = createHandler(application, context ? { context } : {});
    return send('http://localhost/graphql', { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify({ query }) }, handler.fetch);
  };

  it('leaves the headers alone that its fetch is given', async () => {
    await ask(undefined, '{ hello }');
    expect(Object.keys(JSON_HEADERS)).to.deep.equal(['content-type', 'accept']);
  });

  it('gives the actor, the session and the rest to resolvers, told at once or later', async () => {
    const session = { name: 'session' };
    const contexts: readonly HandlerOptions['context'][] = [
      () => ({ actor: { name: 'ada' }, session, tenant: 7 }),
      async () => ({ actor: { name: 'ada' }, session, tenant: 7 }),
    ];
    for (const context of contexts) expect((await ask(context, '{ me }')).data).to.deep.equal({ me: 'ada' });
    for (const seen of application.contexts) expect(seen).to.include({ session, tenant: 7 });
  });

  it('is anonymous where nothing is told', async () => {
    for (const context of [undefined, () => ({}), () => ({ actor: null })]) {
      expect((await ask(context, '{ me }')).data).to.deep.equal({ me: 'nobody' });
    }
  });

  it('answers 401 to refused credentials, and runs nothing', async () => {
    const refuse = (): never => {
      throw Unauthenticated.create({});
    };
    for (const context of [refuse, async () => refuse()]) {
      const { status, errors, data } = await ask(context);
      expect(status).to.equal(401);
      expect(data).to.equal(undefined);
      expect(errors?.[0]?.extensions).to.include({ code: 'UNAUTHENTICATED', gm: 'GM_HTTP_UNAUTHENTICATED' });
    }
    expect(application.touched).to.equal(0);
    expect(application.logged).to.deep.equal([]);
  });

  it('answers 500 to a failure, masks it, logs it once, and runs nothing', async () => {
    const fail = async (): Promise<never> => {
      throw new Error(SECRET);
    };
    const { status, errors } = await ask(fail);
    expect(status).to.equal(500);
    expect(errors?.[0]?.extensions).to.include({ code: 'INTERNAL_SERVER_ERROR', gm: 'GM_TEST_INTERNAL' });
    expect(application.logged).to.have.length(1);
    expect(application.touched).to.equal(0);
  });

  it('answers as told by errors that are meant for the client', async () => {
    const limited = await ask(() => {
      throw Limited.create({});
    });
    expect([limited.status, limited.errors?.[0]?.extensions.gm]).to.deep.equal([429, 'GM_TEST_LIMIT']);
    const teapot = await ask(() => {
      throw new GraphQLError('Tea only.', { extensions: { code: 'TEAPOT', http: { status: 418 } } });
    });
    expect([teapot.status, teapot.errors?.[0]]).to.deep.equal([418, { message: 'Tea only.', extensions: { code: 'TEAPOT' } }]);
    expect(application.logged).to.deep.equal([]);
  });

  it('keeps the actors of concurrent requests apart, on the same connections', async () => {
    const server = await serve(application, {
      port: 0,
      context: async (request) => {
        await new Promise((resolve) => setTimeout(resolve, Number(request.headers.get('x-delay'))));
        return { actor: actorOf(request) };
      },
    });
    try {
      const answers = Array.from({ length: 100 }, async (_, index) => {
        const headers = { ...JSON_HEADERS, 'x-user': `user ${index}`, 'x-delay': String((index * 7) % 20) };
        return post(server.url, { query: 'query ($ms: Int) { me(ms: $ms) }', variables: { ms: (index * 13) % 20 } }, headers);
      });
      const names = (await Promise.all(answers)).map(({ data }) => data?.['me']);
      expect(names).to.deep.equal(Array.from({ length: 100 }, (_, index) => `user ${index}`));
    } finally {
      await server.close();
    }
  });

  it('tells by the signal of the request that the client is gone', async () => {
    let signal: AbortSignal | undefined;
    const server = await serve(application, {
      port: 0,
      context: (request) => {
        signal = AbortSignal.any([request.signal]);
        return { signal };
      },
    });
    try {
      const client = new AbortController();
      const asked = fetch(server.url, { method: 'POST', headers: JSON_HEADERS, body: '{"query":"{ hang }"}', signal: client.signal });
      while (application.started.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(signal?.aborted).to.equal(false);
      const aborted = new Promise((resolve) => signal?.addEventListener('abort', resolve));
      client.abort();
      await aborted;
      await asked.catch(() => undefined);
    } finally {
      await server.close();
    }
  });
});
