import { expect } from 'chai';
import {
  apiKey,
  bearer,
  fetchTransport,
  openUpstream,
  undiciTransport,
  type Transport,
  type UpstreamEvent,
  type UpstreamOptions,
} from '../../../../integrations/http/upstream/index.js';
import { json, startLoopback, type Answer, type Loopback } from '../support/loopback.js';
import { codeOf, errorOf, read, write } from '../support/send.js';

const TRANSPORTS: readonly (readonly [name: string, make: () => Transport])[] = [
  ['fetch', fetchTransport],
  ['undici', undiciTransport],
];
const ALLOWED = { allow: ['127.0.0.1'] } as const;

for (const [name, make] of TRANSPORTS) {
  describe(`HTTP upstream: redirects over ${name}`, () => {
    let server: Loopback;
    let other: Loopback;
    let answer: Answer;
    let transport: Transport;

    before(async () => {
      transport = make();
      server = await startLoopback((...all) => answer(...all));
      other = await startLoopback((seen, response) => json(response, { other: seen.url }));
    });
    after(async () => {
      await transport.close();
      await server.close();
      await other.close();
    });
    beforeEach(() => {
      server.seen.length = 0;
      other.seen.length = 0;
    });

    const open = (options: Partial<UpstreamOptions> = {}) =>
      openUpstream({ baseUrl: server.url, transport, retry: false, addresses: ALLOWED, ...options });
    /** Redirects the first request, and answers the second. */
    const redirecting = (location: string | undefined, status = 302): void => {
      answer = (seen, response) => {
        if (server.seen.length > 1) return json(response, { at: seen.url });
        response.writeHead(status, location === undefined ? {} : { location });
        response.end('<html>');
      };
    };
    const otherOrigins = { max: 3, otherOrigins: true } as const;

    for (const status of [301, 302, 303, 307, 308]) {
      it(`does not follow ${status} unless it is told to`, async () => {
        redirecting('/elsewhere', status);
        expect(await errorOf(open())).to.include({ code: 'GM_UPSTREAM_REDIRECT', status });
        expect(server.seen).to.have.length(1);
      });

      it(`follows ${status} on the same origin, with the credentials`, async () => {
        redirecting('/elsewhere?x=1#y', status);
        const events: UpstreamEvent[] = [];
        const listener = (event: UpstreamEvent): void => void events.push(event);
        const { body, url } = await open({ redirects: 1, auth: bearer('t-1'), headers: { 'x-own': '1' }, listener }).send(read('/a'));
        expect(body).to.deep.equal({ at: '/elsewhere?x=1' });
        expect(url).to.equal(`${server.url}/elsewhere?x=1`);
        expect(server.seen[1]?.headers).to.include({ authorization: 'Bearer t-1', 'x-own': '1' });
        expect(events.filter(({ type }) => type === 'redirect')).to.have.length(1);
      });
    }

    it('follows no more than it is told to', async () => {
      answer = (_seen, response) => void response.writeHead(302, { location: '/again' }).end();
      expect(await codeOf(open({ redirects: 3 }))).to.equal('GM_UPSTREAM_REDIRECT');
      expect(server.seen).to.have.length(4);
    });

    it('follows none to another origin unless it is told to', async () => {
      redirecting(other.url);
      expect(await codeOf(open({ redirects: 3 }))).to.equal('GM_UPSTREAM_REDIRECT');
      expect(other.seen).to.have.length(0);
    });

    const credentials: readonly (readonly [what: string, options: Partial<UpstreamOptions>, request: object])[] = [
      ['bearer tokens', { auth: bearer('marker-7') }, {}],
      ['keys in headers', { auth: apiKey('marker-7', { header: 'x-key' }) }, {}],
      ['keys in queries', { auth: apiKey('marker-7', { query: 'key' }) }, {}],
      ['headers of the options', { headers: { 'x-tenant': 'marker-7', cookie: 'marker-7' } }, {}],
      ['headers of the request', {}, { headers: { cookie: 'marker-7', 'proxy-authorization': 'marker-7', 'x-own': 'marker-7' } }],
    ];
    for (const [what, options, request] of credentials) {
      it(`sends no ${what} to another origin`, async () => {
        redirecting(`${other.url}/there`);
        const { body } = await open({ redirects: otherOrigins, ...options }).send(read('/', request));
        expect(body).to.deep.equal({ other: '/there' });
        expect(JSON.stringify(other.seen)).to.not.include('marker-7');
      });
    }

    it('sends credentials no more after another origin, also back to its own', async () => {
      const back = await startLoopback((_seen, response) => void response.writeHead(302, { location: `${server.url}/back` }).end());
      redirecting(back.url);
      await open({ redirects: otherOrigins, auth: bearer('marker-7') }).send(read());
      expect(server.seen).to.have.length(2);
      expect(server.seen[1]?.headers).to.not.have.property('authorization');
      await back.close();
    });

    it('keeps writes as they are, or asks for their result, and makes no reads of them', async () => {
      redirecting('/elsewhere', 307);
      await open({ redirects: 1 }).send(write('/', { a: 1 }));
      expect(server.seen[1]).to.include({ method: 'POST', body: '{"a":1}' });
      server.seen.length = 0;
      redirecting('/elsewhere', 303);
      await open({ redirects: 1 }).send(write('/', { a: 1 }));
      expect(server.seen[1]).to.include({ method: 'GET', body: '' });
      for (const status of [301, 302]) {
        server.seen.length = 0;
        redirecting('/elsewhere', status);
        expect(await codeOf(open({ redirects: 1 }), write('/', { a: 1 }))).to.equal('GM_UPSTREAM_REDIRECT');
        expect(server.seen).to.have.length(1);
      }
    });

    it('sends no bodies to another origin', async () => {
      redirecting(other.url, 307);
      expect(await codeOf(open({ redirects: otherOrigins }), write('/', { a: 'marker-7' }))).to.equal('GM_UPSTREAM_REDIRECT');
      expect(other.seen).to.have.length(0);
    });

    for (const location of [
      undefined,
      'http://',
      'file:///etc/passwd',
      'unix:/run/x.sock:/',
      'data:application/json,{}',
      'http://user:secret@127.0.0.1/',
    ]) {
      it(`does not follow to ${location}`, async () => {
        redirecting(location);
        const error = await errorOf(open({ redirects: otherOrigins }));
        expect(error.code).to.equal('GM_UPSTREAM_REDIRECT');
        expect(error.message).to.not.match(/passwd|secret/);
      });
    }

    for (const location of [
      'http://169.254.169.254/latest/meta-data/',
      'http://10.0.0.1/',
      'http://[::1]:1/',
      'http://0x7f000001:1/',
      'http://localhost:1/',
    ]) {
      it(`does not follow to ${location}, which is not public`, async () => {
        redirecting(location);
        const own = open({ redirects: otherOrigins, addresses: {} });
        expect(await codeOf(own)).to.equal('GM_UPSTREAM_ADDRESS');
      });
    }
  });
}

describe('HTTP upstream: redirects from https', () => {
  it('are not followed to http', async () => {
    const transport: Transport = {
      send: () =>
        Promise.resolve({ status: 302, headers: new Headers({ location: 'http://api.example.com/' }), body: null, encoded: false }),
      close: () => Promise.resolve(),
    };
    const upstream = openUpstream({ baseUrl: 'https://api.example.com', transport, redirects: { max: 3, otherOrigins: true } });
    expect((await errorOf(upstream)).message).to.include('from https to http');
  });
});
