import { expect } from 'chai';
import { fetchTransport, openUpstream, undiciTransport, type Transport } from '../../../../integrations/http/upstream/index.js';
import { json, startLoopback, startRaw, type Answer, type Loopback } from '../support/loopback.js';
import { codeOf, errorOf, read, write } from '../support/send.js';
import { TestClock } from 'general-manager/testing';

const TRANSPORTS: readonly (readonly [name: string, make: () => Transport])[] = [
  ['fetch', fetchTransport],
  ['undici', undiciTransport],
];

for (const [name, make] of TRANSPORTS) {
  describe(`HTTP upstream: deadlines over ${name}`, () => {
    let server: Loopback;
    let answer: Answer;
    let transport: Transport;
    let clock: TestClock;

    before(() => {
      transport = make();
    });
    after(() => transport.close());
    beforeEach(async () => {
      clock = new TestClock();
      answer = () => undefined;
      server = await startLoopback((...all) => answer(...all));
    });
    afterEach(() => server.close());

    const open = (options = {}) => openUpstream({ baseUrl: server.url, transport, clock, random: () => 0.5, ...options });

    it('ends an attempt that is not answered', async () => {
      const ended = codeOf(open({ retry: false }));
      await server.received(1);
      clock.advance(9999);
      await new Promise(setImmediate);
      clock.advance(1);
      expect(await ended).to.equal('GM_UPSTREAM_TIMEOUT');
    });

    it('ends attempts whose body never ends', async () => {
      answer = (_seen, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('[1,');
      };
      const ended = codeOf(open({ retry: false, timeouts: { attemptMs: 500 } }));
      await server.received(1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      clock.advance(500);
      expect(await ended).to.equal('GM_UPSTREAM_TIMEOUT');
    });

    it('ends bodies that come a byte at a time', async () => {
      const raw = await startRaw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n');
        const drip = setInterval(() => socket.write(' '), 2);
        socket.on('close', () => clearInterval(drip));
      });
      const code = await codeOf(openUpstream({ baseUrl: raw.url, transport, retry: false, timeouts: { attemptMs: 60 } }));
      expect(code).to.equal('GM_UPSTREAM_TIMEOUT');
      await raw.close();
    });

    it('closes the connection of what it no longer waits for', async () => {
      const closed = new Promise<void>((resolve) => {
        answer = (_seen, response) => void response.on('close', resolve);
      });
      const ended = codeOf(open({ retry: false }));
      await server.received(1);
      clock.advance(10_000);
      await ended;
      await closed;
    });

    it('repeats a read that was not answered in time, within the total', async () => {
      const upstream = open({ timeouts: { attemptMs: 1000, totalMs: 1500 } });
      const ended = codeOf(upstream);
      await server.received(1);
      clock.advance(1000);
      await clock.armed(50);
      clock.advance(50);
      await server.received(2);
      clock.advance(450);
      expect(await ended).to.equal('GM_UPSTREAM_TIMEOUT');
      expect(server.seen).to.have.length(2);
    });

    it('takes the smaller of its total and that of the call', async () => {
      const upstream = open();
      const shorter = codeOf(upstream, read(), { timeoutMs: 200 });
      await server.received(1);
      clock.advance(200);
      expect(await shorter).to.equal('GM_UPSTREAM_TIMEOUT');
      const longer = codeOf(open({ retry: false, timeouts: { totalMs: 300 } }), read(), { timeoutMs: 60_000 });
      await server.received(2);
      clock.advance(300);
      expect(await longer).to.equal('GM_UPSTREAM_TIMEOUT');
    });

    it('sends nothing when there is no time left', async () => {
      for (const timeoutMs of [0, -5]) expect(await codeOf(open(), read(), { timeoutMs })).to.equal('GM_UPSTREAM_TIMEOUT');
      expect(server.seen).to.have.length(0);
    });

    it('sends nothing after its deadline, where the timer is late', async () => {
      let release = (): void => undefined;
      const late = new TestClock();
      // Time passes while the credentials are had, and no timer tells.
      const jump = { now: () => late.now(), date: () => late.date(), after: () => () => undefined };
      const auth = { name: 'slow', open: () => ({ credentials: () => new Promise<object>((resolve) => (release = () => resolve({}))) }) };
      const ended = codeOf(openUpstream({ baseUrl: server.url, transport, clock: jump, auth }));
      late.advance(30_001);
      release();
      expect(await ended).to.equal('GM_UPSTREAM_TIMEOUT');
      expect(server.seen).to.have.length(0);
    });

    it('waits for no repetition that would begin after the deadline', async () => {
      answer = (_seen, response) => json(response, {}, 503, { 'retry-after': '31' });
      expect(await codeOf(open())).to.equal('GM_UPSTREAM_FAILED');
      expect(server.seen).to.have.length(1);
    });

    it('ends when the caller goes away: before, while it is sent, and while it waits', async () => {
      const gone = AbortSignal.abort(new Error('marker-7'));
      const error = await errorOf(open(), read(), { signal: gone });
      expect(error.code).to.equal('GM_UPSTREAM_ABORTED');
      expect(`${error.stack}${JSON.stringify(error)}`).to.not.include('marker-7');
      expect(server.seen).to.have.length(0);

      const sending = new AbortController();
      const sent = codeOf(open(), read(), { signal: sending.signal });
      await server.received(1);
      sending.abort();
      expect(await sent).to.equal('GM_UPSTREAM_ABORTED');

      answer = (_seen, response) => json(response, {}, 503);
      const waiting = new AbortController();
      const ended = codeOf(open(), read(), { signal: waiting.signal });
      await clock.armed(50);
      waiting.abort();
      expect(await ended).to.equal('GM_UPSTREAM_ABORTED');
    });

    it('leaves no timers and no listeners behind', async () => {
      answer = (_seen, response) => json(response, {});
      const { signal } = new AbortController();
      let listeners = 0;
      const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
      signal.addEventListener = ((...all: Parameters<typeof add>) => ((listeners += 1), add(...all))) as typeof add;
      signal.removeEventListener = ((...all: Parameters<typeof remove>) => ((listeners -= 1), remove(...all))) as typeof remove;
      const upstream = open();
      for (let count = 0; count < 20; count += 1) await upstream.send(read(), { signal });
      expect(clock.timers).to.deep.equal([]);
      expect(listeners).to.equal(0);
    });
  });
}

