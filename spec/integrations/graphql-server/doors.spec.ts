import { expect } from 'chai';
import {
  createHandler,
  DEFAULT_SERVER_LIMITS,
  serve,
  type Handler,
  type RunningServer,
  type ServerLimits,
} from '../../../integrations/graphql-server/index.js';
import { TestApplication } from './support/application.js';
import { JSON_HEADERS, send, type Answer } from './support/send.js';

/** Small enough for violations of each to fit into a URL. */
const LIMITS: Partial<ServerLimits> = {
  maxDepth: 4,
  maxAliases: 2,
  maxDirectives: 2,
  maxRootFields: 3,
  maxFields: 12,
  maxBreadth: 8,
  maxMerges: 6,
  maxDefinitions: 3,
  maxInputs: 11,
  maxCharacters: 300,
  maxLines: 5,
  maxTokens: 60,
  maxNesting: 9,
};

interface Operation {
  readonly query: string;
  readonly variables?: object;
}

const VIOLATIONS: Readonly<Record<string, Operation>> = {
  GM_LIMIT_QUERY_DEPTH: { query: '{ node { next { next { next { name } } } } }' },
  GM_LIMIT_ALIASES: { query: '{ node { a: name b: name c: name } }' },
  GM_LIMIT_DIRECTIVES: { query: '{ hello @a @b @c }' },
  GM_LIMIT_ROOT_FIELDS: { query: '{ hello hello hello hello }' },
  GM_LIMIT_FIELDS: { query: '{ node { name ...A ...A ...A } } fragment A on Node { next { name name } }' },
  GM_LIMIT_BREADTH: { query: `{ node { ${'name '.repeat(9)} } }` },
  GM_LIMIT_MERGES: { query: `{ node { ${'name '.repeat(5)} } }` },
  GM_LIMIT_DEFINITIONS: { query: '{ hello } { hello } { hello } { hello }' },
  GM_LIMIT_INPUTS: { query: `{ double(value: [${'1 '.repeat(11)}]) }` },
  GM_LIMIT_LINES: { query: `{ hello }${'\n'.repeat(6)}` },
  GM_LIMIT_TOKENS: { query: `{ ${'a '.repeat(61)} }` },
  GM_LIMIT_CHARACTERS: { query: `{ hello } #${'x'.repeat(300)}` },
  GM_LIMIT_NESTING: { query: `{ double(value: ${'['.repeat(9)}${']'.repeat(9)}) }` },
  'GM_LIMIT_NESTING of variables': {
    query: 'query ($f: Filter) { count(filter: $f) }',
    variables: { f: JSON.parse(`${'{"and":['.repeat(5)}${']}'.repeat(5)}`) as object },
  },
};

type Door = (operation: Operation) => Promise<Answer>;

describe('graphql-server: the doors', () => {
  const application = new TestApplication();
  const handler: Handler = createHandler(application, { limits: LIMITS });
  let server: RunningServer;
  before(async () => {
    server = await serve(application, { port: 0, limits: LIMITS });
  });
  after(async () => server.close());

  const search = ({ query, variables }: Operation): string =>
    `?${new URLSearchParams({ query, ...(variables && { variables: JSON.stringify(variables) }) })}`;
  const posted = (operation: Operation): RequestInit => ({ method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(operation) });
  const get = { headers: { accept: JSON_HEADERS.accept } };
  const doors: Readonly<Record<string, Door>> = {
    POST: async (operation) => send(server.url, posted(operation)),
    GET: async (operation) => send(server.url + search(operation), get),
    'POST by fetch': async (operation) => send('http://localhost/graphql', posted(operation), handler.fetch),
    'GET by fetch': async (operation) => send(`http://localhost/graphql${search(operation)}`, get, handler.fetch),
  };

  for (const [door, ask] of Object.entries(doors)) {
    it(`have the same limits: ${door}`, async () => {
      expect((await ask({ query: '{ hello }' })).data).to.deep.equal({ hello: 'hello world' });
      for (const [title, operation] of Object.entries(VIOLATIONS)) {
        const { status, data, errors } = await ask(operation);
        expect(errors, title).to.have.length(1);
        expect(errors?.[0]?.extensions, title).to.include({ gm: title.split(' ')[0], code: 'LIMIT_EXCEEDED' });
        expect([status, data], title).to.deep.equal([400, undefined]);
      }
    });

    it(`refuse alike what is asked for again: ${door}`, async () => {
      const operation = { query: `{ node { ${'name '.repeat(9)} } } # ${door}` };
      const [first, second] = [await ask(operation), await ask(operation)];
      expect(second.errors).to.deep.equal(first.errors);
      expect(second.errors?.[0]?.extensions.gm).to.equal('GM_LIMIT_BREADTH');
    });
  }

  it('cover every limit of a document', () => {
    const ofDocuments = Object.keys(DEFAULT_SERVER_LIMITS).filter((each) => !['maxBodyBytes', 'maxConcurrent', 'maxQueued'].includes(each));
    expect(Object.keys(LIMITS)).to.have.members(ofDocuments);
    expect(new Set(Object.keys(VIOLATIONS).map((title) => title.split(' ')[0])).size).to.equal(ofDocuments.length);
  });
});
