import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { serve, type RunningServer, type ServeOptions } from '../../../integrations/graphql-server/index.js';
import { TestApplication } from './support/application.js';
import { post, send, sendRaw } from './support/send.js';

const SLOW = { query: '{ slow(ms: 300) }' };

describe('graphql-server: serve', () => {
  let application: TestApplication;
  let server: RunningServer;
  const start = async (options: ServeOptions = {}): Promise<RunningServer> => {
    application = new TestApplication();
    server = await serve(application, { port: 0, ...options });
    return server;
  };
  const begun = async (count = 1): Promise<void> => {
    while (application.started.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const took = async (run: Promise<unknown>): Promise<number> => {
    const before = performance.now();
    await run;
    return performance.now() - before;
  };
  afterEach(async () => server.close());

  it('tells where it listens, also on IPv6', async () => {
    expect(await start()).to.include({ url: `http://127.0.0.1:${server.port}/graphql` });
    await server.close();
    await start({ host: '::1', endpoint: '/api' });
    expect(server.url).to.equal(`http://[::1]:${server.port}/api`);
    expect((await post(server.url, { query: '{ hello }' })).status).to.equal(200);
  });

  it('fails where the port is taken', async () => {
    const { port } = await start();
    const second = await serve(new TestApplication(), { port }).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect(second).to.equal('EADDRINUSE');
  });

  it('finishes what runs when it closes, and takes no more', async () => {
    await start();
    const running = [post(server.url, SLOW), post(server.url, SLOW)];
    await begun(2);
    const closed = server.close();
    const refused = await post(server.url, { query: '{ hello }' }).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect(refused).to.be.oneOf(['ECONNREFUSED', 'ECONNRESET']);
    for (const { status, data, headers } of await Promise.all(running)) {
      expect([status, data]).to.deep.equal([200, { slow: 'done' }]);
      expect(headers.get('connection')).to.equal('close');
    }
    expect(await took(closed)).to.be.below(500);
  });

  it('cuts what does not finish within the grace', async () => {
    await start({ graceMs: 100 });
    const running = post(server.url, { query: '{ hang }' }).then(
      () => 'answered',
      () => 'cut',
    );
    await begun();
    expect(await took(server.close())).to.be.within(90, 1000);
    expect(await running).to.equal('cut');
  });

  it('does not wait for connections that are only kept alive', async () => {
    await start();
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve) => {
      request(server.url, { agent }, (response) => response.resume().on('end', resolve)).end();
    });
    expect(await took(server.close())).to.be.below(500);
    agent.destroy();
  });

  it('is not ready but serves until balancers have turned away', async () => {
    await start({ drainMs: 200 });
    const { origin } = new URL(server.url);
    const closed = server.close();
    expect((await send(`${origin}/readyz`)).status).to.equal(503);
    expect((await send(`${origin}/healthz`)).status).to.equal(200);
    const { data, headers } = await post(server.url, { query: '{ hello }' });
    expect(data).to.deep.equal({ hello: 'hello world' });
    expect(headers.get('connection')).to.equal('close');
    expect(await took(closed)).to.be.within(50, 1000);
  });

  it('closes once, however often it is told to', async () => {
    await start();
    await Promise.all([server.close(), server.close(), server.close()]);
    await server.close();
  });

  it('hangs up on a request that trickles', async () => {
    await start({ timeouts: { headersMs: 150, requestMs: 200 } });
    const headers = await sendRaw(server.port, 'POST /graphql HTTP/1.1\r\nHost: a\r\n', 3000);
    expect(headers).to.match(/^HTTP\/1\.1 408 .*GM_HTTP_TIMEOUT/s);
    const body = await sendRaw(
      server.port,
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{',
      3000,
    );
    expect(body).to.match(/^HTTP\/1\.1 408 .*GM_HTTP_TIMEOUT/s);
  });

  it('hangs up on a connection without life', async () => {
    await start({ timeouts: { idleMs: 150 } });
    const socket = connect(server.port, '127.0.0.1');
    expect(await took(new Promise((resolve) => socket.on('close', resolve)))).to.be.within(100, 2000);
  });

  it('leaves nothing that keeps the process', async () => {
    const keeping = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
    const before = keeping();
    await start();
    await post(server.url, { query: '{ hello }' });
    expect(keeping()).to.equal(before + 1);
    await server.close();
    await sleep(20);
    expect(keeping()).to.equal(before);
  });
});
