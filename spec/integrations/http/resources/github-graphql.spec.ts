import { addMocksToSchema, createMockStore } from '@graphql-tools/mock';
import { schema as github } from '@octokit/graphql-schema';
import { expect } from 'chai';
import { everyone, Interface, Manager, Permission, where } from 'general-manager/decorators';
import { field, graphql } from 'general-manager/http';
import { GeneralManager } from 'general-manager';
import { buildSchema, graphql as execute, type GraphQLSchema } from 'graphql';
import { serve, type Loopback } from './support/api.js';
import { boot } from './support/boot.js';

class Repository {
  id!: string;
  name!: string;
  owner!: string;
  isPrivate!: boolean;
  visibility!: string;
  pushedAt!: Date | null;
  language!: string | null;
  stars!: number;
}

interface RepositoryNode {
  readonly id: string;
  readonly name: string;
  readonly owner: { readonly __typename: 'Organization'; readonly login: string };
  readonly isPrivate: boolean;
  readonly visibility: string;
  readonly pushedAt: string | null;
  readonly primaryLanguage: { readonly name: string } | null;
  readonly stargazerCount: number;
}

const NODES = Array.from({ length: 12 }, (_each, index): RepositoryNode => ({
  id: `R_${index}`,
  name: `repo-${index}`,
  owner: { __typename: 'Organization', login: 'acme' },
  isPrivate: index % 4 === 0,
  visibility: index % 4 === 0 ? 'PRIVATE' : 'PUBLIC',
  pushedAt: index === 3 ? null : `2024-01-${String(index + 1).padStart(2, '0')}T00:00:00Z`,
  primaryLanguage: index % 3 === 0 ? null : { name: 'TypeScript' },
  stargazerCount: 100 - index,
}));

interface RepositoriesArgs {
  readonly first: number;
  readonly after?: string;
  readonly privacy?: 'PUBLIC' | 'PRIVATE';
  readonly orderBy?: { readonly field: 'NAME' | 'STARGAZERS'; readonly direction: 'ASC' | 'DESC' };
}

/** A connection as GitHub gives it. */
function repositories({ first, after, privacy, orderBy }: RepositoriesArgs): object {
  const found = NODES.filter((each) => !privacy || each.visibility === privacy);
  const sorted = orderBy?.field === 'STARGAZERS' ? found.toSorted((left, right) => left.stargazerCount - right.stargazerCount) : found;
  const all = orderBy?.direction === 'DESC' ? sorted.toReversed() : sorted;
  const start = after ? Number(atob(after)) : 0;
  const nodes = all.slice(start, start + first);
  const pageInfo = { hasNextPage: start + first < all.length, endCursor: btoa(String(start + nodes.length)) };
  return { nodes, pageInfo, totalCount: all.length };
}

