import { expect } from 'chai';
import {
  clientCredentials,
  fetchTransport,
  openUpstream,
  refreshToken,
  undiciTransport,
  type Transport,
  type UpstreamEvent,
  type UpstreamOptions,
} from '../../../../integrations/http/upstream/index.js';
import { json, startLoopback, type Answer, type Loopback } from '../support/loopback.js';
import { codeOf, errorOf, read } from '../support/send.js';
import { TestClock } from 'general-manager/testing';

const TRANSPORTS: readonly (readonly [name: string, make: () => Transport])[] = [
  ['fetch', fetchTransport],
  ['undici', undiciTransport],
];

for (const [name, make] of TRANSPORTS) {
  describe(`HTTP upstream: OAuth over ${name}`, () => {
    let server: Loopback;
    let identity: Loopback;
    let answer: Answer;
    let grant: Answer;
    let transport: Transport;
    let clock: TestClock;
    let events: UpstreamEvent[];
    let issued: number;

    before(async () => {
      transport = make();
      server = await startLoopback((...all) => answer(...all));
      identity = await startLoopback((...all) => grant(...all));
    });
    after(async () => {
      await transport.close();
      await server.close();
      await identity.close();
    });
    beforeEach(() => {
      clock = new TestClock();
      events = [];
      issued = 0;
      server.seen.length = 0;
      identity.seen.length = 0;
      answer = (_seen, response) => json(response, {});
      grant = (_seen, response) => json(response, { access_token: `t-${(issued += 1)}`, token_type: 'Bearer', expires_in: 3600 });
    });

    const open = (options: Partial<UpstreamOptions> = {}) =>
      openUpstream({
        baseUrl: server.url,
        transport,
        clock,
        random: () => 0.5,
        bulkhead: { maxQueued: 1000 },
        listener: (event) => events.push(event),
        auth: clientCredentials({
          tokenUrl: `${identity.url}/token`,
          clientId: 'planner',
          clientSecret: 's3cr3t',
          scope: 'read write',
          parameters: { audience: 'api' },
        }),
        ...options,
      });
    const tokens = (): readonly (string | undefined)[] => server.seen.map(({ headers }) => headers.authorization);
    const form = (index = 0): Record<string, string> => Object.fromEntries(new URLSearchParams(identity.seen[index]?.body));
    /** Refuses each token that is not given. */
    const accepting =
      (token: string): Answer =>
      (seen, response) =>
        json(response, {}, seen.headers.authorization === `Bearer ${token}` ? 200 : 401);

    it('gets a token with the credentials of the client, and keeps it', async () => {
      const upstream = open();
      await upstream.send(read());
      await upstream.send(read());
      expect(form()).to.deep.equal({ grant_type: 'client_credentials', scope: 'read write', audience: 'api' });
      expect(identity.seen[0]?.headers.authorization).to.equal(`Basic ${Buffer.from('planner:s3cr3t').toString('base64')}`);
      expect(identity.seen).to.have.length(1);
      expect(tokens()).to.deep.equal(['Bearer t-1', 'Bearer t-1']);
      expect(events.filter(({ type }) => type === 'token-refresh')).to.have.length(1);
    });

    it('proves who the client is in the body where that is asked for', async () => {
      const auth = clientCredentials({
        tokenUrl: identity.url,
        clientId: 'planner',
        clientSecret: () => 's3cr3t',
        clientAuthentication: 'post',
      });
      await open({ auth }).send(read());
      expect(form()).to.deep.equal({ grant_type: 'client_credentials', client_id: 'planner', client_secret: 's3cr3t' });
    });

    it('gets one token for a thousand requests with one that has ended', async () => {
      const upstream = open();
      await upstream.send(read());
      clock.advance(3_600_000);
      await Promise.all(Array.from({ length: 1000 }, () => upstream.send(read())));
      expect(identity.seen).to.have.length(2);
      expect(new Set(tokens().slice(1))).to.deep.equal(new Set(['Bearer t-2']));
    });

    it('gets one token for a thousand requests that are refused with 401', async () => {
      const upstream = open();
      await upstream.send(read());
      answer = accepting('t-2');
      clock.advance(2000);
      await Promise.all(Array.from({ length: 1000 }, () => upstream.send(read())));
      expect(identity.seen).to.have.length(2);
    });

    it('fails all who wait where there is no token, without a storm, and tries again a second later', async () => {
      const well = grant;
      grant = (_seen, response) => json(response, { error: 'invalid_client', error_description: 'marker-7' }, 401);
      const upstream = open();
      const codes = await Promise.all(Array.from({ length: 1000 }, () => codeOf(upstream)));
      expect(new Set(codes)).to.deep.equal(new Set(['GM_UPSTREAM_TOKEN']));
      const error = await errorOf(upstream);
      expect(error.message).to.include('"invalid_client"');
      expect(`${error.message}${error.stack}${JSON.stringify(error)}`).to.not.include('marker-7');
      expect(identity.seen).to.have.length(1);
      expect(server.seen).to.have.length(0);
      grant = well;
      clock.advance(1000);
      await upstream.send(read());
      expect(identity.seen).to.have.length(2);
    });

    it('does not renew again and again where the upstream refuses every token', async () => {
      answer = (_seen, response) => json(response, {}, 401);
      const upstream = open();
      for (let count = 0; count < 10; count += 1) expect(await codeOf(upstream)).to.equal('GM_UPSTREAM_UNAUTHORIZED');
      expect(identity.seen).to.have.length(1);
      clock.advance(1000);
      expect(await codeOf(upstream)).to.equal('GM_UPSTREAM_UNAUTHORIZED');
      expect(identity.seen).to.have.length(2);
    });

    it('renews a token that ends soon while it is still used', async () => {
      const upstream = open();
      await upstream.send(read());
      clock.advance(3_600_000 - 76_000);
      await upstream.send(read());
      expect(identity.seen).to.have.length(1);
      clock.advance(2000);
      await upstream.send(read());
      await identity.received(2);
      expect(tokens()).to.deep.equal(['Bearer t-1', 'Bearer t-1', 'Bearer t-1']);
      while (tokens().at(-1) === 'Bearer t-1') await upstream.send(read());
      expect(identity.seen).to.have.length(2);
    });

    it('keeps a token of which nobody says when it ends', async () => {
      grant = (_seen, response) => json(response, { access_token: 'forever', token_type: 'bearer' });
      const upstream = open();
      await upstream.send(read());
      clock.advance(1e11);
      await upstream.send(read());
      expect(identity.seen).to.have.length(1);
    });

    const answers: readonly (readonly [what: string, grant: Answer])[] = [
      ['no token', (_seen, response) => json(response, { token_type: 'bearer' })],
      ['a token of another type', (_seen, response) => json(response, { access_token: 'x', token_type: 'mac' })],
      ['what is no JSON', (_seen, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('marker-7')],
      ['too much', (_seen, response) => json(response, { access_token: 'x'.repeat(100_000), token_type: 'bearer' })],
      ['a server error', (_seen, response) => json(response, { marker: 'marker-7' }, 500)],
      ['a redirect', (_seen, response) => void response.writeHead(307, { location: '/elsewhere' }).end()],
      ['nothing', (_seen, _response, request) => void request.socket.destroy()],
    ];
    for (const [what, given] of answers) {
      it(`tells a token endpoint that gives ${what}`, async () => {
        grant = given;
        const error = await errorOf(open());
        expect(error.code).to.equal('GM_UPSTREAM_TOKEN');
        expect(`${error.message}${error.stack}${JSON.stringify(error)}`).to.not.match(/marker-7|s3cr3t/);
        expect(identity.seen).to.have.length(1);
      });
    }

    it('does not wait for a token endpoint that does not answer', async () => {
      grant = () => undefined;
      const ended = codeOf(open());
      await identity.received(1);
      clock.advance(10_000);
      expect(await ended).to.equal('GM_UPSTREAM_TOKEN');
    });

    it('takes a refresh token, and the one that takes its place', async () => {
      const rotated: string[] = [];
      grant = (_seen, response) =>
        json(response, { access_token: `t-${(issued += 1)}`, token_type: 'bearer', expires_in: 60, refresh_token: `r-${issued}` });
      const auth = refreshToken({
        tokenUrl: identity.url,
        clientId: 'planner',
        refreshToken: 'r-0',
        onRotate: (token) => void rotated.push(token),
      });
      const upstream = open({ auth });
      await upstream.send(read());
      clock.advance(60_000);
      await upstream.send(read());
      expect(form(0)).to.include({ grant_type: 'refresh_token', refresh_token: 'r-0', client_id: 'planner' });
      expect(form(1)).to.include({ refresh_token: 'r-1' });
      expect(rotated).to.deep.equal(['r-1', 'r-2']);
      expect(tokens()).to.deep.equal(['Bearer t-1', 'Bearer t-2']);
    });

    it('keeps the tokens of actors apart', async () => {
      grant = (seen, response) => {
        const used = new URLSearchParams(seen.body).get('refresh_token');
        json(response, { access_token: `for-${used}`, token_type: 'bearer', expires_in: 3600 });
      };
      const of = (actor: object | null): string => (actor as { id: string } | null)?.id ?? 'nobody';
      const auth = refreshToken({ tokenUrl: identity.url, clientId: 'planner', refreshToken: of, identity: of });
      const upstream = open({ auth });
      for (const id of ['ann', 'bob', 'ann', 'bob']) await upstream.send(read(), { actor: { id } });
      expect(tokens()).to.deep.equal(['Bearer for-ann', 'Bearer for-bob', 'Bearer for-ann', 'Bearer for-bob']);
      expect(identity.seen).to.have.length(2);
    });

    it('asks for the stored refresh token again where one was refused, as another process may have used it', async () => {
      const stored = ['used', 'fresh'];
      grant = (seen, response) => {
        const isFresh = new URLSearchParams(seen.body).get('refresh_token') === 'fresh';
        if (isFresh) json(response, { access_token: 't', token_type: 'bearer' });
        else json(response, { error: 'invalid_grant' }, 400);
      };
      const auth = refreshToken({ tokenUrl: identity.url, clientId: 'p', refreshToken: () => stored.shift() ?? '', identity: () => '' });
      const upstream = open({ auth });
      expect((await errorOf(upstream)).message).to.include('"invalid_grant"');
      clock.advance(1000);
      await upstream.send(read());
    });
  });
}

describe('HTTP upstream: options of OAuth', () => {
  for (const tokenUrl of ['http://id.example.com/token', 'ftp://id.example.com', 'https://user:secret@id.example.com', 'token', '']) {
    it(`refuses the token URL "${tokenUrl}"`, () => {
      expect(() => clientCredentials({ tokenUrl, clientId: 'a' }))
        .to.throw()
        .with.property('code', 'GM_UPSTREAM_INVALID_OPTION');
    });
  }

  it('refuses refresh tokens of actors that are not told apart', () => {
    const options = { tokenUrl: 'https://id.example.com/token', clientId: 'a', refreshToken: () => 'r' };
    expect(() => refreshToken(options))
      .to.throw('identity')
      .with.property('code', 'GM_UPSTREAM_INVALID_OPTION');
  });
});
