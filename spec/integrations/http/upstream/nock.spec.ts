import { expect } from 'chai';
import { apiKey, bearer, clientCredentials, openUpstream, type Upstream } from '../../../../integrations/http/upstream/index.js';
import { answeredByNock, nock } from '../support/nock.js';
import { codeOf, read, write } from '../support/send.js';

describe('HTTP upstream: over nock, which takes the place of fetch', () => {
  const BASE = 'https://api.example.com';
  const open = (options = {}): Upstream => openUpstream({ baseUrl: `${BASE}/v2`, retry: { baseMs: 1 }, ...options });

  answeredByNock();
  afterEach(() => {
    const left = nock.pendingMocks();
    nock.cleanAll();
    expect(left).to.deep.equal([]);
  });

  it('reads with a query and headers', async () => {
    nock(BASE, { reqheaders: { authorization: 'Bearer t-1', accept: /json/ } })
      .get('/v2/projects')
      .query({ state: 'open', page: '2' })
      .reply(200, [{ id: 1 }], { link: '<https://api.example.com/v2/projects?page=3>; rel="next"' });
    const query = [
      ['state', 'open'],
      ['page', '2'],
    ] as const;
    const answer = await open({ auth: bearer('t-1') }).send(read('/projects', { query }));
    expect(answer.body).to.deep.equal([{ id: 1 }]);
    expect(answer.headers.get('link')).to.include('page=3');
  });

  it('writes a body', async () => {
    nock(BASE).post('/v2/projects', { name: 'Take five' }).matchHeader('idempotency-key', 'k-1').reply(201, { id: 7 });
    expect((await open().send(write('/projects', { name: 'Take five' }, { idempotencyKey: 'k-1' }))).body).to.deep.equal({ id: 7 });
  });

  it('sends keys in the query', async () => {
    nock(BASE).get('/v2/').query({ key: 'k-1' }).reply(200, {});
    await open({ auth: apiKey('k-1', { query: 'key' }) }).send(read());
  });

  it('repeats what passes, and no more', async () => {
    nock(BASE).get('/v2/').times(2).reply(503).get('/v2/').reply(200, { third: true });
    expect((await open().send(read())).body).to.deep.equal({ third: true });
    nock(BASE).get('/v2/').reply(404, { reason: 'marker-7' });
    expect(await codeOf(open())).to.equal('GM_UPSTREAM_NOT_FOUND');
  });

  it('repeats connections that fail', async () => {
    nock(BASE).get('/v2/').replyWithError(new Error('getaddrinfo marker-7')).get('/v2/').reply(200, {});
    await open().send(read());
  });

  it('gets tokens of an authorization server', async () => {
    nock('https://id.example.com')
      .post('/token', { grant_type: 'client_credentials' })
      .basicAuth({ user: 'planner', pass: 's3cr3t' })
      .reply(200, { access_token: 't-9', token_type: 'bearer', expires_in: 60 });
    nock(BASE).get('/v2/').times(2).matchHeader('authorization', 'Bearer t-9').reply(200, {});
    const upstream = open({
      auth: clientCredentials({ tokenUrl: 'https://id.example.com/token', clientId: 'planner', clientSecret: 's3cr3t' }),
    });
    await upstream.send(read());
    await upstream.send(read());
  });

  it('follows redirects where it is told to', async () => {
    nock(BASE).get('/v2/a').reply(302, '', { location: '/v2/b' }).get('/v2/b').reply(200, { at: 'b' });
    expect((await open({ redirects: 1 }).send(read('/a'))).body).to.deep.equal({ at: 'b' });
  });
});
