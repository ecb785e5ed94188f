import { mock } from 'node:test';
import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { openUpstream, type UpstreamEvent, type UpstreamOptions } from '../../../../integrations/http/upstream/index.js';
import { json, startLoopback, type Answer, type Loopback } from '../support/loopback.js';
import { codeOf, read, write } from '../support/send.js';
import { TestClock } from 'general-manager/testing';

describe('HTTP upstream: resilience', () => {
  let server: Loopback;
  let answer: Answer;
  let clock: TestClock;
  let events: UpstreamEvent[];

  beforeEach(async () => {
    clock = new TestClock();
    events = [];
    kept.length = 0;
    answer = (_seen, response) => json(response, {});
    server = await startLoopback((...all) => answer(...all));
  });
  afterEach(() => server.close());

  const open = (options: Partial<UpstreamOptions> = {}) =>
    openUpstream({ baseUrl: server.url, clock, random: () => 0.5, retry: false, listener: (event) => events.push(event), ...options });
  const failing: Answer = (_seen, response) => json(response, {}, 503);
  const working: Answer = (_seen, response) => json(response, {});
  const kept: ServerResponse[] = [];
  const hanging: Answer = (_seen, response) => void kept.push(response);

  describe('the breaker', () => {
    // cockatiel measures by the date how long it is open.
    beforeEach(() => mock.timers.enable({ apis: ['Date'], now: 1_000_000 }));
    afterEach(() => mock.timers.reset());
    const pass = (ms: number): void => {
      mock.timers.tick(ms);
      clock.advance(ms);
    };
    const times = async (count: number, upstream: ReturnType<typeof open>): Promise<string[]> => {
      const codes: string[] = [];
      for (let index = 0; index < count; index += 1) codes.push(await codeOf(upstream));
      return codes;
    };
    const changes = (): string[] => events.flatMap((event) => (event.type === 'breaker' ? [`${event.from} → ${event.to}`] : []));

    it('opens when half of at least twenty attempts failed, and then asks nothing', async () => {
      answer = failing;
      const upstream = open();
      await times(19, upstream);
      expect(upstream.state().breaker).to.equal('closed');
      await times(1, upstream);
      expect(upstream.state().breaker).to.equal('open');
      expect(await times(5, upstream)).to.deep.equal(Array.from({ length: 5 }, () => 'GM_UPSTREAM_BREAKER_OPEN'));
      expect(server.seen).to.have.length(20);
    });

    it('stays closed while fewer than half fail', async () => {
      let count = 0;
      answer = (...all) => ((count += 1) % 5 < 2 ? failing(...all) : working(...all));
      const upstream = open();
      for (let index = 0; index < 100; index += 1) await upstream.send(read()).catch(() => undefined);
      expect(upstream.state().breaker).to.equal('closed');
    });

    it('forgets what is longer ago than its window', async () => {
      answer = failing;
      const upstream = open();
      await times(19, upstream);
      pass(11_000);
      await times(19, upstream);
      expect(upstream.state().breaker).to.equal('closed');
      await times(1, upstream);
      expect(upstream.state().breaker).to.equal('open');
    });

    it('tries one request after a while, and closes when it succeeds', async () => {
      answer = failing;
      const upstream = open();
      await times(20, upstream);
      pass(9999);
      expect(await times(1, upstream)).to.deep.equal(['GM_UPSTREAM_BREAKER_OPEN']);
      pass(1);
      answer = working;
      await upstream.send(read());
      expect(upstream.state().breaker).to.equal('closed');
      expect(changes()).to.deep.equal(['closed → open', 'open → half-open', 'half-open → closed']);
    });

    it('opens again when that request fails', async () => {
      answer = failing;
      const upstream = open();
      await times(20, upstream);
      pass(10_000);
      expect(await times(2, upstream)).to.deep.equal(['GM_UPSTREAM_FAILED', 'GM_UPSTREAM_BREAKER_OPEN']);
      expect(server.seen).to.have.length(21);
    });

    it('refuses others at once while that request is on its way', async () => {
      answer = failing;
      const upstream = open();
      await times(20, upstream);
      pass(10_000);
      answer = hanging;
      const probe = upstream.send(read());
      await server.received(21);
      expect(upstream.state().breaker).to.equal('half-open');
      expect(await times(3, upstream)).to.deep.equal(Array.from({ length: 3 }, () => 'GM_UPSTREAM_BREAKER_OPEN'));
      json(kept.pop() as ServerResponse, {});
      await probe;
      expect(upstream.state().breaker).to.equal('closed');
    });

    it('takes a probe that its caller gave up for none', async () => {
      answer = failing;
      const upstream = open();
      await times(20, upstream);
      pass(10_000);
      answer = hanging;
      const caller = new AbortController();
      const probe = codeOf(upstream, read(), { signal: caller.signal });
      await server.received(21);
      caller.abort();
      expect(await probe).to.equal('GM_UPSTREAM_ABORTED');
      expect(upstream.state().breaker).to.equal('open');
    });

    it('takes a probe that was not sent for none', async () => {
      answer = failing;
      const upstream = open({ rateLimit: { requests: 20, perMs: 60_000 } });
      await times(20, upstream);
      pass(10_000);
      expect(await codeOf(upstream)).to.equal('GM_UPSTREAM_RATE_LIMITED');
      expect(upstream.state().breaker).to.equal('open');
    });

    for (const status of [400, 401, 404, 409, 422, 429]) {
      it(`does not take ${status} for a failure of the upstream`, async () => {
        answer = (_seen, response) => json(response, {}, status);
        const upstream = open();
        await times(30, upstream);
        expect(upstream.state().breaker).to.equal('closed');
      });
    }

    it('takes what does not answer, breaks off and cannot be reached for failures', async () => {
      answer = (_seen, response, request) => {
        if (server.seen.length % 2 === 0) return void request.socket.destroy();
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{');
        setImmediate(() => request.socket.destroy());
      };
      const upstream = open();
      await times(20, upstream);
      expect(upstream.state().breaker).to.equal('open');
    });

    it('can be told otherwise, and switched off', async () => {
      answer = failing;
      const early = open({ breaker: { minimum: 2, openMs: 100 } });
      await times(2, early);
      expect(early.state().breaker).to.equal('open');
      const never = open({ breaker: false });
      await times(30, never);
      expect(server.seen).to.have.length(32);
    });
  });

  describe('the bulkhead', () => {
    it('lets so many go at a time and so many wait, and refuses others at once', async () => {
      answer = hanging;
      const upstream = open({ bulkhead: { maxConcurrent: 2, maxQueued: 1 } });
      const sent = [upstream.send(read()), upstream.send(read()), upstream.send(read('/waits'))];
      await server.received(2);
      expect(upstream.state()).to.include({ running: 2, queued: 1 });
      expect(await codeOf(upstream)).to.equal('GM_UPSTREAM_BULKHEAD_FULL');
      expect(server.seen).to.have.length(2);
      for (const response of kept.splice(0)) json(response, {});
      await server.received(3);
      for (const response of kept.splice(0)) json(response, {});
      await Promise.all(sent);
      expect(upstream.state()).to.include({ running: 0, queued: 0 });
      expect(events.filter(({ type }) => type === 'bulkhead-queue')).to.have.length(1);
    });

    it('ends waits with the deadline, and sends nothing for them later', async () => {
      answer = hanging;
      const upstream = open({ bulkhead: { maxConcurrent: 1, maxQueued: 5 } });
      const first = upstream.send(read('/first'));
      await server.received(1);
      const caller = new AbortController();
      const waits = [codeOf(upstream, read('/late'), { timeoutMs: 500 }), codeOf(upstream, read('/gone'), { signal: caller.signal })];
      caller.abort();
      clock.advance(500);
      expect(await Promise.all(waits)).to.deep.equal(['GM_UPSTREAM_TIMEOUT', 'GM_UPSTREAM_ABORTED']);
      answer = working;
      for (const response of kept.splice(0)) json(response, {});
      await first;
      await upstream.send(read('/next'));
      expect(server.seen.map(({ url }) => url)).to.deep.equal(['/first', '/next']);
    });

    it('frees places that failures held', async () => {
      answer = failing;
      const upstream = open({ bulkhead: { maxConcurrent: 1, maxQueued: 0 }, breaker: false });
      for (let count = 0; count < 5; count += 1) expect(await codeOf(upstream)).to.equal('GM_UPSTREAM_FAILED');
      expect(upstream.state().running).to.equal(0);
    });

    it('keeps an upstream that hangs from slowing others', async () => {
      answer = hanging;
      const well = await startLoopback(working);
      const [slow, fast] = [open(), openUpstream({ baseUrl: well.url })];
      const stuck = Array.from({ length: 300 }, () => codeOf(slow));
      await server.received(64);
      for (let count = 0; count < 100; count += 1) await fast.send(read());
      // All of the one are answered while not one of the other is: 64 are on their way, 128 wait, and the rest was refused.
      expect(well.seen).to.have.length(100);
      expect(slow.state()).to.include({ running: 64, queued: 128 });
      expect(server.seen).to.have.length(64);
      clock.advance(30_000);
      const codes = await Promise.all(stuck);
      expect(codes.filter((code) => code === 'GM_UPSTREAM_BULKHEAD_FULL')).to.have.length(108);
      await well.close();
    });
  });

  describe('hedging', () => {
    const hedge = { afterMs: 100 };

    it('sends a slow read a second time, takes the first answer and cancels the other', async () => {
      const closed = new Promise<void>((resolve) => {
        answer = (seen, response) => {
          if (server.seen.length > 1) return json(response, { hedge: seen.url });
          response.on('close', resolve);
        };
      });
      const answered = open({ hedge }).send(read('/slow'));
      await server.received(1);
      clock.advance(100);
      expect((await answered).body).to.deep.equal({ hedge: '/slow' });
      await closed;
      expect(server.seen).to.have.length(2);
      expect(clock.timers).to.deep.equal([]);
    });

    it('sends nothing twice that is quick, that is a write, or that may not be repeated', async () => {
      const upstream = open({ hedge });
      await upstream.send(read());
      expect(clock.timers).to.deep.equal([]);
      answer = hanging;
      const slow = [codeOf(upstream, write('/', {}, { idempotencyKey: 'k' })), codeOf(upstream, read('/', { repeatable: false }))];
      await server.received(3);
      clock.advance(10_000);
      await Promise.all(slow);
      expect(server.seen).to.have.length(3);
    });

    it('waits for the second where the first fails', async () => {
      answer = hanging;
      const answered = open({ hedge }).send(read());
      await server.received(1);
      clock.advance(100);
      await server.received(2);
      const [first, second] = kept.splice(0);
      json(first as ServerResponse, {}, 500);
      await new Promise((resolve) => setTimeout(resolve, 20));
      json(second as ServerResponse, { second: true });
      expect((await answered).body).to.deep.equal({ second: true });
    });

    it('tells the error of the first where both fail', async () => {
      answer = hanging;
      const ended = codeOf(open({ hedge }));
      await server.received(1);
      clock.advance(100);
      await server.received(2);
      const [first, second] = kept.splice(0);
      json(first as ServerResponse, {}, 500);
      await new Promise((resolve) => setTimeout(resolve, 20));
      json(second as ServerResponse, {}, 404);
      expect(await ended).to.equal('GM_UPSTREAM_FAILED');
    });

    it('stays within the budget of repetitions and the room of the bulkhead', async () => {
      answer = hanging;
      const poor = open({ hedge, retry: { maxAttempts: 1, budget: { reserve: 1, ratio: 0, perSecond: 0 } } });
      const full = open({ hedge, bulkhead: { maxConcurrent: 1 } });
      const ended = [codeOf(poor), codeOf(poor), codeOf(full)];
      await server.received(3);
      clock.advance(100);
      await server.received(4);
      clock.advance(10_000);
      await Promise.all(ended);
      expect(server.seen).to.have.length(4);
    });
  });
});
