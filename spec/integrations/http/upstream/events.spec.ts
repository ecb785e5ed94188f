import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { expect } from 'chai';
import {
  apiKey,
  basic,
  bearer,
  clientCredentials,
  isUpstreamError,
  openUpstream,
  refreshToken,
  undiciTransport,
  type Authentication,
  type UpstreamEvent,
  type UpstreamOptions,
} from '../../../../integrations/http/upstream/index.js';
import { loggable } from '../../../../lib/manager/logger.js';
import { json, startLoopback, type Answer, type Loopback } from '../support/loopback.js';
import { errorOf, read, write } from '../support/send.js';

describe('HTTP upstream: events', () => {
  let server: Loopback;
  let answer: Answer;

  before(async () => {
    server = await startLoopback((...all) => answer(...all));
  });
  after(() => server.close());

  it('tells a listener of attempts and repetitions, with bounded labels', async () => {
    const statuses = [503, 200];
    answer = (_seen, response) => json(response, {}, statuses.shift());
    const events: UpstreamEvent[] = [];
    const options = { baseUrl: server.url, name: 'projects', retry: { baseMs: 1 }, random: () => 0 };
    await openUpstream({ ...options, listener: (event) => events.push(event) }).send(read('/marker-7?marker-7'));
    const labels = { upstream: 'projects', operation: 'list' };
    const plain = events.map((event) => ('durationMs' in event ? { ...event, durationMs: Math.sign(event.durationMs) } : event));
    expect(plain).to.deep.equal([
      { type: 'attempt-start', ...labels, attempt: 1, hedge: false },
      { type: 'attempt-end', ...labels, attempt: 1, hedge: false, durationMs: 1, outcome: 'GM_UPSTREAM_FAILED', statusClass: '5xx' },
      { type: 'retry', ...labels, attempt: 2, delayMs: 0, reason: 'GM_UPSTREAM_FAILED' },
      { type: 'attempt-start', ...labels, attempt: 2, hedge: false },
      { type: 'attempt-end', ...labels, attempt: 2, hedge: false, durationMs: 1, outcome: 'success', statusClass: '2xx' },
    ]);
  });

  it('tells why a request is not repeated', async () => {
    answer = (_seen, response) => json(response, {}, 503);
    const events: UpstreamEvent[] = [];
    const budget = { reserve: 0, ratio: 0, perSecond: 0 };
    await errorOf(openUpstream({ baseUrl: server.url, retry: { budget }, listener: (event) => events.push(event) }));
    expect(events.at(-1)).to.include({ type: 'retry-refused', reason: 'budget' });
  });

  it('publishes the same on a channel of node:diagnostics_channel', async () => {
    answer = (_seen, response) => json(response, {});
    const events: UpstreamEvent[] = [];
    const subscriber = (event: unknown): void => void events.push(event as UpstreamEvent);
    subscribe('general-manager:upstream', subscriber);
    try {
      await openUpstream({ baseUrl: server.url }).send(read());
    } finally {
      unsubscribe('general-manager:upstream', subscriber);
    }
    expect(events.map(({ type }) => type)).to.deep.equal(['attempt-start', 'attempt-end']);
  });

  it('warns of a listener that throws, and answers all the same', async () => {
    answer = (_seen, response) => json(response, {});
    const warned = once(process, 'warning');
    const listener = (): void => {
      throw new Error('marker-7');
    };
    expect((await openUpstream({ baseUrl: server.url, listener }).send(read())).status).to.equal(200);
    const [warning] = (await warned) as [Error];
    expect(warning.name).to.equal('UpstreamListenerWarning');
    expect(warning.message).to.not.include('marker-7');
  });
});

