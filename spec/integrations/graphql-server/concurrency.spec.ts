import { expect } from 'chai';
import { ConcurrencyGate } from '../../../integrations/graphql-server/concurrency-gate.js';
import { serve, type RunningServer } from '../../../integrations/graphql-server/index.js';
import { TestApplication } from './support/application.js';
import { post, send } from './support/send.js';

/** Work that ends when it is told to. */
class Job {
  started = false;
  end: (fail?: Error) => void = () => {};
  readonly run = async (): Promise<string> => {
    this.started = true;
    return new Promise((resolve, reject) => {
      this.end = (fail) => (fail ? reject(fail) : resolve('done'));
    });
  };
}

const turn = async (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('graphql-server: concurrency', () => {
  describe('the gate', () => {
    it('runs so many at a time, the rest in their order, and refuses what finds no place in the line', async () => {
      const gate = new ConcurrencyGate({ maxConcurrent: 2, maxQueued: 2 });
      const jobs = Array.from({ length: 5 }, () => new Job());
      const runs = jobs.map(async ({ run }) => gate.run(run));
      expect(await runs[4]?.catch((error: unknown) => error)).to.include({ code: 'GM_LIMIT_CONCURRENCY' });
      expect(jobs.map(({ started }) => started)).to.deep.equal([true, true, false, false, false]);
      jobs[1]?.end();
      await turn();
      expect(jobs.map(({ started }) => started)).to.deep.equal([true, true, true, false, false]);
      jobs[0]?.end();
      await turn();
      jobs.slice(2, 4).forEach((job) => job.end());
      expect(await Promise.all(runs.slice(0, 4))).to.deep.equal(['done', 'done', 'done', 'done']);
    });

    it('gives the place of what fails to the next', async () => {
      const gate = new ConcurrencyGate({ maxConcurrent: 1, maxQueued: 1 });
      const [first, second] = [new Job(), new Job()];
      const failing = gate.run(first.run).catch((error: unknown) => error);
      const waiting = gate.run(second.run);
      first.end(new Error('failed'));
      expect(await failing).to.have.property('message', 'failed');
      await turn();
      second.end();
      expect(await waiting).to.equal('done');
      expect(await gate.run(() => 'free again')).to.equal('free again');
    });

    it('lets those who go away leave the line, without running them', async () => {
      const gate = new ConcurrencyGate({ maxConcurrent: 1, maxQueued: 1 });
      const [first, gone, next] = [new Job(), new Job(), new Job()];
      const abort = new AbortController();
      const running = gate.run(first.run);
      const leaving = gate.run(gone.run, abort.signal).catch((error: unknown) => error);
      abort.abort();
      expect(await leaving).to.have.property('name', 'AbortError');
      const waiting = gate.run(next.run, new AbortController().signal);
      first.end();
      await running;
      await turn();
      next.end();
      expect(await waiting).to.equal('done');
      expect(gone.started).to.equal(false);
    });
  });

  describe('of a server', () => {
    const application = new TestApplication();
    let server: RunningServer;
    before(async () => {
      server = await serve(application, { port: 0, limits: { maxConcurrent: 1, maxQueued: 1 } });
    });
    after(async () => server.close());

    it('answers 503 beyond it, with when to come back, while health is told as ever', async () => {
      const ask = async (query = '{ slow(ms: 300) }'): ReturnType<typeof post> => post(server.url, { query });
      const within = [ask(), ask()];
      while (application.started.length === 0) await turn();
      const [beyond, byGet, healthy] = await Promise.all([
        ask('{ hello }'),
        send(`${server.url}?query={hello}`),
        send(server.url.replace('/graphql', '/readyz')),
      ]);
      for (const { status, headers, errors } of [beyond, byGet]) {
        expect(errors?.[0]?.extensions).to.include({ code: 'LIMIT_EXCEEDED', gm: 'GM_LIMIT_CONCURRENCY' });
        expect(status).to.equal(503);
        expect(headers.get('retry-after')).to.equal('1');
      }
      expect(healthy.status).to.equal(200);
      expect((await Promise.all(within)).map(({ data }) => data)).to.deep.equal([{ slow: 'done' }, { slow: 'done' }]);
      expect((await ask('{ hello }')).data).to.deep.equal({ hello: 'hello world' });
    });

    it('has room again after errors of every kind', async () => {
      for (const query of ['{ fail }', '{ nothing }', '{', '{ limited }', '{ hello(name: 1) }']) await post(server.url, { query });
      await post(server.url, {});
      expect((await post(server.url, { query: '{ hello }' })).data).to.deep.equal({ hello: 'hello world' });
    });
  });
});