describe('HTTP upstream: repetitions', () => {
  let server: Loopback;
  let statuses: number[];
  let headers: Record<string, string>;
  let clock: TestClock;

  beforeEach(async () => {
    clock = new TestClock();
    headers = {};
    server = await startLoopback((_seen, response) => {
      const status = statuses.shift() ?? 200;
      json(response, { status }, status, headers);
    });
  });
  afterEach(() => server.close());

  const open = (options = {}) => openUpstream({ baseUrl: server.url, clock, random: () => 0.5, ...options });

  for (const status of [408, 425, 429, 500, 502, 503, 504]) {
    it(`repeats a read after ${status}`, async () => {
      statuses = [status];
      const answered = open().send(read());
      await clock.armed(50);
      clock.advance(50);
      expect((await answered).body).to.deep.equal({ status: 200 });
      expect(server.seen).to.have.length(2);
    });
  }

  for (const status of [400, 401, 403, 404, 409, 412, 422, 501, 505]) {
    it(`does not repeat a read after ${status}`, async () => {
      statuses = [status];
      await errorOf(open());
      expect(server.seen).to.have.length(1);
    });
  }

  it('repeats at most as often as it is told, with waits that may double', async () => {
    statuses = [503, 503, 503, 503, 503];
    const ended = errorOf(open({ retry: { maxAttempts: 4 } }));
    for (const wait of [50, 100, 200]) {
      await clock.armed(wait);
      clock.advance(wait);
    }
    expect(await ended).to.include({ code: 'GM_UPSTREAM_FAILED', status: 503 });
    expect(server.seen).to.have.length(4);
  });

  it('draws waits between 0 and the bound, which has a cap', async () => {
    statuses = [503, 503, 503];
    const draws = [0.999, 0, 0.25];
    const delays: number[] = [];
    const listener = (event: { type: string; delayMs?: number }): void => void (event.type === 'retry' && delays.push(event.delayMs ?? -1));
    // The first number is for nothing else than waits.
    const answered = open({ random: () => draws.shift() ?? 0.5, retry: { maxAttempts: 4, capMs: 150 }, listener }).send(read());
    await clock.armed(99.9);
    clock.advance(100);
    await clock.armed(0);
    clock.advance(0);
    await clock.armed(37.5);
    clock.advance(38);
    await answered;
    expect(delays).to.deep.equal([99.9, 0, 37.5]);
  });

  for (const [what, request, sent] of [
    ['a POST', write(), 1],
    ['a PATCH', write('/', {}, { method: 'PATCH' }), 1],
    ['a POST with an idempotency key', write('/', {}, { idempotencyKey: 'k-1' }), 2],
    ['a POST that is declared repeatable', write('/', {}, { repeatable: true }), 2],
    ['a PUT', write('/', {}, { method: 'PUT' }), 2],
    ['a DELETE', read('/', { method: 'DELETE' }), 2],
    ['a GET that is declared not repeatable', read('/', { repeatable: false }), 1],
  ] as const) {
    it(`sends ${what} ${sent === 1 ? 'once' : 'again'}`, async () => {
      statuses = [503];
      const ended = open()
        .send(request)
        .catch(() => undefined);
      if (sent > 1) {
        await clock.armed(50);
        clock.advance(50);
      }
      await ended;
      expect(server.seen).to.have.length(sent);
      expect(new Set(server.seen.map(({ headers, body }) => JSON.stringify([headers['idempotency-key'], body]))).size).to.equal(1);
    });
  }

  it('never repeats where that is switched off', async () => {
    statuses = [503];
    await errorOf(open({ retry: false }));
    expect(server.seen).to.have.length(1);
  });

  const waits: readonly (readonly [what: string, headers: Record<string, string>, waitMs: number])[] = [
    ['seconds', { 'retry-after': '2' }, 2000],
    [
      'a date, by the clock of the upstream',
      { 'retry-after': 'Wed, 01 Jul 2020 00:00:07 GMT', date: 'Wed, 01 Jul 2020 00:00:00 GMT' },
      7000,
    ],
    ['a date in the old form', { 'retry-after': 'Wednesday, 01-Jul-20 00:00:03 GMT', date: 'Wed, 01 Jul 2020 00:00:00 GMT' }, 3000],
    ['a date that has passed', { 'retry-after': 'Wed, 01 Jul 2020 00:00:00 GMT', date: 'Wed, 01 Jul 2020 00:00:09 GMT' }, 50],
    ['0', { 'retry-after': '0' }, 50],
    ['a negative number', { 'retry-after': '-5' }, 50],
    ['what is neither', { 'retry-after': 'soon' }, 50],
    ['a fraction', { 'retry-after': '1.5' }, 50],
  ];
  for (const [what, given, waitMs] of waits) {
    for (const status of [429, 503]) {
      it(`waits ${waitMs} ms after ${status} with a Retry-After of ${what}`, async () => {
        statuses = [status];
        headers = given;
        const answered = open().send(read());
        await clock.armed(waitMs);
        clock.advance(waitMs);
        await answered;
        expect(server.seen).to.have.length(2);
      });
    }
  }

  it('tells how long the upstream asks to be left alone, where that is too long', async () => {
    statuses = [429];
    headers = { 'retry-after': '3600' };
    expect(await errorOf(open())).to.include({ code: 'GM_UPSTREAM_RATE_LIMITED', retryAfterMs: 3_600_000 });
    expect(server.seen).to.have.length(1);
  });

  it('asks an upstream that always fails at most 1.2 times as often', async () => {
    statuses = Array.from({ length: 3000 }, () => 503);
    const upstream = open({ breaker: false, random: () => 0, timeouts: { totalMs: 1000 } });
    const calls = 500;
    for (let count = 0; count < calls; count += 1) {
      const ended = codeOf(upstream);
      const advance = setInterval(() => clock.advance(0), 1);
      expect(await ended).to.equal('GM_UPSTREAM_FAILED');
      clearInterval(advance);
    }
    expect(server.seen.length / calls).to.be.within(1.05, 1.2);
  });

  it('repeats again when the upstream is well', async () => {
    const upstream = open({ breaker: false, retry: { budget: { reserve: 1, ratio: 0, perSecond: 1 } } });
    statuses = [503, 200];
    const first = upstream.send(read());
    await clock.armed(50);
    clock.advance(50);
    await first;
    statuses = [503];
    await errorOf(upstream);
    clock.advance(1000);
    statuses = [503, 200];
    const again = upstream.send(read());
    await clock.armed(50);
    clock.advance(50);
    await again;
    expect(server.seen).to.have.length(5);
  });
});
