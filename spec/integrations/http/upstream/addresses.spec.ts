import { expect } from 'chai';
import { openUpstream, undiciTransport, type Lookup, type UpstreamOptions } from '../../../../integrations/http/upstream/index.js';
import { json, startLoopback, type Loopback } from '../support/loopback.js';
import { codeOf, read } from '../support/send.js';

/** Resolves names to the addresses that are next, and at last to the same again and again. */
function resolving(...answers: readonly (readonly string[])[]): Lookup {
  const left = [...answers];
  return (_hostname, _options, callback) => {
    const next = (left.length > 1 ? left.shift() : left[0]) ?? [];
    callback(
      null,
      next.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

describe('HTTP upstream: addresses', () => {
  let server: Loopback;

  before(async () => {
    server = await startLoopback((seen, response) =>
      json(response, seen.headers.host, 200, seen.url === '/close' ? { connection: 'close' } : {}),
    );
  });
  after(() => server.close());

  const NOT_PUBLIC = [
    '127.0.0.1',
    '127.1',
    '0177.0.0.1',
    '2130706433',
    '0x7f.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[::7f00:1]',
    '[64:ff9b::a9fe:a9fe]',
    '[2002:7f00:1::]',
    '[fd00::1]',
    '[fe80::1]',
    '[ff02::1]',
    'localhost',
    'LOCALHOST.',
    'api.localhost',
    'metadata.google.internal',
  ];
  for (const host of NOT_PUBLIC) {
    it(`does not connect to ${host}, which a function gave`, async () => {
      expect(await codeOf(openUpstream({ baseUrl: () => `http://${host}:${server.port}` }))).to.equal('GM_UPSTREAM_ADDRESS');
    });
  }

  it('connects to what is allowed', async () => {
    for (const allow of ['127.0.0.1', '127.0.0.0/8']) {
      const upstream = openUpstream({ baseUrl: () => server.url, addresses: { allow: [allow] } });
      await upstream.send(read());
    }
    await openUpstream({ baseUrl: () => server.url, addresses: { any: true } }).send(read());
    expect(await codeOf(openUpstream({ baseUrl: () => server.url, addresses: { allow: ['10.0.0.0/8', '::1'] } }))).to.equal(
      'GM_UPSTREAM_ADDRESS',
    );
  });

  it('connects to the host of a base URL that is written down, and to no other', async () => {
    const upstream = openUpstream({ baseUrl: `http://localhost:${server.port}`, redirects: { max: 1, otherOrigins: true } });
    expect((await upstream.send(read())).body).to.equal(`localhost:${server.port}`);
  });

  for (const allow of ['10.0.0.0/33', '10.0.0/8', 'example.com', '10.0.0.0/-1', '::/129', '']) {
    it(`refuses to allow "${allow}"`, () => {
      expect(() => openUpstream({ baseUrl: 'https://example.com', addresses: { allow: [allow] } }))
        .to.throw()
        .with.property('code', 'GM_UPSTREAM_INVALID_OPTION');
    });
  }

  describe('of names, over undici', () => {
    const open = (lookup: Lookup, options: Partial<UpstreamOptions> = {}) =>
      openUpstream({
        baseUrl: `http://api.example.com:${server.port}`,
        transport: undiciTransport({ lookup, connectMs: 500 }),
        retry: false,
        ...options,
      });

    for (const address of ['127.0.0.1', '169.254.169.254', '10.0.0.1', '::1', '::ffff:127.0.0.1', 'fd00::1']) {
      it(`does not connect to a name that resolves to ${address}`, async () => {
        expect(await codeOf(open(resolving([address])))).to.equal('GM_UPSTREAM_ADDRESS');
      });
    }

    it('connects to a name that resolves to what is allowed', async () => {
      const { body } = await open(resolving(['127.0.0.1']), { addresses: { allow: ['127.0.0.1'] } }).send(read());
      expect(body).to.equal(`api.example.com:${server.port}`);
    });

    it('leaves out the addresses of a name that are not allowed', async () => {
      const own = open(resolving(['10.0.0.1', '127.0.0.1']), { addresses: { allow: ['127.0.0.0/8'] } });
      await own.send(read());
    });

    it('checks the address that it connects to, also when the name resolves to another one the second time', async () => {
      const upstream = open(resolving(['127.0.0.1'], ['127.0.0.2']), { addresses: { allow: ['127.0.0.1'] } });
      // The server closes the connection, so that the name is resolved again.
      await upstream.send(read('/close'));
      expect(await codeOf(upstream)).to.equal('GM_UPSTREAM_ADDRESS');
    });

    it('tells a name that does not resolve', async () => {
      const failing: Lookup = (_hostname, _options, callback) => callback(Object.assign(new Error('marker-7'), { code: 'ENOTFOUND' }), []);
      expect(await codeOf(open(failing))).to.equal('GM_UPSTREAM_UNREACHABLE');
    });

    it('does not share connections among those who may connect to different addresses', async () => {
      const transport = undiciTransport({ lookup: resolving(['127.0.0.1']) });
      const baseUrl = `http://api.example.com:${server.port}`;
      await openUpstream({ baseUrl, transport, addresses: { any: true } }).send(read());
      expect(await codeOf(openUpstream({ baseUrl, transport, retry: false }))).to.equal('GM_UPSTREAM_ADDRESS');
    });
  });
});