describe('HTTP resources: the GraphQL schema of GitHub', function () {
  this.timeout(60_000);
  let schema: GraphQLSchema;
  let api: Loopback;
  let gm: GeneralManager;

  before(async () => {
    const real = buildSchema(github.idl, { assumeValid: true });
    schema = addMocksToSchema({
      schema: real,
      store: createMockStore({ schema: real }),
      resolvers: {
        Query: {
          organization: () => ({ __typename: 'Organization' }),
          node: (_root: unknown, { id }: { id: string }) => {
            const found = NODES.find((each) => each.id === id);
            return found ? { __typename: 'Repository', ...found } : null;
          },
          repository: (_root: unknown, { name }: { name: string }) => NODES.find((each) => each.name === name) ?? null,
        },
        Organization: { repositories: (_root: unknown, args: RepositoriesArgs) => repositories(args) },
      },
    });
    api = await serve(async ({ body }) => {
      const { query, variables } = body as { query: string; variables: object };
      return { body: await execute({ schema, source: query, variableValues: { ...variables } }) };
    });
    Manager()(Repository);
    Interface(
      graphql<Repository>({
        baseUrl: api.url,
        fields: {
          name: field.id(),
          id: field.string(),
          owner: field.string({ from: 'owner.login' }),
          isPrivate: field.boolean(),
          visibility: field.enum(['PUBLIC', 'PRIVATE', 'INTERNAL']),
          pushedAt: field.datetime({ nullable: true }),
          language: field.string({ from: 'primaryLanguage.name', nullable: true }),
          stars: field.int({ from: 'stargazerCount' }),
        },
        operations: {
          list: {
            field: ['organization(login: $login)', 'repositories(first: $first, after: $after, privacy: $privacy, orderBy: $orderBy)'],
            variables: { login: 'String!', privacy: 'RepositoryPrivacy', orderBy: 'RepositoryOrder' },
            values: { login: 'acme' },
            filters: { isPrivate: { param: 'privacy', serialize: (value: boolean) => (value ? 'PRIVATE' : 'PUBLIC') } },
            sort: {
              param: 'orderBy.field',
              fields: { name: 'NAME', stars: 'STARGAZERS' },
              direction: { param: 'orderBy.direction', asc: 'ASC', desc: 'DESC' },
            },
            total: true,
            maxSize: 5,
          },
          detail: {
            field: 'repository(owner: $owner, name: $name)',
            variables: { owner: 'String!', name: 'String!' },
            values: { owner: 'acme' },
          },
        },
      }),
    )(Repository);
    Permission<Repository>({ read: everyone(), fields: { language: { read: where({ isPrivate: false }) } } })(Repository);
    const { runtime, problems } = boot(Repository);
    expect(problems).to.deep.equal([]);
    gm = new GeneralManager(runtime);
  });
  after(async () => api.close());
  beforeEach(() => void api.seen());

  const bucket = () => gm.as(null).manager(Repository);
  const documents = (): readonly unknown[] => api.seen().map(({ body }) => body);

  it('is asked for the fields that are wanted, with filters and orders as variables', async () => {
    const page = await bucket()
      .filter({ isPrivate: false })
      .sort('-stars')
      .select({ name: true, stars: true })
      .page({ first: 2, total: true });
    expect(page.items).to.deep.equal([
      { name: 'repo-1', stars: 99 },
      { name: 'repo-2', stars: 98 },
    ]);
    expect(page.total).to.equal(9);
    expect(documents()).to.deep.equal([
      {
        query:
          'query list($login: String!, $first: Int, $after: String, $privacy: RepositoryPrivacy, $orderBy: RepositoryOrder) ' +
          '{ organization(login: $login) { repositories(first: $first, after: $after, privacy: $privacy, orderBy: $orderBy) ' +
          '{ nodes { name isPrivate stargazerCount } pageInfo { hasNextPage endCursor } totalCount } } }',
        variables: { login: 'acme', privacy: 'PUBLIC', orderBy: { field: 'STARGAZERS', direction: 'DESC' }, first: 2 },
      },
    ]);
  });

  it('is walked along its cursors, one request for a page', async () => {
    const first = await bucket().page({ first: 5 });
    const second = await bucket().page({ first: 5, after: first.endCursor });
    expect(second.items.map(({ name }) => name)).to.deep.equal(['repo-5', 'repo-6', 'repo-7', 'repo-8', 'repo-9']);
    expect(documents()).to.have.lengthOf(2);
  });

  it('gives single objects, and none for null', async () => {
    expect(await bucket().get('repo-3')).to.deep.include({
      name: 'repo-3',
      owner: 'acme',
      pushedAt: null,
      language: null,
      visibility: 'PUBLIC',
    });
    expect(
      await bucket()
        .get('nothing')
        .catch(({ code }: { code: string }) => code),
    ).to.equal('GM_READ_NOT_FOUND');
    expect(documents().map((body) => (body as { variables: unknown }).variables)).to.deep.equal([
      { owner: 'acme', name: 'repo-3' },
      { owner: 'acme', name: 'nothing' },
    ]);
  });

  it('is read in full for what it cannot be asked, under the rules for fields', async () => {
    const found = await bucket().filter({ language: 'TypeScript' }).sort('pushedAt').all();
    expect(found.map(({ name }) => name)).to.deep.equal(['repo-1', 'repo-2', 'repo-5', 'repo-7', 'repo-10', 'repo-11']);
    expect(documents()).to.have.lengthOf(3);
  });
});

describe('HTTP resources: errors of a GraphQL upstream', () => {
  let answer: unknown;
  let api: Loopback;
  before(async () => {
    api = await serve(() => ({ body: answer }));
  });
  after(async () => api.close());

  it('are errors, also beside data, and say their code and nothing else', async () => {
    class Thing {
      id!: string;
    }
    Manager()(Thing);
    const operations = {
      list: { field: 'things(first: $first, after: $after)' },
      detail: { field: 'thing(id: $id)', variables: { id: 'ID!' } },
    };
    Interface(graphql<Thing>({ baseUrl: api.url, fields: { id: field.id() }, operations }))(Thing);
    Permission({ read: everyone() })(Thing);
    const bucket = new GeneralManager(boot(Thing).runtime).as(null).manager(Thing);
    const failure = async (given: unknown): Promise<Error & { code?: string }> => {
      answer = given;
      return bucket.all().then(
        () => new Error('nothing failed'),
        (error: Error) => error,
      );
    };
    const data = { things: { nodes: [{ id: '1' }], pageInfo: { hasNextPage: false } } };
    const error = { message: 'SECRET', extensions: { code: 'RATE_LIMITED' } };
    expect(await failure({ data, errors: [error] })).to.include({
      code: 'GM_RESOURCE_GRAPHQL_FAILED',
      message: 'A GraphQL upstream answered list with errors (RATE_LIMITED).',
    });
    expect(await failure({ errors: [{ message: 'SECRET', extensions: { code: 'not a code SECRET' } }] }))
      .to.have.property('message')
      .that.does.not.include('SECRET');
    expect(await failure('text')).to.have.property('code', 'GM_RESOURCE_GRAPHQL_FAILED');
    answer = { data: { thing: null }, errors: [{ message: 'no', type: 'NOT_FOUND', path: ['thing'] }] };
    expect(await bucket.get('1').catch(({ code }: { code: string }) => code)).to.equal('GM_READ_NOT_FOUND');
  });
});
