import { expect } from 'chai';
import { createHandler, type Handler } from '../../../integrations/graphql-server/index.js';
import { SECRET, TestApplication } from './support/application.js';
import { send, type Answer } from './support/send.js';

describe('graphql-server: health', () => {
  let application: TestApplication;
  beforeEach(() => {
    application = new TestApplication();
  });
  const ask = async (handler: Handler, path: string, method = 'GET'): Promise<Answer> =>
    send(`http://localhost${path}`, { method }, handler.fetch);

  it('tells that the process is up and that it can serve, and is not cached', async () => {
    const handler = createHandler(application);
    for (const path of ['/healthz', '/readyz', '/readyz?probe=1']) {
      const { status, headers, text } = await ask(handler, path);
      expect([status, text]).to.deep.equal([200, '{"status":"ok"}']);
      expect(headers.get('content-type')).to.include('application/json');
      expect(headers.get('cache-control')).to.equal('no-store');
      expect((await ask(handler, path, 'HEAD')).status).to.equal(200);
      expect((await ask(handler, path, 'POST')).status).to.equal(404);
    }
  });

  it('is up but not ready while the database is away, says no more, and recovers', async () => {
    const handler = createHandler(application);
    application.check = async () => {
      throw new Error(SECRET);
    };
    expect((await ask(handler, '/healthz')).status).to.equal(200);
    const { status, text } = await ask(handler, '/readyz');
    expect([status, text]).to.deep.equal([503, '{"status":"unavailable"}']);
    application.check = async () => {};
    expect((await ask(handler, '/readyz')).status).to.equal(200);
  });

  it('is not ready when the check takes too long, and aborts it', async () => {
    const handler = createHandler(application, { health: { timeoutMs: 50 } });
    let given: AbortSignal | undefined;
    application.check = async (signal) => {
      given = signal;
      return new Promise(() => {});
    };
    const before = performance.now();
    expect((await ask(handler, '/readyz')).status).to.equal(503);
    expect(performance.now() - before).to.be.within(40, 1000);
    expect(given?.aborted).to.equal(true);
    application.check = async () => {};
    expect((await ask(handler, '/readyz')).status).to.equal(200);
  });

  it('survives a check that throws at once', async () => {
    application.check = () => {
      throw new Error(SECRET);
    };
    expect((await ask(createHandler(application), '/readyz')).status).to.equal(503);
  });

  it('shares one check between probes that come together', async () => {
    const handler = createHandler(application);
    application.check = async () => new Promise((resolve) => setTimeout(resolve, 20));
    const answers = await Promise.all(Array.from({ length: 50 }, async () => ask(handler, '/readyz')));
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([200]));
    expect(application.checks).to.equal(1);
  });

  it('is up but not ready from the moment it drains, also for a check that runs', async () => {
    const handler = createHandler(application);
    application.check = async () => new Promise((resolve) => setTimeout(resolve, 20));
    const running = ask(handler, '/readyz');
    handler.drain();
    expect((await running).status).to.equal(503);
    expect((await ask(handler, '/readyz')).status).to.equal(503);
    expect((await ask(handler, '/healthz')).status).to.equal(200);
  });

  it('is told at other paths, or nowhere', async () => {
    const moved = createHandler(application, { health: { live: '/live', ready: '/ready' } });
    const statuses = async (handler: Handler): Promise<readonly number[]> =>
      Promise.all(['/live', '/ready', '/healthz', '/readyz'].map(async (path) => (await ask(handler, path)).status));
    expect(await statuses(moved)).to.deep.equal([200, 200, 404, 404]);
    expect(await statuses(createHandler(application, { health: false }))).to.deep.equal([404, 404, 404, 404]);
  });
});
