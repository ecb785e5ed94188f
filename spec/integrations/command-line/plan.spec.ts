import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { graphql, parse } from 'graphql';
import type { FieldPlan, OperationPlan, PlanOptions } from '../../../integrations/index.js';
import { definePlugin } from '../../../lib/index.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { run, type Outcome } from './running.js';
import { gm as boot, openOrm, type Closable } from './support/library.js';

const LIBRARY = fileURLToPath(import.meta.resolve('./support/library.ts'));
const MEMORY = fileURLToPath(import.meta.resolve('./support/application.ts'));

const NESTED = `query Shelves($q: String, $n: Int, $f: BookFilter) {
  libraries(first: $n, filter: { name: { contains: $q } }) {
    totalCount
    nodes { name books(first: 3, filter: $f, sort: [{ title: DESC }]) { nodes { title price capabilities { update } library { name } } } }
  }
}`;

/** Someone whose attributes occur nowhere else. */
const OWNER = { id: 4711, readers: [4712, 4713], suspended: false };

describe('general-manager plan', () => {
  let database: FreshDatabase;
  let gm: Closable;
  const statements: string[] = [];

  before(async () => {
    database = await freshDatabase('planned');
    gm = await boot(database.url, { onQuery: (sql) => (statements.push(sql), sql) });
  });
  after(async () => {
    await gm.close();
    await database.drop();
  });

  const planned = async (source: string, options: PlanOptions = {}): Promise<OperationPlan> =>
    gm.plan(source, { actor: OWNER, ...options });
  const field = async (source: string, options: PlanOptions = {}): Promise<FieldPlan> => {
    const { fields } = await planned(source, options);
    if (!fields[0]) throw new TypeError('there is no field');
    return fields[0];
  };

  describe('gm.plan', () => {
    it('tells of a nested read who may see what, which rows, in which order, how many', async () => {
      const variables = { n: 4, q: 'secret', f: { library: { name: { startsWith: 'L' } } } };
      const { operation, name, fields } = await planned(NESTED, { variables });
      expect([operation, name, fields.length]).to.deep.equal(['query', 'Shelves', 1]);
      const { key, route, reason, read } = fields[0] ?? {};
      expect([key, route, reason, read?.rows]).to.deep.equal(['libraries', 'direct', undefined, 4 * (1 + 3 * (1 + 1))]);
      expect(read?.decisions).to.deep.equal([
        {
          manager: 'Library',
          allowed: true,
          by: 'rows',
          policy: 'anyOf(where({"owner":"actor.id"}), role(auditor))',
          where: 'owner eq actor.id',
        },
        {
          manager: 'Book',
          allowed: true,
          by: 'rows',
          policy: 'delegate(library), deny actor.suspended eq true',
          where: 'some library: owner eq actor.id',
        },
      ]);
      const books = read?.plan?.relations[0];
      expect(read?.plan).to.deep.include({ manager: 'Library', where: 'name contains $q', policy: 'owner eq actor.id', total: true });
      expect(read?.plan).to.deep.include({ order: ['id asc nulls last'], page: ['first 4'], fields: ['name'] });
      expect([books?.field, books?.cardinality]).to.deep.equal(['books', 'many']);
      expect(books?.plan).to.deep.include({
        where: 'some library (seen if owner eq actor.id): name startsWith $f.library.name.startsWith',
        policy: 'some library: owner eq actor.id',
        order: ['title desc nulls first', 'id asc nulls last'],
        page: ['first 3'],
        guards: { price: 'some library: owner eq actor.id' },
        capabilities: { update: 'some library: owner eq actor.id' },
      });
      expect(books?.plan.relations.map(({ field, plan: { page } }) => [field, page])).to.deep.equal([['library', []]]);
    });

    it('gives the statement that runs, with what each placeholder stands for', async () => {
      const variables = { n: 4, q: 'secret', f: { title: { in: ['a', 'b'] } } };
      const { read } = await field(NESTED, { variables });
      statements.length = 0;
      await gm.direct.operation(parse(NESTED))?.run(variables, { actor: OWNER });
      expect(statements).to.deep.equal([read?.statement?.text]);
      const parameters = read?.statement?.parameters ?? [];
      expect(parameters.map(({ placeholder }) => placeholder)).to.deep.equal(parameters.map((_each, index) => `$${index + 1}`));
      expect(new Set(parameters.map(({ kind, text }) => `${kind} ${text}`))).to.deep.equal(
        new Set(['actor actor.id', 'variable $q', 'variable $f.title.in']),
      );
    });

    it('holds no value of the actor and of no variable', async () => {
      const variables = { n: 4, q: 'secret', f: { title: { eq: 'hidden' } } };
      const text = JSON.stringify([
        await planned(NESTED, { variables }),
        await planned('{ loans { nodes { reader } } }'),
        await planned('query ($id: ID!) { book(id: $id) { loans(filter: { book: { title: { eq: "x" } } }) { totalCount } } }', {
          variables: { id: '987654' },
        }),
      ]);
      for (const value of ['4711', '4712', '4713', 'secret', 'hidden', '987654']) expect(text).not.to.include(value);
      expect(text).to.include('actor.readers').and.to.include('key $id').and.to.include('\\"x\\"');
    });

    it('names cursors and offsets', async () => {
      const source =
        'query ($after: String, $offset: Int) { a: subjects(after: $after) { nodes { id } } b: subjects(offset: $offset) { nodes { id } } }';
      const page = '{ subjects(first: 1) { edges { cursor } } }';
      const orm = await openOrm(database.url);
      await orm.em.getConnection().execute(`insert into subject (label) values ('a'), ('b')`);
      await orm.close();
      const answer = (await graphql({ schema: gm.schema, source: page, contextValue: { actor: OWNER } })) as unknown as {
        data: { subjects: { edges: { cursor: string }[] } };
      };
      const after = answer.data.subjects.edges[0]?.cursor;
      const { fields } = await planned(source, { variables: { after, offset: 7 } });
      expect(fields.map(({ route, read }) => [route, read?.plan?.page, read?.statement?.parameters])).to.deep.equal([
        ['direct', ['first 50', 'after a cursor'], [{ placeholder: '$1', kind: 'cursor', text: 'the position in $after' }]],
        ['direct', ['first 50', 'offset $offset'], [{ placeholder: '$1', kind: 'variable', text: '$offset' }]],
      ]);
      const broken = await field(source, { variables: { after: 'x' } });
      expect([broken.route, broken.read?.problem?.code]).to.deep.equal(['resolvers', 'GM_READ_INVALID_CURSOR']);
    });

    it('leaves to resolvers what is hand-written, and tells why', async () => {
      const { fields } = await planned('{ __typename motto books { nodes { loud } } s: subjects { totalCount } }');
      expect(fields.map(({ key, field, route, reason }) => [key, field, route, reason])).to.deep.equal([
        ['__typename', '__typename', 'direct', undefined],
        ['motto', 'motto', 'resolvers', 'Query.motto is no generated query'],
        ['books', 'books', 'resolvers', 'Book.loud is resolved by hand-written code'],
        ['s', 'subjects', 'direct', undefined],
      ]);
      const [, motto, books] = fields;
      expect(motto?.read).to.equal(undefined);
      statements.length = 0;
      await graphql({ schema: gm.schema, source: '{ books { nodes { loud } } }', contextValue: { actor: OWNER } });
      expect(statements).to.deep.equal([books?.read?.statement?.text]);
    });

    it('leaves all to resolvers where there is nothing to read, or where one of the reads is refused', async () => {
      const none = await planned('{ __typename motto }');
      expect(none.fields.map(({ route, reason }) => [route, reason])).to.deep.equal([
        ['resolvers', 'nothing of the operation is read directly'],
        ['resolvers', 'Query.motto is no generated query'],
      ]);
      const refused = await planned('{ safes { totalCount } subjects { totalCount } }');
      expect(refused.fields.map(({ route, reason }) => [route, reason])).to.deep.equal([
        ['resolvers', 'they tell what is wrong: GM_PERM_NO_POLICY'],
        ['resolvers', 'they answer the whole operation, because of safes'],
      ]);
    });

    it('names the rule that refuses', async () => {
      const refusal = async (source: string, actor: object | null): Promise<unknown> => {
        const { read } = await field(source, { actor });
        expect([read?.plan, read?.statement]).to.deep.equal([undefined, undefined]);
        return [read?.problem?.code, read?.decisions[0]?.by, read?.decisions[0]?.refusal];
      };
      expect(await refusal('{ safes { totalCount } }', OWNER)).to.deep.equal([
        'GM_PERM_NO_POLICY',
        'no-policy',
        'no policy allows anybody',
      ]);
      expect(await refusal('{ libraries { totalCount } }', null)).to.deep.equal([
        'GM_PERM_FORBIDDEN',
        'no-allow',
        'allowed is only anyOf(where({"owner":"actor.id"}), role(auditor))',
      ]);
      expect(await refusal('{ books { totalCount } }', { ...OWNER, suspended: true })).to.deep.equal([
        'GM_PERM_FORBIDDEN',
        'deny',
        'denied by actor.suspended eq true',
      ]);
      expect(await refusal('{ loans { totalCount } }', { ...OWNER, suspended: true })).to.deep.equal([
        'GM_PERM_FORBIDDEN',
        'require',
        'required is actor.suspended ne true',
      ]);
    });

    it('tells of requests that cannot be read', async () => {
      const many = await field('{ libraries(first: 1000) { nodes { books(first: 1000) { nodes { title } } } } }');
      expect([many.route, many.read?.problem?.code]).to.deep.equal(['resolvers', 'GM_LIMIT_ROWS']);
      const bad = await field('query ($id: ID!) { subject(id: $id) { label } }', { variables: { id: 'x' } });
      expect([bad.route, bad.read?.problem?.code]).to.deep.equal(['resolvers', 'GM_READ_INVALID_KEY']);
      for (const [source, options, code] of [
        ['{ nope', {}, 'GM_PLAN_INVALID_DOCUMENT'],
        ['{ nope }', {}, 'GM_PLAN_INVALID_DOCUMENT'],
        ['query A { motto } query B { motto }', {}, 'GM_PLAN_UNKNOWN_OPERATION'],
        ['query A { motto } query B { motto }', { operation: 'C' }, 'GM_PLAN_UNKNOWN_OPERATION'],
        [NESTED, { variables: { n: 'many' } }, 'GM_PLAN_INVALID_VARIABLES'],
      ] as const) {
        const error = (await planned(source, options).catch((thrown: unknown) => thrown)) as { code?: string; message: string };
        expect(error.code, source).to.equal(code);
        expect(error.message).not.to.include('many');
      }
    });

    it('tells of plugins that wrap operations', async () => {
      const wrapping = definePlugin({ name: 'wrapping', description: 'Wraps.', hooks: { wrapOperation: ({ next }) => next } });
      const wrapped = await boot(database.url, {}, [wrapping]);
      try {
        const { fields } = await wrapped.plan('{ subjects { totalCount } }');
        expect(fields.map(({ route, reason }) => [route, reason])).to.deep.equal([
          ['resolvers', 'the interface database writes no text, or a plugin wraps operations'],
        ]);
        expect(fields[0]?.read?.statement?.text).to.match(/^select /);
      } finally {
        await wrapped.close();
      }
    });

    it('asks the database how it would carry out the statement, and reads nothing else', async () => {
      statements.length = 0;
      const { read } = await field('{ libraries { nodes { name } } }', { explain: true });
      expect(read?.explained?.join('\n')).to.match(/Scan.*on library/);
      expect(statements).to.deep.equal([`explain ${read?.statement?.text}`]);
      statements.length = 0;
      await planned(NESTED);
      expect(statements).to.deep.equal([]);
    });
  });

  describe('as a command', () => {
    const command = async (...args: readonly string[]): Promise<Outcome> =>
      run(['plan', ...args], '.', { SPEC_DATABASE_URL: database.url });
    const SOURCE = 'query Q($q: String) { motto libraries(filter: { name: { eq: $q } }) { nodes { name } } }';
    const AS = ['--actor', JSON.stringify(OWNER), '--variables', '{"q":"secret"}'];

    it('prints route, plan, statement and parameters', async () => {
      const { code, stdout, stderr } = await command(LIBRARY, SOURCE, ...AS);
      expect([code, stderr]).to.deep.equal([0, '']);
      const { read } = (await planned(SOURCE, { variables: { q: 'secret' } })).fields[1] ?? {};
      expect(stdout).to.equal(`query Q

motto: resolvers, since Query.motto is no generated query

libraries: direct
  who may read what
    Library: anyOf(where({"owner":"actor.id"}), role(auditor)) -> owner eq actor.id
  plan, at most 50 rows
    Library, first 50
      seen if owner eq actor.id
      where name eq $q
      by id asc nulls last
      name
  statement
    ${read?.statement?.text}
  parameters
    $1   actor    actor.id
    $2   variable $q
`);
    });

    it('prints JSON, SQL, and what the database says', async () => {
      const [json, sql, explained] = await Promise.all([
        command(LIBRARY, SOURCE, ...AS, '--json'),
        command(LIBRARY, SOURCE, ...AS, '--sql'),
        command(LIBRARY, SOURCE, ...AS, '--explain'),
      ]);
      const expected = await planned(SOURCE, { variables: { q: 'secret' } });
      expect(JSON.parse(json?.stdout ?? '')).to.deep.equal(expected);
      expect(sql?.stdout).to.equal(
        `-- motto: Query.motto is no generated query\n\n-- libraries\n-- $1: actor.id\n-- $2: $q\n${expected.fields[1]?.read?.statement?.text};\n`,
      );
      expect(explained?.stdout).to.match(/\n {2}explain\n {4}\S.*\n[^]*Scan/);
    });

    it('tells which rule refuses', async () => {
      const { code, stdout } = await command(LIBRARY, '{ books { totalCount } }');
      expect(code).to.equal(0);
      expect(stdout).to.include(
        'books: resolvers, since they tell what is wrong: GM_PERM_FORBIDDEN\n  GM_PERM_FORBIDDEN: You may not read Book.\n',
      );
      expect(stdout).to.include('-> nothing, denied by actor.suspended eq true\n');
    });

    it('ends with 1 and a cure where it cannot, and with 2 where it was not asked properly', async () => {
      const outcomes = await Promise.all([
        command(LIBRARY, '{ nope }'),
        command(LIBRARY, SOURCE, '--variables', '[1]'),
        command(MEMORY, SOURCE),
        command(LIBRARY, SOURCE, 'more'),
      ]);
      expect(outcomes.map(({ code, stderr }) => [code, stderr.split(':')[0]])).to.deep.equal([
        [1, 'GM_PLAN_INVALID_DOCUMENT'],
        [1, 'GM_CLI_INVALID_ARGUMENT'],
        [1, 'GM_CLI_NO_SCHEMA'],
        [2, 'GM_CLI_USAGE'],
      ]);
    });
  });
});
