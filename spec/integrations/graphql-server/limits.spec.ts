import { request } from 'node:http';
import { expect } from 'chai';
import { getIntrospectionQuery } from 'graphql';
import { serve, type RunningServer, type ServerLimits } from '../../../integrations/graphql-server/index.js';
import { TestApplication } from './support/application.js';
import { post, type Answer } from './support/send.js';

const repeat = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');
const nested = (levels: number): string => `{ node ${'{ next '.repeat(levels - 2)}{ name } ${'}'.repeat(levels - 2)} }`;

function refused({ status, errors }: Answer, code: string, expected = 400): void {
  expect(errors?.[0]?.extensions).to.include({ code: 'LIMIT_EXCEEDED', gm: code });
  expect(errors?.[0]?.extensions.fix).to.match(/raise limits\.\w+ of the server\.$/);
  expect(status).to.equal(expected);
}

describe('graphql-server: limits', () => {
  const application = new TestApplication();
  let server: RunningServer;
  const query = async (text: string): Promise<Answer> => post(server.url, { query: text });
  before(async () => {
    server = await serve(application, { port: 0 });
  });
  after(async () => server.close());
  afterEach('keeps serving, and none of it was unexpected', async () => {
    expect((await query('{ hello }')).data).to.deep.equal({ hello: 'hello world' });
    expect(application.logged).to.deep.equal([]);
  });

  it('takes 20 levels and refuses 21, 100 and 1,000', async () => {
    expect((await query(nested(20))).errors).to.equal(undefined);
    refused(await query(nested(21)), 'GM_LIMIT_QUERY_DEPTH');
    refused(await query(nested(100)), 'GM_LIMIT_QUERY_DEPTH');
    refused(await query(nested(1000)), 'GM_LIMIT_NESTING');
  });

  it('counts levels through fragments, named and inline', async () => {
    const spread = `{ node { ...A } } fragment A on Node ${nested(19).replace('node', 'next')}`;
    const inline = nested(21)
      .replaceAll('{ next', '{ ... on Node { next')
      .replace(/ \}$/, ` ${'}'.repeat(19)} }`);
    refused(
      await query(spread.replace('fragment A on Node {', 'fragment A on Node { next { next {').concat('} }')),
      'GM_LIMIT_QUERY_DEPTH',
    );
    refused(await query(inline), 'GM_LIMIT_QUERY_DEPTH');
  });

  it('counts one fragment at each of its depths', async () => {
    const text = `{ node { ...A next { next { next { ...A } } } } } fragment A on Node ${nested(17).replace('node', 'next')}`;
    refused(await query(text), 'GM_LIMIT_QUERY_DEPTH');
  });

  it('takes 100 aliases and refuses 101, alone and through fragments', async () => {
    expect((await query(`{ node { ${repeat(100, (index) => `a${index}: name`)} } }`)).errors).to.equal(undefined);
    refused(await query(`{ node { ${repeat(101, (index) => `a${index}: name`)} } }`), 'GM_LIMIT_ALIASES');
    const fragments = repeat(12, (index) => `fragment F${index} on Node { a: next { ...F${index + 1} } b: next { ...F${index + 1} } }`);
    refused(await query(`{ node { ...F0 } } ${fragments} fragment F12 on Node { name }`), 'GM_LIMIT_ALIASES');
  });

  it('counts aliases of __typename, and those that repeat', async () => {
    refused(await query(`{ node { ${repeat(101, (index) => `a${index}: __typename`)} } }`), 'GM_LIMIT_ALIASES');
    refused(await query(`{ node { ${repeat(101, () => 'a: name')} } }`), 'GM_LIMIT_ALIASES');
  });

  it('refuses 51 directives, wherever they stand', async () => {
    const directives = repeat(51, () => '@skip(if: false)');
    refused(await query(`{ hello ${directives} }`), 'GM_LIMIT_DIRECTIVES');
    refused(await query(`query ${repeat(51, () => '@x')} { hello }`), 'GM_LIMIT_DIRECTIVES');
    refused(await query(`query ($a: Int ${repeat(51, () => '@x')}) { hello }`), 'GM_LIMIT_DIRECTIVES');
    refused(await query(`{ ...A } fragment A on Query ${repeat(51, () => '@x')} { hello }`), 'GM_LIMIT_DIRECTIVES');
    refused(await query(`{ ... ${directives} { hello } }`), 'GM_LIMIT_DIRECTIVES');
  });

  it('refuses 31 fields at the root, alone and through fragments', async () => {
    expect((await query(`{ ${repeat(30, (index) => `a${index}: hello`)} }`)).errors).to.equal(undefined);
    refused(await query(`{ ${repeat(31, (index) => `a${index}: hello`)} }`), 'GM_LIMIT_ROOT_FIELDS');
    refused(await query(`{ ${repeat(4, () => '...A')} } fragment A on Query { ${repeat(8, () => 'hello')} }`), 'GM_LIMIT_ROOT_FIELDS');
  });

  it('refuses documents of more than 4,000 tokens', async () => {
    refused(await query(`{ ${'hello '.repeat(4000)} }`), 'GM_LIMIT_TOKENS');
    refused(await query(`{ double(value: [${'1 '.repeat(5000)}]) }`), 'GM_LIMIT_TOKENS');
  });

  it('refuses 2,001 fields, alone, through fragments and in several operations', async () => {
    const operations = (count: number): string =>
      `${repeat(count, (index) => `query Q${index} { node { ...A } }`)} fragment A on Node { ${'name '.repeat(8)} }`;
    expect((await post(server.url, { query: operations(200), operationName: 'Q7' })).data).to.deep.equal({ node: { name: 'node' } });
    refused(await post(server.url, { query: operations(201), operationName: 'Q7' }), 'GM_LIMIT_FIELDS');
    refused(await query(`{ node { ${`next { ${'name '.repeat(99)} } `.repeat(20)} } }`), 'GM_LIMIT_FIELDS');
    refused(await query(`{ node { ${'next { ...A } '.repeat(20)} } } fragment A on Node { ${'name '.repeat(99)} }`), 'GM_LIMIT_FIELDS');
  });

  it('refuses 251 selections in one set, alone and through fragments', async () => {
    const broad = (count: number): string => `{ node { ${'...A '.repeat(count - 2)} } } fragment A on Node { name }`;
    expect((await query(broad(127))).errors).to.equal(undefined);
    refused(await query(broad(128)), 'GM_LIMIT_BREADTH');
    refused(await query(`{ node { ${'name '.repeat(251)} } }`), 'GM_LIMIT_BREADTH');
    refused(await query(`{ node { next { ...A ...A ... { ...A } } } } fragment A on Node { ${'name '.repeat(83)} }`), 'GM_LIMIT_BREADTH');
    refused(await query(`{ node { ...A } } fragment A on Node { next { ${'name '.repeat(251)} } }`), 'GM_LIMIT_BREADTH');
  });

  it('refuses 10,001 pairs of fields that merge, wherever they come together', async () => {
    expect((await query(`{ node { ${'name '.repeat(141)} } }`)).errors).to.equal(undefined);
    refused(await query(`{ node { ${'name '.repeat(142)} } }`), 'GM_LIMIT_MERGES');
    refused(await query(`{ node { ...A } } fragment A on Node { ${'name '.repeat(142)} }`), 'GM_LIMIT_MERGES');
    refused(await query(`{ node { ${'...A '.repeat(15)} } } fragment A on Node { next { ${'name '.repeat(10)} } }`), 'GM_LIMIT_MERGES');
    refused(await query(`{ node { ${`next { ${'name '.repeat(15)} } `.repeat(10)} } }`), 'GM_LIMIT_MERGES');
  });

  it('refuses 251 operations and fragments', async () => {
    const operations = (count: number): string => repeat(count, (index) => `query Q${index} { hello }`);
    expect((await post(server.url, { query: operations(250), operationName: 'Q7' })).data).to.deep.equal({ hello: 'hello world' });
    refused(await post(server.url, { query: operations(251), operationName: 'Q7' }), 'GM_LIMIT_DEFINITIONS');
    const fragments = repeat(250, (index) => `fragment F${index} on Query { hello }`);
    refused(await query(`{ hello } ${fragments}`), 'GM_LIMIT_DEFINITIONS');
  });

  it('refuses 501 variables, arguments and values of lists and objects, wherever they are written', async () => {
    const filter = (count: number): string => `{ count(filter: { and: [${repeat(count, () => '{size: 1}')}] }) }`;
    expect((await query(filter(249))).data).to.deep.equal({ count: 0 });
    refused(await query(filter(250)), 'GM_LIMIT_INPUTS');
    refused(await query(`query (${repeat(501, (index) => `$a${index}: Int`)}) { hello }`), 'GM_LIMIT_INPUTS');
    refused(await query(`query ($a: [Int] = [${'1 '.repeat(500)}]) { hello }`), 'GM_LIMIT_INPUTS');
    refused(await query(`{ hello(${'name: "x" '.repeat(501)}) }`), 'GM_LIMIT_INPUTS');
    refused(await query(`{ hello @skip(${'if: true '.repeat(501)}) }`), 'GM_LIMIT_INPUTS');
    refused(await query(`{ node { ...A } } fragment A on Node { name(${'a: 1 '.repeat(501)}) }`), 'GM_LIMIT_INPUTS');
  });

  it('refuses documents of more than 4,000 lines', async () => {
    expect((await query(`{ hello }${'\r\n'.repeat(3999)}`)).data).to.deep.equal({ hello: 'hello world' });
    for (const end of ['\n', '\r', '\r\n']) refused(await query(`${end.repeat(4001)}{ hello }`), 'GM_LIMIT_LINES');
  });

  it('does not let introspection go down without end', async () => {
    refused(await query(`{ __schema { types ${'{ ofType '.repeat(30)}{ name } ${'}'.repeat(30)} } }`), 'GM_LIMIT_QUERY_DEPTH');
  });

  it('refuses documents of more than 32,768 characters, whatever they are made of', async () => {
    const padded = (length: number): string => '{ hello }'.padEnd(length, '#');
    expect((await query(padded(32_768))).errors).to.equal(undefined);
    refused(await query(padded(32_769)), 'GM_LIMIT_CHARACTERS');
    refused(await query(`{ hello(name: """${'x'.repeat(32_768)}""") }`), 'GM_LIMIT_CHARACTERS');
  });

  it('refuses deep brackets before the parser meets them', async () => {
    refused(await query(`{ double(value: ${'['.repeat(1900)}${']'.repeat(1900)}) }`), 'GM_LIMIT_NESTING');
    refused(await query(`query ($a: ${'['.repeat(1000)}Int${']'.repeat(1000)}) { hello }`), 'GM_LIMIT_NESTING');
    refused(await query('{a'.repeat(3900)), 'GM_LIMIT_NESTING');
  });

  it('refuses deep variables, by POST and by GET', async () => {
    const text = 'query ($f: Filter) { count(filter: $f) }';
    const deep = (levels: number): string => `${'{"and":['.repeat(levels)}${']}'.repeat(levels)}`;
    expect((await post(server.url, `{"query":"${text}","variables":{"f":${deep(90)}}}`)).data).to.deep.equal({ count: 0 });
    refused(await post(server.url, `{"query":"${text}","variables":{"f":${deep(20_000)}}}`), 'GM_LIMIT_NESTING');
    refused(await post(server.url, `{"query":"{ hello }","extensions":{"x":${'['.repeat(1000)}${']'.repeat(1000)}}}`), 'GM_LIMIT_NESTING');
  });

  it('refuses cyclic fragments', async () => {
    for (const text of [
      '{ ...A } fragment A on Query { ...A }',
      '{ node { ...A } } fragment A on Node { next { ...B } } fragment B on Node { next { ...A } }',
    ]) {
      const answer = await query(text);
      expect(answer.errors?.[0]?.extensions.code).to.equal('GRAPHQL_VALIDATION_FAILED');
      expect(answer.status).to.equal(400);
    }
  });

  it('refuses long chains of fragments', async () => {
    const chain = (length: number): string =>
      `{ node { ...F0 } } ${repeat(length, (index) => `fragment F${index} on Node { ...F${index + 1} }`)} fragment F${length} on Node { name }`;
    expect((await query(chain(240))).errors).to.equal(undefined);
    refused(await query(chain(400)), 'GM_LIMIT_DEFINITIONS');
    const braces = repeat(12, (index) => `fragment F${index} on Node ${'{ next '.repeat(90)} { ...F${index + 1} } ${'}'.repeat(90)}`);
    refused(await query(`{ node { ...F0 } } ${braces} fragment F12 on Node { name }`), 'GM_LIMIT_QUERY_DEPTH');
  });

  it('answers hostile documents within a second each', async () => {
    const binary = repeat(200, (index) => `fragment F${index} on Node { next { ...F${index + 1} } next { ...F${index + 1} } }`);
    const cross = repeat(40, (index) => `fragment F${index} on Node { ${repeat(40, (other) => `...F${other}`)} }`);
    const hostile = [
      `{ node { ...F0 } } ${binary} fragment F200 on Node { name }`,
      `{ node { ...F0 } } ${cross}`,
      `{ node { ${'next { name } '.repeat(900)} } }`,
      `{ node { ${'name '.repeat(3900)} } }`,
      `{ node { ${repeat(3900, (index) => `x${index}`)} } }`,
      `query (${repeat(900, (index) => `$a${index}: Int`)}) { hello }`,
      `{ hello(${'name: "x" '.repeat(900)}) }`,
    ];
    for (const text of hostile) {
      const before = performance.now();
      const { status } = await query(text);
      expect(performance.now() - before).to.be.below(1000);
      expect(status).to.be.oneOf([200, 400]);
    }
  });

  it('lets GraphiQL ask for the whole schema', async () => {
    for (const text of [
      getIntrospectionQuery(),
      getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, schemaDescription: true }),
    ]) {
      const answer = await query(text);
      expect(answer.errors).to.equal(undefined);
      expect(answer.data).to.have.property('__schema');
    }
  });

  it('does not let the name of a fragment or an operation pass for introspection', async () => {
    refused(await query(`query __schema { ...__type } fragment __type on Query ${nested(30)}`), 'GM_LIMIT_QUERY_DEPTH');
  });

  it('can be set, each by its option', async () => {
    const limits: Partial<ServerLimits> = {
      maxDepth: 2,
      maxAliases: 1,
      maxDirectives: 1,
      maxRootFields: 2,
      maxFields: 5,
      maxBreadth: 4,
      maxMerges: 1,
      maxDefinitions: 2,
      maxInputs: 3,
      maxCharacters: 430,
      maxLines: 2,
      maxTokens: 20,
      maxNesting: 4,
      maxBodyBytes: 600,
    };
    const strict = await serve(application, { port: 0, limits });
    try {
      const ask = async (text: string): Promise<Answer> => post(strict.url, { query: text });
      expect((await ask('{ a: hello node { name } }')).data).to.deep.equal({ a: 'hello world', node: { name: 'node' } });
      refused(await ask('{ node { next { name } } }'), 'GM_LIMIT_QUERY_DEPTH');
      refused(await ask('{ a: hello b: hello }'), 'GM_LIMIT_ALIASES');
      refused(await ask('{ hello @skip(if: true) @include(if: true) }'), 'GM_LIMIT_DIRECTIVES');
      refused(await ask('{ hello node { name } me }'), 'GM_LIMIT_ROOT_FIELDS');
      refused(await ask('query A { node { name } hello } query B { node { name } hello }'), 'GM_LIMIT_FIELDS');
      refused(await ask('{ node { name name name name name } }'), 'GM_LIMIT_BREADTH');
      refused(await ask('{ hello } { hello } { hello }'), 'GM_LIMIT_DEFINITIONS');
      refused(await ask('{ count(filter: { and: [1, 2] }) }'), 'GM_LIMIT_INPUTS');
      refused(await ask('{ hello }\n\n\n'), 'GM_LIMIT_LINES');
      refused(await ask('{ node { name name name } }'), 'GM_LIMIT_MERGES');
      refused(await ask(`{ hello } #${' '.repeat(430)}`), 'GM_LIMIT_CHARACTERS');
      refused(await ask('{ a a a a a a a a a a a a a a a a a a a }'), 'GM_LIMIT_TOKENS');
      refused(await ask('{ a { a { a { a { a } } } } }'), 'GM_LIMIT_NESTING');
      refused(await ask(`{ hello } #${' '.repeat(600)}`), 'GM_LIMIT_BODY', 413);
    } finally {
      await strict.close();
    }
  });

  describe('of the body', () => {
    it('takes 256 KiB and refuses a byte more', async () => {
      const body = (size: number): string => `${' '.repeat(size - '{"query":"{hello}"}'.length)}{"query":"{hello}"}`;
      expect((await post(server.url, body(262_144))).data).to.deep.equal({ hello: 'hello world' });
      refused(await post(server.url, body(262_145)), 'GM_LIMIT_BODY', 413);
    });

    it('refuses a query of a megabyte', async () => {
      refused(await query(`{ hello(name: "${'x'.repeat(1_000_000)}") }`), 'GM_LIMIT_BODY', 413);
    });

    it('refuses a body without a length while it streams', async () => {
      const { status, text, sent } = await streamed(server.url, 50_000_000);
      expect(text).to.include('GM_LIMIT_BODY');
      expect(status).to.equal(413);
      expect(sent).to.be.below(50_000_000);
    });

    it('takes a body without a length within the limit', async () => {
      const { status, text } = await streamed(server.url, 0, '{"query":"{hello}"}');
      expect(text).to.equal('{"data":{"hello":"hello world"}}');
      expect(status).to.equal(200);
    });
  });
});

/** Sends a body in chunks until it is answered or all is sent. */
async function streamed(url: string, size: number, start = ''): Promise<{ status: number; text: string; sent: number }> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    const chunk = ' '.repeat(65_536);
    const asked = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => {
        asked.destroy();
        resolve({ status: response.statusCode ?? 0, text, sent });
      });
    });
    asked.on('error', (error) => (sent === 0 || asked.destroyed ? undefined : reject(error)));
    const push = (): void => {
      while (sent < size) {
        sent += chunk.length;
        if (!asked.write(chunk)) return void asked.once('drain', push);
      }
      asked.end();
    };
    if (start) asked.write(start);
    push();
  });
}
