import { expect } from 'chai';
import { serve, type RunningServer } from '../../../integrations/graphql-server/index.js';
import { TestApplication } from './support/application.js';
import { JSON_HEADERS, post, send, sendRaw, type Answer } from './support/send.js';

function refused({ status, errors, data }: Answer, expected: number, code: string): void {
  expect(data).to.equal(undefined);
  expect(errors?.map(({ extensions }) => extensions.gm ?? extensions.code)).to.deep.equal([code]);
  expect(status).to.equal(expected);
}

describe('graphql-server: bad requests', () => {
  const application = new TestApplication();
  let server: RunningServer;
  before(async () => {
    server = await serve(application, { port: 0 });
  });
  after(async () => server.close());
  afterEach('keeps serving, and none of it was unexpected', async () => {
    expect((await post(server.url, { query: '{ hello }' })).data).to.deep.equal({ hello: 'hello world' });
    expect(application.logged).to.deep.equal([]);
  });

  const bodies: readonly (readonly [name: string, body: string, status: number, code: string])[] = [
    ['an empty body', '', 400, 'GM_HTTP_INVALID_JSON'],
    ['what is not JSON', '{"query": "{ hello', 400, 'GM_HTTP_INVALID_JSON'],
    ['null', 'null', 400, 'GM_HTTP_INVALID_REQUEST'],
    ['a number', '7', 400, 'GM_HTTP_INVALID_REQUEST'],
    ['a string', '"{ hello }"', 400, 'GM_HTTP_INVALID_REQUEST'],
    ['a batch', '[{"query":"{ hello }"},{"query":"{ hello }"}]', 400, 'GM_HTTP_BATCH'],
    ['an object without a query', '{}', 400, 'BAD_REQUEST'],
    ['a query that is no text', '{"query":{"a":1}}', 400, 'BAD_REQUEST'],
    ['variables that are no object', '{"query":"{ hello }","variables":[1]}', 400, 'BAD_REQUEST'],
    ['an unknown parameter', '{"query":"{ hello }","sql":"x"}', 400, 'BAD_REQUEST'],
    ['an empty document', '{"query":""}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['a syntax error', '{"query":"{ hello"}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unterminated string', '{"query":"{ hello(name: \\"x) }"}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{"query":"{ nothing }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a fragment without use', '{"query":"{ hello } fragment A on Query { hello }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown operation', '{"query":"query A { hello }","operationName":"B"}', 400, 'OPERATION_RESOLUTION_FAILURE'],
    ['two operations and no name', '{"query":"query A { hello } query B { hello }"}', 400, 'OPERATION_RESOLUTION_FAILURE'],
    ['a subscription that is not there', '{"query":"subscription { hello }"}', 400, 'BAD_USER_INPUT'],
    ['a variable of another type', '{"query":"query ($v: Int!) { double(value: $v) }","variables":{"v":"x"}}', 400, 'BAD_USER_INPUT'],
    ['a missing variable', '{"query":"query ($v: Int!) { double(value: $v) }"}', 400, 'BAD_USER_INPUT'],
    ['a number beyond its type', '{"query":"query ($v: Int!) { double(value: $v) }","variables":{"v":1e300}}', 400, 'BAD_USER_INPUT'],
  ];
  for (const [name, body, status, code] of bodies) {
    it(`refuses ${name}`, async () => refused(await post(server.url, body), status, code));
  }

  it('answers a client that takes only application/json with 200 where the document is at fault, as the specification says', async () => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    refused(await post(server.url, { query: '{ nothing }' }, headers), 200, 'GRAPHQL_VALIDATION_FAILED');
    refused(await post(server.url, { query: '{' }, headers), 200, 'GRAPHQL_PARSE_FAILED');
  });

  it('refuses invalid JSON in the parameters of a GET', async () => {
    for (const name of ['variables', 'extensions']) {
      const answer = await send(`${server.url}?query={hello}&${name}={bad`, { headers: JSON_HEADERS });
      refused(answer, 400, 'GM_HTTP_INVALID_JSON');
      expect(answer.errors?.[0]?.message).to.include(name);
    }
  });

  it('takes operations by GET', async () => {
    const query = encodeURIComponent('query A($name: String) { hello(name: $name) }');
    const answer = await send(`${server.url}?query=${query}&variables=${encodeURIComponent('{"name":"you"}')}&operationName=A`);
    expect(answer.data).to.deep.equal({ hello: 'hello you' });
  });

  it('refuses other methods', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      refused(await send(server.url, { method, headers: JSON_HEADERS }), 405, 'BAD_REQUEST');
  });

  it('answers 404 elsewhere, also where the query of the URL ends like the endpoint', async () => {
    const { origin } = new URL(server.url);
    for (const path of ['/', '/graphq', '/graphql/x', '/health', '/public?next=/graphql', '/public?x=/health']) {
      refused(await post(origin + path, { query: '{ hello }' }), 404, 'GM_HTTP_NOT_FOUND');
      refused(await send(origin + path), 404, 'GM_HTTP_NOT_FOUND');
    }
  });

  it('keeps answers out of caches', async () => {
    expect((await post(server.url, { query: '{ hello }' })).headers.get('cache-control')).to.equal('no-store');
  });

  describe('raw HTTP', () => {
    const status = (answer: string): string => answer.slice(9, 12);
    const cases: readonly (readonly [name: string, bytes: string, status: string, code: string])[] = [
      ['what is not HTTP', 'hello\r\n\r\n', '400', 'GM_HTTP_MALFORMED'],
      ['a host with a space', 'GET /graphql?query={hello} HTTP/1.1\r\nHost: a b\r\n\r\n', '400', 'GM_HTTP_MALFORMED'],
      ['an open bracket as host', 'GET /x HTTP/1.1\r\nHost: [\r\n\r\n', '400', 'GM_HTTP_MALFORMED'],
      ['a port beyond 65535', 'GET /x HTTP/1.1\r\nHost: a:99999\r\n\r\n', '400', 'GM_HTTP_MALFORMED'],
      ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: a:80\r\n\r\n', '400', 'GM_HTTP_MALFORMED'],
      ['two lengths', 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', '400', 'GM_HTTP_MALFORMED'],
      [
        'a length and chunks',
        'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
        '400',
        'GM_HTTP_MALFORMED',
      ],
      ['a URL beyond 16 KiB', `GET /graphql?query=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, '431', 'GM_LIMIT_HEADERS'],
      ['no path of ours', 'GET // HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '404', 'GM_HTTP_NOT_FOUND'],
      ['a foreign absolute URL', 'GET http://b/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '404', 'GM_HTTP_NOT_FOUND'],
    ];
    for (const [name, bytes, expected, code] of cases) {
      it(`refuses ${name}`, async () => {
        const answer = await sendRaw(server.port, bytes);
        expect(answer).to.include(code);
        expect(status(answer)).to.equal(expected);
      });
    }

    it('never answers with a failure of its own, whatever host and path are', async () => {
      const marks = ['/', '\\', '?', '#', '@', ':', '[', ']', '%', '%zz', '*', '..', '//', 'é', '<', '"', ';', '=', '&', '|', '^', '{'];
      const paths = marks.flatMap((mark) => [`/${mark}`, `/graphql${mark}`, mark, `/graphql?query=${mark}`]);
      const requests = [...paths.map((path) => [path, 'a']), ...marks.map((mark) => ['/graphql', `a${mark}`])];
      const answers = requests.map(async ([path, host]) =>
        sendRaw(server.port, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
      );
      for (const answer of await Promise.all(answers)) expect(status(answer)).to.match(/^[24]/);
    });
  });
});
