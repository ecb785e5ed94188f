import { expect } from 'chai';
import { openUpstream, type UpstreamEvent, type UpstreamOptions } from '../../../../integrations/http/upstream/index.js';
import { json, startLoopback, type Loopback } from '../support/loopback.js';
import { codeOf, errorOf, read } from '../support/send.js';
import { TestClock } from 'general-manager/testing';

describe('HTTP upstream: rate limits', () => {
  let server: Loopback;
  let headers: Record<string, string>;
  let statuses: number[];
  let clock: TestClock;
  let events: UpstreamEvent[];

  beforeEach(async () => {
    clock = new TestClock();
    events = [];
    headers = {};
    statuses = [];
    server = await startLoopback((_seen, response) => json(response, {}, statuses.shift() ?? 200, headers));
  });
  afterEach(() => server.close());

  const open = (options: Partial<UpstreamOptions> = {}) =>
    openUpstream({ baseUrl: server.url, clock, random: () => 0.5, retry: false, listener: (event) => events.push(event), ...options });

  it('sends no more than is declared within any time, in the order of the calls', async () => {
    const upstream = open({ rateLimit: { requests: 3, perMs: 1000 } });
    const sent = Array.from({ length: 7 }, (_, index) => upstream.send(read(`/${index}`)));
    await server.received(3);
    expect(clock.timers.filter((ms) => ms === 1000 || ms === 2000)).to.have.length(4);
    clock.advance(999);
    await new Promise(setImmediate);
    expect(server.seen).to.have.length(3);
    clock.advance(1);
    await server.received(6);
    clock.advance(1000);
    await Promise.all(sent);
    expect(server.seen.slice(3, 6).map(({ url }) => url)).to.have.members(['/3', '/4', '/5']);
    expect(server.seen[6]?.url).to.equal('/6');
    expect(events.filter(({ type }) => type === 'rate-limit-wait')).to.have.length(4);
  });

  it('refuses at once what would go after its deadline, and gives its turn to others', async () => {
    const upstream = open({ rateLimit: { requests: 1, perMs: 1000 } });
    await upstream.send(read());
    expect(await errorOf(upstream, read(), { timeoutMs: 900 })).to.include({ code: 'GM_UPSTREAM_RATE_LIMITED', retryAfterMs: 1000 });
    const next = upstream.send(read());
    clock.advance(1000);
    await next;
    expect(server.seen).to.have.length(2);
  });

  const quotas: readonly (readonly [what: string, headers: Record<string, string>, waitMs: number])[] = [
    ['RateLimit as a list', { ratelimit: '"default";r=0;t=7' }, 7000],
    ['RateLimit of several policies', { ratelimit: '"day";r=900;t=3600, "burst";r=0;t=3' }, 3000],
    [
      'RateLimit without a time, of which the policy tells the window',
      { ratelimit: '"burst";r=0', 'ratelimit-policy': '"burst";q=10;w=5' },
      5000,
    ],
    ['RateLimit as a dictionary', { ratelimit: 'limit=100, remaining=0, reset=9' }, 9000],
    ['RateLimit-Remaining and -Reset', { 'ratelimit-limit': '100', 'ratelimit-remaining': '0', 'ratelimit-reset': '4' }, 4000],
    ['X-RateLimit-* with seconds', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2' }, 2000],
    [
      'X-RateLimit-* with seconds since 1970, by the clock of the upstream',
      {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Date.UTC(2020, 6, 1, 0, 0, 6) / 1000),
        date: 'Wed, 01 Jul 2020 00:00:00 GMT',
      },
      6000,
    ],
    [
      'X-RateLimit-* with milliseconds since 1970',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.UTC(2020, 6, 1, 0, 0, 8)), date: 'Wed, 01 Jul 2020 00:00:00 GMT' },
      8000,
    ],
    ['X-Rate-Limit-*', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '3' }, 3000],
  ];
  for (const [what, given, waitMs] of quotas) {
    it(`waits ${waitMs} ms after ${what}`, async () => {
      headers = given;
      const upstream = open();
      await upstream.send(read('/first'));
      const second = upstream.send(read('/second'));
      await clock.armed(waitMs);
      expect(server.seen).to.have.length(1);
      clock.advance(waitMs);
      await second;
      expect(server.seen).to.have.length(2);
    });
  }

  const ignored: readonly Record<string, string>[] = [
    { ratelimit: '"default";r=5;t=7' },
    { ratelimit: 'r=0;t=7;;' },
    { ratelimit: '"default";r=0' },
    { ratelimit: '"default";r=-1;t=7' },
    { ratelimit: '('.repeat(5000) },
    { 'x-ratelimit-remaining': '0' },
    { 'x-ratelimit-remaining': 'none', 'x-ratelimit-reset': '7' },
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '-7' },
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'Infinity' },
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1000000001' },
  ];
  for (const given of ignored) {
    it(`does not wait after ${JSON.stringify(given).slice(0, 80)}`, async () => {
      headers = given;
      const upstream = open();
      for (let count = 0; count < 3; count += 1) await upstream.send(read());
      expect(events.filter(({ type }) => type === 'rate-limit-wait')).to.have.length(0);
    });
  }

  it('counts what is on its way towards what is left', async () => {
    headers = { ratelimit: '"default";r=2;t=5' };
    const upstream = open();
    await upstream.send(read());
    const sent = Array.from({ length: 3 }, () => upstream.send(read()));
    await server.received(3);
    await clock.armed(5000);
    headers = {};
    clock.advance(5000);
    await Promise.all(sent);
  });

  it('can be told not to heed what headers say', async () => {
    headers = { ratelimit: '"default";r=0;t=7' };
    const upstream = open({ rateLimit: { headers: false } });
    for (let count = 0; count < 3; count += 1) await upstream.send(read());
    expect(server.seen).to.have.length(3);
  });

  it('lets nothing go for as long as a 429 says', async () => {
    const upstream = open();
    statuses = [429];
    headers = { 'retry-after': '5' };
    expect(await codeOf(upstream)).to.equal('GM_UPSTREAM_RATE_LIMITED');
    headers = {};
    const others = [upstream.send(read()), upstream.send(read())];
    await clock.armed(5000, 2);
    expect(await codeOf(upstream, read(), { timeoutMs: 4999 })).to.equal('GM_UPSTREAM_RATE_LIMITED');
    expect(server.seen).to.have.length(1);
    clock.advance(5000);
    await Promise.all(others);
    expect(events.filter(({ type }) => type === 'rate-limit-pause')).to.deep.equal([
      { type: 'rate-limit-pause', upstream: '127.0.0.1', pauseMs: 5000 },
    ]);
  });

  it('asks again after a minute, whatever a header says', async () => {
    const upstream = open();
    statuses = [429];
    headers = { 'retry-after': '9999999999' };
    await errorOf(upstream);
    expect(await codeOf(upstream)).to.equal('GM_UPSTREAM_RATE_LIMITED');
    headers = {};
    clock.advance(60_000);
    await upstream.send(read());
    expect(server.seen).to.have.length(2);
  });

  it('leaves an upstream alone whose waits were given up', async () => {
    const upstream = open({ rateLimit: { requests: 1, perMs: 1000 } });
    await upstream.send(read('/first'));
    const caller = new AbortController();
    const given = codeOf(upstream, read('/given-up'), { signal: caller.signal });
    await clock.armed(1000);
    caller.abort();
    expect(await given).to.equal('GM_UPSTREAM_ABORTED');
    clock.advance(5000);
    await upstream.send(read('/second'));
    expect(server.seen.map(({ url }) => url)).to.deep.equal(['/first', '/second']);
  });
});
