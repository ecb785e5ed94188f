import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import {
  fetchTransport,
  openUpstream,
  undiciTransport,
  type Transport,
  type UpstreamOptions,
} from '../../../../integrations/http/upstream/index.js';
import { json, startLoopback, startRaw, type Answer, type Loopback } from '../support/loopback.js';
import { codeOf, errorOf, read } from '../support/send.js';

const TRANSPORTS: readonly (readonly [name: string, make: () => Transport])[] = [
  ['fetch', fetchTransport],
  ['undici', undiciTransport],
];
const NO_RETRY = { retry: false, breaker: false } as const;

for (const [name, make] of TRANSPORTS) {
  describe(`HTTP upstream: answers over ${name}`, () => {
    let server: Loopback;
    let answer: Answer;
    let transport: Transport;

    before(async () => {
      transport = make();
      server = await startLoopback((...all) => answer(...all));
    });
    after(async () => {
      await transport.close();
      await server.close();
    });

    const open = (options: Partial<UpstreamOptions> = {}) => openUpstream({ baseUrl: server.url, transport, ...NO_RETRY, ...options });
    const answering = (
      body: string | Buffer,
      headers: Record<string, string | string[]> = { 'content-type': 'application/json' },
      status = 200,
    ) => {
      answer = (_seen, response) => {
        response.writeHead(status, headers);
        response.end(body);
      };
    };
    const bodyOf = async (options?: Partial<UpstreamOptions>): Promise<unknown> => (await open(options).send(read())).body;

    it('gives the status, headers, URL and parsed body', async () => {
      answer = (_seen, response) => json(response, { id: 7 }, 201, { 'x-total': '3' });
      const given = await open().send(read('/projects', { query: [['a', '1']] }));
      expect(given.status).to.equal(201);
      expect(given.headers.get('x-total')).to.equal('3');
      expect(given.url).to.equal(`${server.url}/projects?a=1`);
      expect(given.body).to.deep.equal({ id: 7 });
    });

    for (const type of [
      'application/json; charset=utf-8',
      'APPLICATION/JSON',
      'application/vnd.api+json',
      'application/problem+json;x="a;b"',
    ]) {
      it(`reads ${type}`, async () => {
        answering('[1]', { 'content-type': type });
        expect(await bodyOf()).to.deep.equal([1]);
      });
    }

    for (const type of ['text/html', 'text/plain', 'application/xml', 'application/jsonp', 'json', '']) {
      it(`refuses content of the type "${type}"`, async () => {
        answering('{"a":1}', type === '' ? {} : { 'content-type': type });
        expect(await codeOf(open())).to.equal('GM_UPSTREAM_INVALID_CONTENT');
      });
    }

    it('has no body where there is none', async () => {
      answering('', {}, 204);
      expect(await bodyOf()).to.equal(undefined);
      answering('', { 'content-type': 'text/html' });
      expect(await bodyOf()).to.equal(undefined);
      answering('', { etag: '"1"' }, 304);
      expect((await open().send(read())).status).to.equal(304);
    });

    it('answers HEAD without a body', async () => {
      answering('[1]', { 'content-type': 'application/json', 'x-total': '9', 'content-length': '3' });
      const given = await open().send(read('/', { method: 'HEAD' }));
      expect(given.body).to.equal(undefined);
      expect(given.headers.get('x-total')).to.equal('9');
    });

    const malformed: readonly (readonly [what: string, body: string | Buffer])[] = [
      ['JSON that breaks off', '{"a":'],
      ['more after the JSON', '{}{}'],
      ['single quotes', "{'a':1}"],
      ['NaN', '[NaN]'],
      ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
      ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
      ['lists nested too deeply', '['.repeat(101) + ']'.repeat(101)],
      ['objects nested too deeply', '{"a":'.repeat(101) + '1' + '}'.repeat(101)],
      ['a hundred thousand brackets', '['.repeat(100_000)],
    ];
    for (const [what, body] of malformed) {
      it(`refuses ${what}`, async () => {
        answering(body);
        expect(await codeOf(open())).to.equal('GM_UPSTREAM_INVALID_CONTENT');
      });
    }

    it('bounds the depth of JSON by an option, and takes brackets in texts for none', async () => {
      answering('{"a":["[[[[\\"{{{\\\\"]}');
      expect(await bodyOf({ maxDepth: 2 })).to.deep.equal({ a: ['[[[["{{{\\'] });
      expect(await codeOf(open({ maxDepth: 1 }))).to.equal('GM_UPSTREAM_INVALID_CONTENT');
    });

    it('reads a byte order mark, and the last one of keys that are there twice', async () => {
      answering('\ufeff{"a":1,"a":2}');
      expect(await bodyOf()).to.deep.equal({ a: 2 });
    });

    for (const key of [
      '__proto__',
      '\\u005f_proto__',
      '__pr\\u006Fto__',
      '\\u005F\\u005f\\u0070\\u0072\\u006f\\u0074\\u006f\\u005f\\u005f',
    ]) {
      it(`leaves out ${key}`, async () => {
        answering(`{"a":1,"b":[{"${key}" : {"isAdmin":true},"c":2}]}`);
        const body = (await bodyOf()) as { b: object[] };
        expect(Object.assign({}, body.b[0])).to.not.have.property('isAdmin');
        expect(Object.keys(body.b[0] ?? {})).to.deep.equal(['c']);
      });
    }

    it('keeps __proto__ as a value, and other keys that merges treat specially', async () => {
      answering('{"a":"__proto__","constructor":{"prototype":1}}');
      expect(JSON.stringify(await bodyOf())).to.equal('{"a":"__proto__","constructor":{"prototype":1}}');
    });

    it('refuses answers that are larger than allowed, by their bytes', async () => {
      answering(`"${'ä'.repeat(499)}"`);
      expect(await bodyOf({ maxBytes: 1000 })).to.have.length(499);
      const error = await errorOf(open({ maxBytes: 999 }));
      expect(error).to.include({ code: 'GM_UPSTREAM_TOO_LARGE', status: 200 });
    });

    it('stops reading an endless answer', async () => {
      let written = 0;
      answer = (_seen, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const more = (): void => {
          while (!response.destroyed && response.write('"'.repeat(65_536))) written += 65_536;
        };
        response.on('drain', more);
        more();
      };
      expect(await codeOf(open({ maxBytes: 100_000 }))).to.equal('GM_UPSTREAM_TOO_LARGE');
      expect(written).to.be.lessThan(20_000_000);
    });

    const compressions: readonly (readonly [encoding: string, compress: (body: Buffer) => Buffer])[] = [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      // The best quality takes seconds.
      ['br', (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } })],
    ];
    for (const [encoding, compress] of compressions) {
      it(`decodes ${encoding}, also twice`, async () => {
        answering(compress(Buffer.from('{"a":1}')), { 'content-type': 'application/json', 'content-encoding': encoding });
        expect(await bodyOf()).to.deep.equal({ a: 1 });
        const twice = compress(compress(Buffer.from('{"a":1}')));
        answering(twice, { 'content-type': 'application/json', 'content-encoding': `${encoding}, ${encoding}` });
        expect(await bodyOf()).to.deep.equal({ a: 1 });
      });

      it(`refuses a bomb of ${encoding} by its decompressed size`, async () => {
        const bomb = compress(Buffer.alloc(30_000_000, 0x20));
        expect(bomb.byteLength).to.be.lessThan(100_000);
        answering(bomb, { 'content-type': 'application/json', 'content-encoding': encoding });
        const before = process.memoryUsage().arrayBuffers;
        expect(await codeOf(open({ maxBytes: 1_000_000 }))).to.equal('GM_UPSTREAM_TOO_LARGE');
        expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(20_000_000);
      });
    }

    it('refuses encodings that are unknown or more than two', async () => {
      for (const encoding of ['compress', 'gzip, x-own', 'gzip, gzip, gzip']) {
        answering('{}', { 'content-type': 'application/json', 'content-encoding': encoding });
        expect(await codeOf(open())).to.equal('GM_UPSTREAM_INVALID_CONTENT');
      }
    });

    it('tells content that is not encoded as it says from content that is', async () => {
      answering('{"a":1}', { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      expect(await codeOf(open())).to.be.oneOf(['GM_UPSTREAM_TRUNCATED', 'GM_UPSTREAM_INVALID_CONTENT']);
      const half = gzipSync(Buffer.from(JSON.stringify(Array.from({ length: 1000 }, (_, index) => index * 7919)))).subarray(0, 900);
      answering(half, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      expect(await codeOf(open())).to.be.oneOf(['GM_UPSTREAM_TRUNCATED', 'GM_UPSTREAM_INVALID_CONTENT']);
    });

    const broken: readonly (readonly [what: string, bytes: string, code: string])[] = [
      [
        'a body shorter than its length',
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a":1}',
        'GM_UPSTREAM_TRUNCATED',
      ],
      [
        'chunks without an end',
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n',
        'GM_UPSTREAM_TRUNCATED',
      ],
      ['a reset before the headers end', 'HTTP/1.1 200 OK\r\ncontent-ty', 'GM_UPSTREAM_UNREACHABLE'],
      ['no answer at all', '', 'GM_UPSTREAM_UNREACHABLE'],
      ['what is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'GM_UPSTREAM_UNREACHABLE'],
      ['headers without an end', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}`, 'GM_UPSTREAM_UNREACHABLE'],
    ];
    for (const [what, bytes, code] of broken) {
      it(`tells ${what}`, async () => {
        const raw = await startRaw((socket) => socket.end(bytes));
        try {
          expect(await codeOf(openUpstream({ baseUrl: raw.url, transport, ...NO_RETRY }))).to.equal(code);
        } finally {
          await raw.close();
        }
      });
    }

    it('tells a reset in the middle of a body', async () => {
      const raw = await startRaw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a"', () =>
          socket.resetAndDestroy(),
        );
      });
      expect(await codeOf(openUpstream({ baseUrl: raw.url, transport, ...NO_RETRY }))).to.be.oneOf([
        'GM_UPSTREAM_TRUNCATED',
        'GM_UPSTREAM_UNREACHABLE',
      ]);
      await raw.close();
    });

    it('tells a port where nobody listens', async () => {
      const gone = await startRaw(() => undefined);
      await gone.close();
      expect(await codeOf(openUpstream({ baseUrl: gone.url, transport, ...NO_RETRY }))).to.equal('GM_UPSTREAM_UNREACHABLE');
    });

    it('repeats a read whose kept connection was closed', async () => {
      const raw = await startRaw((socket, count) => {
        const body = JSON.stringify(count);
        socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
        if (count === 1) socket.once('data', () => socket.destroy());
      });
      const upstream = openUpstream({ baseUrl: raw.url, transport, retry: { baseMs: 1 } });
      for (const expected of [1, 3]) expect((await upstream.send(read())).body).to.be.at.least(expected === 1 ? 1 : 2);
      await raw.close();
    });

    it('uses a parser for what is no JSON', async () => {
      answering('a;b\n1;2', { 'content-type': 'text/csv; charset=utf-8' });
      const parse = { mediaTypes: ['text/csv'], parse: (content: Uint8Array) => Buffer.from(content).toString().split('\n') };
      expect(await bodyOf({ parse })).to.deep.equal(['a;b', '1;2']);
      expect(server.seen.at(-1)?.headers.accept).to.equal('text/csv');
    });

    it('does not tell what a parser says', async () => {
      answering('marker-7', { 'content-type': 'text/csv' });
      const parse = {
        mediaTypes: ['text/csv'],
        parse: (content: Uint8Array) => {
          throw new Error(Buffer.from(content).toString());
        },
      };
      const error = await errorOf(open({ parse }));
      expect(error.code).to.equal('GM_UPSTREAM_INVALID_CONTENT');
      expect(`${error.message}${error.stack}${JSON.stringify(error)}`).to.not.include('marker-7');
    });

    it('uses a connection again after answers that nobody reads', async () => {
      const ports = new Set<number | undefined>();
      answer = (_seen, response, request) => {
        ports.add(request.socket.remotePort);
        json(response, { error: 'x'.repeat(1000) }, 404);
      };
      const upstream = open();
      for (let count = 0; count < 10; count += 1) expect(await codeOf(upstream)).to.equal('GM_UPSTREAM_NOT_FOUND');
      // A connection of an earlier request may still be there at first.
      expect(ports.size).to.be.at.most(2);
    });
  });
}

describe('HTTP upstream: statuses', () => {
  let server: Loopback;

  before(async () => {
    server = await startLoopback((seen, response) => json(response, { secret: 'marker-7' }, Number(seen.url.slice(1))));
  });
  after(() => server.close());

  const codes: Readonly<Record<number, string>> = {
    300: 'GM_UPSTREAM_REFUSED',
    400: 'GM_UPSTREAM_INVALID_DATA',
    401: 'GM_UPSTREAM_UNAUTHORIZED',
    402: 'GM_UPSTREAM_REFUSED',
    403: 'GM_UPSTREAM_FORBIDDEN',
    404: 'GM_UPSTREAM_NOT_FOUND',
    405: 'GM_UPSTREAM_REFUSED',
    408: 'GM_UPSTREAM_FAILED',
    409: 'GM_UPSTREAM_CONFLICT',
    410: 'GM_UPSTREAM_NOT_FOUND',
    412: 'GM_UPSTREAM_CONFLICT',
    413: 'GM_UPSTREAM_REFUSED',
    422: 'GM_UPSTREAM_INVALID_DATA',
    425: 'GM_UPSTREAM_FAILED',
    429: 'GM_UPSTREAM_RATE_LIMITED',
    500: 'GM_UPSTREAM_FAILED',
    501: 'GM_UPSTREAM_FAILED',
    502: 'GM_UPSTREAM_FAILED',
    503: 'GM_UPSTREAM_FAILED',
    504: 'GM_UPSTREAM_FAILED',
  };
  for (const [status, code] of Object.entries(codes)) {
    it(`takes ${status} for ${code}`, async () => {
      const error = await errorOf(openUpstream({ baseUrl: server.url, name: 'projects', ...NO_RETRY }), read(`/${status}`));
      expect(error).to.include({ code, upstream: 'projects', operation: 'list', status: Number(status) });
      expect(`${error.message}${error.stack}${JSON.stringify(error)}`).to.not.include('marker-7');
    });
  }
});