describe('HTTP upstream: secrets', () => {
  const SECRET = 'marker-7';
  let server: Loopback;
  let identity: Loopback;
  let answer: Answer;
  let told: string[];

  before(async () => {
    server = await startLoopback((...all) => answer(...all));
    identity = await startLoopback((seen, response) => {
      if (seen.url === '/refuse') json(response, { error: 'invalid_grant', error_description: SECRET }, 400);
      else json(response, { access_token: SECRET, token_type: 'bearer', refresh_token: SECRET });
    });
  });
  after(async () => {
    await server.close();
    await identity.close();
  });
  beforeEach(() => {
    told = [];
    subscribe('general-manager:upstream', hear);
  });
  afterEach(() => unsubscribe('general-manager:upstream', hear));

  const hear = (event: unknown): void => void told.push(JSON.stringify(event), inspect(event, { depth: 9 }));

  /** Everything that a log, a trace or a client could hold of an error and its causes. */
  function tell(error: unknown): void {
    if (!isUpstreamError(error)) throw error;
    expect(error.cause).to.equal(undefined);
    told.push(
      error.message,
      String(error.stack),
      JSON.stringify(error),
      inspect(error, { depth: 9, showHidden: true }),
      JSON.stringify(loggable(error)),
    );
  }

  const oauth = { tokenUrl: () => `${identity.url}/token`, clientId: 'planner', clientSecret: SECRET };
  const kinds: readonly (readonly [name: string, make: () => Authentication])[] = [
    ['an API key in a header', () => apiKey(SECRET, { header: 'x-key' })],
    ['an API key in the query', () => apiKey(SECRET, { query: 'key' })],
    ['a password', () => basic('user', SECRET)],
    ['a bearer token', () => bearer(SECRET)],
    ['a callback', () => bearer(() => SECRET)],
    ['client credentials', () => clientCredentials({ ...oauth, tokenUrl: oauth.tokenUrl() })],
    ['a refresh token', () => refreshToken({ ...oauth, tokenUrl: oauth.tokenUrl(), refreshToken: SECRET })],
    ['a token that is refused', () => refreshToken({ ...oauth, tokenUrl: `${identity.url}/refuse`, refreshToken: SECRET })],
  ];
  const answers: readonly (readonly [what: string, answer: Answer])[] = [
    ['500', (_seen, response) => json(response, { [SECRET]: SECRET }, 500, { 'x-own': SECRET })],
    ['401', (_seen, response) => json(response, SECRET, 401, { 'www-authenticate': `Bearer realm="${SECRET}"` })],
    ['429', (_seen, response) => json(response, SECRET, 429, { 'retry-after': '3600' })],
    ['a redirect', (_seen, response) => void response.writeHead(302, { location: `http://${SECRET}.example/` }).end()],
    ['HTML', (_seen, response) => void response.writeHead(200, { 'content-type': `text/${SECRET}` }).end(SECRET)],
    ['broken JSON', (_seen, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(`{"${SECRET}`)],
    ['too much', (_seen, response) => json(response, SECRET.repeat(100))],
    ['a broken connection', (_seen, _response, request) => void request.socket.destroy()],
    ['what is no HTTP', (_seen, _response, request) => void request.socket.end(`${SECRET}\r\n\r\n`)],
    ['nothing', () => undefined],
  ];

  for (const [name, make] of kinds) {
    it(`tells nothing of ${name}, nor of what is asked and answered`, async () => {
      const auth = make();
      for (const transport of [undefined, undiciTransport()]) {
        for (const [, given] of answers) {
          answer = given;
          const options: UpstreamOptions = {
            baseUrl: server.url,
            auth,
            breaker: false,
            retry: { maxAttempts: 2, baseMs: 1 },
            timeouts: { attemptMs: 30, totalMs: 70 },
            maxBytes: 200,
            headers: { 'x-tenant': SECRET },
            listener: hear,
            ...(transport && { transport }),
          };
          const upstream = openUpstream(options);
          const requests = [
            read(`/${SECRET}`, { query: [['q', SECRET]], headers: { 'x-own': SECRET } }),
            write(`/${SECRET}`, { [SECRET]: SECRET }, { idempotencyKey: SECRET }),
          ];
          for (const request of requests) await upstream.send(request, { actor: { name: SECRET } }).then(() => undefined, tell);
          told.push(
            inspect(upstream, { depth: 9, showHidden: true }),
            JSON.stringify(upstream),
            inspect(auth, { depth: 9, showHidden: true }),
            JSON.stringify(auth),
          );
        }
        if (transport) told.push(inspect(transport, { depth: 9 }));
        await transport?.close();
      }
      expect(told.length).to.be.greaterThan(100);
      expect(
        told.filter((text) => text.includes(SECRET) || text.includes(Buffer.from(SECRET).toString('base64').slice(0, 8))),
      ).to.deep.equal([]);
    });
  }
});
