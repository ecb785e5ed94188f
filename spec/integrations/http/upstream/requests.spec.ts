import { expect } from 'chai';
import { openUpstream, type Upstream, type UpstreamRequest } from '../../../../integrations/http/upstream/index.js';
import { json, startLoopback, type Loopback } from '../support/loopback.js';
import { codeOf, errorOf, read, write } from '../support/send.js';

describe('HTTP upstream: what is sent', () => {
  let server: Loopback;
  let upstream: Upstream;

  before(async () => {
    server = await startLoopback((seen, response) => json(response, seen.url));
    upstream = openUpstream({ baseUrl: `${server.url}/v2/`, name: 'projects', headers: { 'X-Tenant': 'acme' } });
  });
  after(async () => {
    await upstream.close();
    await server.close();
  });
  beforeEach(() => {
    server.seen.length = 0;
  });

  const sent = async (request: UpstreamRequest): Promise<Loopback['seen'][number]> => {
    await upstream.send(request);
    const [seen] = server.seen;
    if (!seen) throw new Error('Nothing was sent.');
    return seen;
  };

  it('puts targets below the base URL, with the query in its order', async () => {
    const query = [
      ['b', '2'],
      ['a', 'x y&z'],
      ['b', '3'],
    ] as const;
    expect((await sent(read('/projects?page=1', { query }))).url).to.equal('/v2/projects?page=1&b=2&a=x+y%26z&b=3');
  });

  it('takes base URLs with a query or fragment that is empty', async () => {
    for (const end of ['?', '#', '/?#']) {
      const own = openUpstream({ baseUrl: `${server.url}/v2${end}` });
      expect((await own.send(read('/a'))).body).to.equal('/v2/a');
    }
  });

  it('takes absolute targets of the same origin, without their fragment', async () => {
    expect((await sent(read(`${server.url}/other/7?x=1#part`))).url).to.equal('/other/7?x=1');
  });

  it('keeps values that are encoded', async () => {
    expect((await sent(read('/projects/a%20b%C3%A4%3F'))).url).to.equal('/v2/projects/a%20b%C3%A4%3F');
  });

  it('says what it accepts and who it is, and adds the headers of the options and the request', async () => {
    const { headers } = await sent(read('/', { headers: { 'If-None-Match': '"1"' } }));
    expect(headers).to.include({
      accept: 'application/json, application/*+json',
      'user-agent': 'general-manager',
      'x-tenant': 'acme',
      'if-none-match': '"1"',
    });
  });

  it('sends bodies of text and of bytes', async () => {
    const text = await sent(write('/projects', { name: 'Ä' }));
    expect(text.method).to.equal('POST');
    expect(text.headers['content-type']).to.equal('application/json');
    expect(text.body).to.equal('{"name":"Ä"}');
    server.seen.length = 0;
    const bytes = await sent({
      ...write(),
      method: 'PUT',
      body: { contentType: 'application/octet-stream', content: new Uint8Array([104, 105]) },
    });
    expect(bytes.body).to.equal('hi');
  });

  it('sends the idempotency key', async () => {
    expect((await sent(write('/', {}, { idempotencyKey: 'k-1' }))).headers['idempotency-key']).to.equal('k-1');
  });

  it('asks a function for the base URL each time', async () => {
    const bases = [`${server.url}/one`, `${server.url}/two`];
    const several = openUpstream({ baseUrl: () => bases.shift() ?? '', addresses: { allow: ['127.0.0.1'] } });
    for (const path of ['/one/a', '/two/a']) expect((await several.send(read('/a'))).body).to.equal(path);
    expect(await codeOf(several).catch((error: { code: string }) => error.code)).to.equal('GM_UPSTREAM_INVALID_OPTION');
  });

  const traversals = [
    '/projects/../admin',
    '/projects/%2e%2e/admin',
    '/projects/.%2E/admin',
    '/./admin',
    '/..',
    '/a%2fb',
    '/a%5Cb',
    '/a%00',
    '/a%0d%0ab',
    '/a%7f',
    '/a\\b',
    '/a b',
    '/a\nb',
    '/ä',
    '//evil.example/x',
    'projects',
    '',
    'http://evil.example/',
    'https://127.0.0.1/',
    'file:///etc/passwd',
    'data:application/json,{}',
    'javascript:alert(1)',
  ];
  for (const target of traversals) {
    it(`refuses the target ${JSON.stringify(target)}`, async () => {
      expect(await codeOf(upstream, read(target))).to.equal('GM_UPSTREAM_INVALID_REQUEST');
      expect(server.seen).to.have.length(0);
    });
  }

  it('refuses absolute targets with dots, credentials or another port', async () => {
    for (const target of [`${server.url}/a/../b`, `http://u:p@127.0.0.1:${server.port}/`, 'http://127.0.0.1:1/'])
      expect(await codeOf(upstream, read(target))).to.equal('GM_UPSTREAM_INVALID_REQUEST');
  });

  it('lets encoded slashes through where the upstream needs them', async () => {
    const gitlab = openUpstream({ baseUrl: server.url, encodedSlashes: true });
    expect((await gitlab.send(read('/projects/group%2Fname'))).body).to.equal('/projects/group%2Fname');
    expect(await codeOf(gitlab, read('/projects/%2e%2e%2fadmin'))).to.equal('GM_UPSTREAM_INVALID_REQUEST');
  });

  const headers: readonly (readonly [what: string, headers: Record<string, string>])[] = [
    ['line breaks', { 'x-a': 'a\r\nx-admin: 1' }],
    ['a line feed', { 'x-a': 'a\nb' }],
    ['NUL', { 'x-a': 'a\u0000' }],
    ['characters beyond latin-1', { 'x-a': '€' }],
    ['names with spaces', { 'x a': 'b' }],
    ['names with line breaks', { 'x-a\r\nx-b': 'b' }],
    ['an empty name', { '': 'b' }],
    ['the host', { Host: 'evil.example' }],
    ['the length', { 'Content-Length': '5' }],
    ['transfer encodings', { 'transfer-encoding': 'chunked' }],
  ];
  for (const [what, given] of headers) {
    it(`refuses headers with ${what}`, async () => {
      expect(await codeOf(upstream, read('/', { headers: given }))).to.equal('GM_UPSTREAM_INVALID_REQUEST');
      expect(server.seen).to.have.length(0);
    });
  }

  it('refuses line breaks in content types and idempotency keys, and bodies of reads', async () => {
    const body = { contentType: 'text/plain\r\nx-admin: 1', content: '' };
    for (const request of [write('/', {}, { body }), write('/', {}, { idempotencyKey: 'a\nb' }), { ...write(), method: 'GET' as const }])
      expect(await codeOf(upstream, request)).to.equal('GM_UPSTREAM_INVALID_REQUEST');
  });

  it('does not quote what it refuses', async () => {
    const error = await errorOf(upstream, read('/marker-7/..?marker-7', { headers: { 'x-a': 'marker-7\n' } }));
    expect(JSON.stringify(error) + error.message + error.stack).to.not.include('marker-7');
  });

  const options: readonly (readonly [option: string, options: object])[] = [
    ['baseUrl', { baseUrl: 'ftp://example.com' }],
    ['baseUrl', { baseUrl: 'https://user:secret@example.com' }],
    ['baseUrl', { baseUrl: 'https://example.com?key=1' }],
    ['baseUrl', { baseUrl: 'example.com' }],
    ['headers', { headers: { 'x-a': 'a\nb' } }],
    ['timeouts.totalMs', { timeouts: { totalMs: 0 } }],
    ['timeouts.attemptMs', { timeouts: { attemptMs: Number.NaN } }],
    ['retry.maxAttempts', { retry: { maxAttempts: 0 } }],
    ['breaker.threshold', { breaker: { threshold: 2 } }],
    ['bulkhead.maxConcurrent', { bulkhead: { maxConcurrent: 0.5 } }],
    ['maxBytes', { maxBytes: -1 }],
    ['redirects', { redirects: -1 }],
    ['rateLimit.requests', { rateLimit: { requests: 0 } }],
    ['hedge.afterMs', { hedge: { afterMs: -5 } }],
    ['addresses.allow', { addresses: { allow: ['10.0.0.0/33'] } }],
  ];
  for (const [option, given] of options) {
    it(`refuses the option ${JSON.stringify(given)}`, () => {
      expect(() => openUpstream({ baseUrl: 'https://example.com', ...given }))
        .to.throw(`"${option}"`)
        .with.property('code', 'GM_UPSTREAM_INVALID_OPTION');
    });
  }

  it('sends nothing after close, which waits for what is on its way', async () => {
    const own = openUpstream({ baseUrl: server.url });
    const running = own.send(read('/last'));
    await own.close();
    expect((await running).body).to.equal('/last');
    expect(await codeOf(own)).to.equal('GM_UPSTREAM_CLOSED');
  });
});
