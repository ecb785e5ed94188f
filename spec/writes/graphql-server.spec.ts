import { expect } from 'chai';
import { createHandler, type HandlerOptions } from 'general-manager/graphql-server';
import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Client, type ShownExtensions } from './support/ask.js';
import { boss, openOffice, Team, type Office } from './support/office.js';

const MUTATION = 'mutation { createTeam(input: { name: "A" }) { team { id } } }';
const JSON_TYPE = { 'content-type': 'application/json' };

interface Answer {
  readonly status: number;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: ShownExtensions }[];
}

describe('mutations through the server', () => {
  let office: Office;
  before(async () => {
    office = await openOffice('writes_server');
  });
  after(async () => office.close());
  beforeEach(async () => office.reset());

  const send = async (init: RequestInit, search = '', options: HandlerOptions = {}): Promise<Answer> => {
    const { fetch } = createHandler(office.gm, { context: () => ({ actor: boss }), ...options });
    const response = await fetch(new Request(`http://localhost/graphql${search}`, init));
    return { status: response.status, ...((await response.json()) as object) };
  };
  const post = async (query: string, options?: HandlerOptions): Promise<Answer> =>
    send({ method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ query }) }, '', options);
  const teams = async (): Promise<readonly unknown[]> => office.query('select name from team order by id');

  it('are carried out by POST of JSON', async () => {
    expect(await post(MUTATION)).to.deep.equal({ status: 200, data: { createTeam: { team: { id: '1' } } } });
    expect(await post(MUTATION.replace('A', 'B'))).to.deep.equal({ status: 200, data: { createTeam: { team: { id: '2' } } } });
    expect(await teams()).to.deep.equal([{ name: 'A' }, { name: 'B' }]);
  });

  it('are refused by GET, and as what browsers send to other sites without asking', async () => {
    expect((await send({}, `?query=${encodeURIComponent(MUTATION)}`)).status).to.equal(405);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const { status, errors } = await send({
        method: 'POST',
        headers: { 'content-type': type },
        body: JSON.stringify({ query: MUTATION }),
      });
      expect([status, errors?.[0]?.extensions.gm], type).to.deep.equal([415, 'GM_HTTP_CONTENT_TYPE']);
    }
    expect(await teams()).to.deep.equal([]);
  });

  it('obey the limits of operations before anything is written', async () => {
    const deep = 'mutation { createTeam(input: { name: "A" }) { team { projects { nodes { team { projects { nodes { id } } } } } } } }';
    const { errors } = await post(deep, { limits: { maxDepth: 5 } });
    expect(errors?.[0]?.extensions.gm).to.equal('GM_LIMIT_QUERY_DEPTH');
    const many = `mutation { ${Array.from({ length: 30 }, (_, place) => `m${place}: createTeam(input: { name: "${place}" }) { __typename }`).join(' ')} }`;
    expect((await post(many, { limits: { maxRootFields: 20 } })).errors?.[0]?.extensions.code).to.equal('LIMIT_EXCEEDED');
    expect(await teams()).to.deep.equal([]);
  });

  it('wait for their turn, and are refused where too many do', async () => {
    const { fetch } = createHandler(office.gm, { context: () => ({ actor: boss }), limits: { maxConcurrent: 1, maxQueued: 1 } });
    const ask = async (name: string): Promise<Answer> => {
      const body = JSON.stringify({ query: MUTATION.replace('A', name) });
      const response = await fetch(new Request('http://localhost/graphql', { method: 'POST', headers: JSON_TYPE, body }));
      return { status: response.status, ...((await response.json()) as object) };
    };
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(ask));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.map(({ errors }) => errors?.[0]?.extensions.gm)).to.deep.equal(['GM_LIMIT_CONCURRENCY', 'GM_LIMIT_CONCURRENCY']);
    expect(await teams()).to.have.length(2);
  });

  it('mask what is not known, and log it once', async () => {
    const gm = await office.boot({
      plugins: [
        {
          name: 'fail',
          description: 'Fails.',
          hooks: {
            wrapOperation: () => async () => {
              throw new Error('secret');
            },
          },
        },
      ],
    });
    const { fetch } = createHandler(gm, { context: () => ({ actor: boss }) });
    const response = await fetch(
      new Request('http://localhost/graphql', { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ query: MUTATION }) }),
    );
    const text = await response.text();
    expect(text).to.include('GM_INTERNAL').and.not.include('secret');
    expect(office.logged).to.have.length(1);
    expect(await teams()).to.deep.equal([]);
  });

  it('give objects whose hand-written fields are answered', async () => {
    @Resolver(() => Team)
    class Shouting {
      @FieldResolver(() => String)
      loud(@Root() team: Team): string {
        return team instanceof Team ? team.name.toUpperCase() : 'no instance';
      }
    }
    const client = new Client(await office.boot({ resolvers: [Shouting] }), boss);
    const source =
      'mutation { createTeam(input: { name: "a" }) { team { loud } } createTeams(input: [{ name: "b" }]) { teams { loud } } deleteTeam(id: 1) { team { loud } } }';
    expect(await client.data(source)).to.deep.equal({
      createTeam: { team: { loud: 'A' } },
      createTeams: { teams: [{ loud: 'B' }] },
      deleteTeam: { team: { loud: 'A' } },
    });
  });
});
