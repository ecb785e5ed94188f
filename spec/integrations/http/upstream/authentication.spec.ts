import { expect } from 'chai';
import {
  apiKey,
  basic,
  bearer,
  openUpstream,
  type Authentication,
  type UpstreamOptions,
} from '../../../../integrations/http/upstream/index.js';
import { json, startLoopback, type Answer, type Loopback } from '../support/loopback.js';
import { codeOf, errorOf, read } from '../support/send.js';
import { TestClock } from 'general-manager/testing';

describe('HTTP upstream: credentials', () => {
  let server: Loopback;
  let answer: Answer;
  let clock: TestClock;

  before(async () => {
    server = await startLoopback((...all) => answer(...all));
  });
  after(() => server.close());
  beforeEach(() => {
    clock = new TestClock();
    server.seen.length = 0;
    answer = (_seen, response) => json(response, {});
  });

  const open = (auth: Authentication, options: Partial<UpstreamOptions> = {}) =>
    openUpstream({ baseUrl: server.url, auth, clock, bulkhead: { maxQueued: 1000 }, ...options });
  const authorization = (): readonly (string | undefined)[] => server.seen.map(({ headers }) => headers.authorization);

  it('sends an API key in a header', async () => {
    await open(apiKey('k-1', { header: 'X-Api-Key' })).send(read());
    expect(server.seen[0]?.headers['x-api-key']).to.equal('k-1');
  });

  it('sends an API key in the query, and does not tell it', async () => {
    const { url } = await open(apiKey('k 1', { query: 'key' })).send(read('/a?b=1'));
    expect(server.seen[0]?.url).to.equal('/a?b=1&key=k+1');
    expect(url).to.equal(`${server.url}/a?b=1`);
  });

  it('takes an API key out of links that repeat it', async () => {
    const { url } = await open(apiKey('k-1', { query: 'key' })).send(read(`${server.url}/a?key=k-1&page=2`));
    expect(server.seen[0]?.url).to.equal('/a?page=2&key=k-1');
    expect(url).to.equal(`${server.url}/a?page=2`);
  });

  it('sends a name and a password in UTF-8', async () => {
    await open(basic('Aladdin', 'open sesame ä')).send(read());
    expect(authorization()).to.deep.equal([`Basic ${Buffer.from('Aladdin:open sesame ä').toString('base64')}`]);
    expect(() => basic('a:b', 'c'))
      .to.throw()
      .with.property('code', 'GM_UPSTREAM_INVALID_OPTION');
  });

  it('sends a bearer token by value and from callbacks, which can change it', async () => {
    await open(bearer('t-1')).send(read());
    const tokens = ['t-2', 't-3'];
    const upstream = open(bearer(() => Promise.resolve(tokens.shift() ?? '')));
    await upstream.send(read());
    await upstream.send(read());
    expect(authorization()).to.deep.equal(['Bearer t-1', 'Bearer t-2', 'Bearer t-3']);
  });

  it('sends the token of the actor, and of nobody where there is none', async () => {
    const upstream = open(bearer(({ actor }) => `of-${(actor as { id: string } | null)?.id ?? 'nobody'}`));
    await Promise.all([
      upstream.send(read(), { actor: { id: 'ann' } }),
      upstream.send(read(), { actor: { id: 'bob' } }),
      upstream.send(read()),
    ]);
    expect(authorization()).to.have.members(['Bearer of-ann', 'Bearer of-bob', 'Bearer of-nobody']);
  });

  it('does not let a request say who asks', async () => {
    await open(bearer('t-1')).send(read('/', { headers: { Authorization: 'Bearer forged' } }));
    await open(apiKey('k-1', { query: 'key' })).send(read('/?key=forged', { query: [['key', 'forged']] }));
    expect(authorization()[0]).to.equal('Bearer t-1');
    expect(server.seen[1]?.url).to.equal('/?key=k-1');
  });

  for (const [what, callback] of [
    [
      'throws',
      () => {
        throw new TypeError('marker-7');
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('marker-7'))],
    ['gives nothing', () => ''],
    ['gives a line break', () => 'marker-7\r\nx: y'],
  ] as const) {
    it(`tells a callback that ${what}, without what it says`, async () => {
      const error = await errorOf(open(bearer(callback), { retry: { baseMs: 1 } }));
      expect(error.code).to.equal('GM_UPSTREAM_TOKEN');
      expect(`${error.message}${error.stack}${JSON.stringify(error)}`).to.not.include('marker-7');
      expect(server.seen).to.have.length(0);
    });
  }

  it('does not wait for a callback longer than for everything', async () => {
    const ended = codeOf(open(bearer(() => new Promise<string>(() => undefined))));
    await clock.armed(30_000);
    clock.advance(30_000);
    expect(await ended).to.equal('GM_UPSTREAM_TIMEOUT');
  });

  it('asks a callback for another token after a 401, and repeats once, also what may not be repeated', async () => {
    const asked: (string | undefined)[] = [];
    answer = (seen, response) => json(response, {}, seen.headers.authorization === 'Bearer new' ? 200 : 401);
    const upstream = open(bearer(({ refused }) => (asked.push(refused), refused === undefined ? 'old' : 'new')));
    await upstream.send({ ...read(), method: 'POST' });
    expect(asked).to.deep.equal([undefined, 'old']);
    expect(authorization()).to.deep.equal(['Bearer old', 'Bearer new']);
  });

  it('repeats no more than once, and not where there is no other token', async () => {
    answer = (_seen, response) => json(response, {}, 401);
    expect(await codeOf(open(bearer(({ refused }) => (refused === undefined ? 'old' : 'new'))))).to.equal('GM_UPSTREAM_UNAUTHORIZED');
    expect(server.seen).to.have.length(2);
    expect(await codeOf(open(bearer(() => 'same')))).to.equal('GM_UPSTREAM_UNAUTHORIZED');
    expect(server.seen).to.have.length(3);
    expect(await codeOf(open(bearer('fixed')))).to.equal('GM_UPSTREAM_UNAUTHORIZED');
    expect(server.seen).to.have.length(4);
  });

  it('asks a callback once for the successor of a token, however many requests were refused with it', async () => {
    let renewals = 0;
    answer = (seen, response) => json(response, {}, seen.headers.authorization === 'Bearer new' ? 200 : 401);
    const upstream = open(
      bearer(async ({ refused }) => {
        if (refused === undefined) return 'old';
        renewals += 1;
        await new Promise(setImmediate);
        return 'new';
      }),
    );
    await Promise.all(Array.from({ length: 200 }, () => upstream.send(read())));
    expect(renewals).to.equal(1);
  });

  it('asks a callback again for a successor a second after it had none', async () => {
    const successors = ['old', 'new'];
    answer = (seen, response) => json(response, {}, seen.headers.authorization === 'Bearer new' ? 200 : 401);
    const upstream = open(bearer(({ refused }) => (refused === undefined ? 'old' : (successors.shift() ?? ''))));
    expect(await codeOf(upstream)).to.equal('GM_UPSTREAM_UNAUTHORIZED');
    expect(await codeOf(upstream)).to.equal('GM_UPSTREAM_UNAUTHORIZED');
    clock.advance(1000);
    await upstream.send(read());
    expect(successors).to.deep.equal([]);
  });
});
