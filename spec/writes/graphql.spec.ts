import { expect } from 'chai';
import { parse } from 'graphql';
import { FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Client } from './support/ask.js';
import { ann, bob, boss, openOffice, Team, type Office } from './support/office.js';

describe('mutations of GraphQL', () => {
  let office: Office;
  let asBoss: Client;
  let asAnn: Client;
  let asBob: Client;
  before(async () => {
    office = await openOffice('writes_graphql');
    [asBoss, asAnn, asBob] = [boss, ann, bob].map((actor) => new Client(office.gm, actor)) as [Client, Client, Client];
  });
  after(async () => office.close());
  beforeEach(async () => office.reset());

  const kinds = (): readonly string[] => office.statements.map((each) => each.slice(0, 6));

  it('make an object and read what is selected of it in one statement', async () => {
    const source = 'mutation ($input: TeamCreateInput!) { createTeam(input: $input, reason: "new") { team { id title: name } } }';
    expect(await asBoss.data(source, { input: { name: 'A' } })).to.deep.equal({ createTeam: { team: { id: '1', title: 'A' } } });
    expect(kinds()).to.deep.equal(['with i']);
  });

  it('read nothing where nothing is selected of the object', async () => {
    expect(await asBoss.data('mutation { createTeam(input: { name: "A" }) { __typename } }')).to.deep.equal({
      createTeam: { __typename: 'TeamPayload' },
    });
    expect(kinds()).to.deep.equal(['with i']);
  });

  it('merge what is selected of the object in several places', async () => {
    const source = `mutation {
      createTeam(input: { name: "A", projects: { create: { name: "p", owner: "boss" } } }) {
        team { id }
        again: team { ...Named first: projects(first: 1) { nodes { id } } all: projects { totalCount } }
        ... on TeamPayload { team { name } }
      }
    }
    fragment Named on Team { name }`;
    expect(await asBoss.data(source)).to.deep.equal({
      createTeam: { team: { id: '1', name: 'A' }, again: { name: 'A', first: { nodes: [{ id: '1' }] }, all: { totalCount: 1 } } },
    });
    expect(kinds()).to.deep.equal(['insert', 'insert', 'select']);
  });

  it('take values of every type as reads give them', async () => {
    const task = {
      title: 'one',
      priority: 'High',
      size: '9007199254740993',
      due: '2026-01-02',
      labels: ['a', ''],
      facts: { deep: [1, null, { x: 'y' }] },
      effort: { hours: 3, unit: null },
      progress: 5,
      touched: '2026-01-31T20:15:00.000Z',
    };
    const fields = 'title priority size due labels facts effort { hours unit } progress touched';
    const source = `mutation ($input: TaskCreateInput!) { createTask(input: $input) { task { ${fields} } } }`;
    const project = { create: { name: 'p', owner: 'boss' } };
    expect(await asBoss.data(source, { input: { ...task, project } })).to.deep.equal({ createTask: { task } });
    const read = await asBoss.data(`{ tasks { nodes { ${fields} } } }`);
    expect(read).to.deep.equal({ tasks: { nodes: [task] } });
  });

  it('write along relations, and give what has become of all of it', async () => {
    const source = `mutation {
      createProject(input: {
        name: "p", owner: "ann"
        tasks: { create: [{ title: "one", effort: { hours: 3 } }, { title: "two" }] }
        tags: { create: { label: "x" } }
        brief: { create: { text: "b" } }
      }) {
        project { name tasks(sort: [{ title: ASC }]) { nodes { title effort { hours } } } tags { nodes { label } } brief { text } }
      }
    }`;
    expect(await asAnn.data(source)).to.deep.equal({
      createProject: {
        project: {
          name: 'p',
          tasks: {
            nodes: [
              { title: 'one', effort: { hours: 3 } },
              { title: 'two', effort: null },
            ],
          },
          tags: { nodes: [{ label: 'x' }] },
          brief: { text: 'b' },
        },
      },
    });
  });

  it('connect, make, change, unlink and remove along relations of an object that is there', async () => {
    await asBoss.data(`mutation {
      createTeams(input: [{ name: "A" }, { name: "B" }]) { count }
      createTags(input: [{ label: "x" }, { label: "y" }, { label: "z" }]) { count }
      createProject(input: { name: "p", owner: "boss", team: { connect: 1 }, tags: { connect: [1, 2] }, brief: { create: { text: "b" } } }) { __typename }
    }`);
    const fields = 'team { id name } tags(sort: [{ label: ASC }]) { nodes { label } } brief { id text }';
    const update = async (input: string): Promise<unknown> =>
      (await asBoss.data(`mutation { updateProject(id: 1, input: ${input}) { project { ${fields} } } }`))['updateProject'];
    expect(await update('{ team: { update: { name: "AA" } }, tags: { set: [2, 3] } }')).to.deep.equal({
      project: { team: { id: '1', name: 'AA' }, tags: { nodes: [{ label: 'y' }, { label: 'z' }] }, brief: { id: '1', text: 'b' } },
    });
    expect(
      await update('{ team: { connectOrCreate: { where: { id: 99 }, create: { name: "C" } } }, tags: { disconnect: 2 } }'),
    ).to.deep.equal({
      project: { team: { id: '3', name: 'C' }, tags: { nodes: [{ label: 'z' }] }, brief: { id: '1', text: 'b' } },
    });
    expect(await update('{ team: null, brief: { delete: true }, tags: { disconnect: [] } }')).to.deep.equal({
      project: { team: null, tags: { nodes: [{ label: 'z' }] }, brief: null },
    });
    expect(await office.query('select id from brief')).to.deep.equal([]);
  });

  it('change those of a to-many relation that are named', async () => {
    await asBoss.data(`mutation {
      createProject(input: { name: "p", owner: "boss", tasks: { create: [{ title: "a" }, { title: "b" }, { title: "c" }] } }) { __typename }
    }`);
    const ids = new Map((await office.query('select id, title from task')).map(({ id, title }) => [title, id]));
    const tasks = {
      update: [{ where: { id: ids.get('a') }, data: { title: 'a2', parts: { create: { title: 'part', project: { connect: 1 } } } } }],
      upsert: [{ where: { id: ids.get('b') }, create: { title: 'never' }, update: { done: true } }],
      delete: [ids.get('c')],
    };
    const source = `mutation ($input: ProjectUpdateInput!) {
      updateProject(id: 1, input: $input) { project { tasks(sort: [{ title: ASC }]) { nodes { title done parent { title } } } } }
    }`;
    expect(await asBoss.data(source, { input: { tasks } })).to.deep.equal({
      updateProject: {
        project: {
          tasks: {
            nodes: [
              { title: 'a2', done: false, parent: null },
              { title: 'b', done: true, parent: null },
              { title: 'part', done: false, parent: { title: 'a2' } },
            ],
          },
        },
      },
    });
  });

  it('change what is given: null is null, and what is left out stays', async () => {
    await asBoss.data('mutation { createProject(input: { name: "p", owner: "ann", budget: "5.00", notes: "n" }) { __typename } }');
    const source =
      'mutation ($input: ProjectUpdateInput!) { updateProject(id: 1, input: $input) { project { name budget notes version } } }';
    expect(await asBoss.data(source, { input: { name: 'q', budget: null } })).to.deep.equal({
      updateProject: { project: { name: 'q', budget: null, notes: 'n', version: 2 } },
    });
    expect(await asBoss.data(source, { input: {} })).to.deep.equal({
      updateProject: { project: { name: 'q', budget: null, notes: 'n', version: 2 } },
    });
  });

  it('change or make the object of a key of several parts', async () => {
    await asBoss.data('mutation { createTeam(input: { name: "A" }) { __typename } }');
    const source = `mutation ($key: SeatKey!, $sitter: String) {
      upsertSeat(where: { key: $key }, create: { team: { connect: 1 }, row: 3, sitter: $sitter }, update: { sitter: $sitter }) { seat { row sitter team { name } } }
    }`;
    for (const sitter of ['q', 'r']) {
      const expected = { upsertSeat: { seat: { row: '3', sitter, team: { name: 'A' } } } };
      expect(await asAnn.data(source, { key: { team: 1, row: 3 }, sitter })).to.deep.equal(expected);
    }
    expect(await office.query('select sitter from seat')).to.deep.equal([{ sitter: 'r' }]);
    expect(await asAnn.data('mutation { deleteSeat(key: { team: 1, row: 3 }) { seat { sitter } } }')).to.deep.equal({
      deleteSeat: { seat: { sitter: 'r' } },
    });
    expect(await office.query('select sitter from seat')).to.deep.equal([]);
  });

  it('make many objects together, in the order of the input', async () => {
    const input = ['c', 'a', 'b'].map((name) => ({ name }));
    const source = 'mutation ($input: [TeamCreateInput!]!) { createTeams(input: $input) { count teams { name } } }';
    expect(await asBoss.data(source, { input })).to.deep.equal({ createTeams: { count: 3, teams: input } });
    expect(kinds()).to.deep.equal(['insert', 'select']);
    const failing = await asBoss.refusal(source, { input: [{ name: 'd' }, { name: 'a' }] });
    expect(failing.gm).to.equal('GM_WRITE_NOT_UNIQUE');
    expect(await office.query('select count(*)::int as count from team')).to.deep.equal([{ count: 3 }]);
  });

  it('change and remove what a filter finds, or only count it', async () => {
    const input = ['a', 'b', 'c', 'x'].map((name) => ({ name, owner: name === 'c' ? 'bob' : 'ann' }));
    await asBoss.data('mutation ($input: [ProjectCreateInput!]!) { createProjects(input: $input) { count } }', { input });
    const change =
      'mutation ($dry: Boolean) { updateProjects(filter: { name: { in: ["a", "b", "c"] } }, input: { name: "z" }, dryRun: $dry) { count refused } }';
    expect(await asAnn.data(change, { dry: true })).to.deep.equal({ updateProjects: { count: 2, refused: 0 } });
    expect(await asAnn.data(change)).to.deep.equal({ updateProjects: { count: 2, refused: null } });
    expect(await asAnn.refusal('mutation { deleteProjects(filter: { name: { eq: "z" } }, max: 1) { count } }')).to.include({
      code: 'LIMIT_EXCEEDED',
      gm: 'GM_LIMIT_WRITES',
    });
    expect(await asAnn.data('mutation { deleteProjects(filter: { name: { eq: "z" } }) { count refused } }')).to.deep.equal({
      deleteProjects: { count: 2, refused: null },
    });
    expect(await office.query('select name from project order by name')).to.deep.equal([{ name: 'c' }, { name: 'x' }]);
  });

  it('mean all objects only where that is said', async () => {
    const { errors } = await asBoss.execute('mutation { deleteTeams { count } }');
    expect(errors?.[0]?.message).to.match(/argument "filter" of type "TeamFilter!" is required/);
    await asBoss.data('mutation { createTeams(input: [{ name: "a" }, { name: "b" }]) { count } }');
    expect(await asBoss.data('mutation { deleteTeams(filter: {}) { count } }')).to.deep.equal({ deleteTeams: { count: 2 } });
  });

  it('give null for what the actor may write but not see', async () => {
    const source = 'mutation { createTag(input: { label: "x", hidden: true }) { tag { label } } }';
    expect(await asAnn.data(source)).to.deep.equal({ createTag: { tag: null } });
    const many = 'mutation { createTags(input: [{ label: "y" }, { label: "z", hidden: true }]) { count tags { label } } }';
    expect(await asAnn.data(many)).to.deep.equal({ createTags: { count: 2, tags: [{ label: 'y' }, null] } });
  });

  it('run one after the other, each as a whole; the first that fails ends the operation', async () => {
    const source = `mutation {
      a: createTeam(input: { name: "a" }) { team { id } }
      b: updateTeam(id: 1, input: { name: "b" }) { team { name } }
      c: createTeam(input: { name: "b" }) { team { id } }
      d: createTeam(input: { name: "d" }) { team { id } }
    }`;
    const { data, errors } = await asBoss.execute(source);
    expect(data).to.equal(null);
    expect(errors?.map(({ path }) => path)).to.deep.equal([['c']]);
    expect(await office.query('select name from team')).to.deep.equal([{ name: 'b' }]);
  });

  it('join the transaction of the session in the context', async () => {
    const em = office.orm.em.fork();
    await em.begin();
    const inside = new Client(office.gm, boss, { session: em });
    expect(await inside.data('mutation { createTeam(input: { name: "A" }) { team { id } } }')).to.deep.equal({
      createTeam: { team: { id: '1' } },
    });
    expect(await inside.data('{ teams { totalCount } }')).to.deep.equal({ teams: { totalCount: 1 } });
    await em.rollback();
    expect(await asBoss.data('{ teams { totalCount } }')).to.deep.equal({ teams: { totalCount: 0 } });
  });

  it('are planned as what needs no resolvers', async () => {
    const { operation, fields } = await office.gm.plan('mutation { createTeam(input: { name: "A" }) { team { id } } t: __typename }', {
      actor: boss,
    });
    expect({ operation, fields }).to.deep.equal({
      operation: 'mutation',
      fields: [
        { key: 'createTeam', field: 'createTeam', route: 'direct' },
        { key: 't', field: '__typename', route: 'direct' },
      ],
    });
    expect(office.statements).to.deep.equal([]);
  });

  it('are all left to resolvers where one is', async () => {
    @Resolver(() => Team)
    class Handwritten {
      @FieldResolver(() => String)
      loud(@Root() { name }: Team): string {
        return name.toUpperCase();
      }
      @Mutation(() => Boolean)
      ring(): boolean {
        return true;
      }
    }
    const gm = await office.boot({ resolvers: [Handwritten] });
    const planned = async (second: string): Promise<readonly unknown[]> => {
      const source = `mutation { a: createTeam(input: { name: "A" }) { team { id } } b: ${second} }`;
      const { fields } = await gm.plan(source, { actor: boss });
      expect(await gm.direct.operation(parse(source))?.run({}, { actor: boss })).to.equal(undefined);
      return fields.map(({ route, reason }) => [route, reason]);
    };
    const because = ['resolvers', 'they answer the whole operation, because of b'];
    expect(await planned('ring')).to.deep.equal([because, ['resolvers', 'Mutation.ring is no generated mutation']]);
    expect(await planned('createTeam(input: { name: "B" }) { team { loud } }')).to.deep.equal([
      because,
      ['resolvers', 'Team.loud is resolved by hand-written code'],
    ]);
    expect(office.statements).to.deep.equal([]);
  });

  it('tell the reason to whoever is told of events', async () => {
    const events: unknown[] = [];
    const plugin = {
      name: 'record',
      description: 'Records.',
      hooks: {
        onEvent: ({
          event: { operation, manager, author },
        }: {
          event: { operation: string; manager: { name: string }; author: { reason: string | null } };
        }) => void events.push([operation, manager.name, author.reason]),
      },
    };
    const client = new Client(await office.boot({ plugins: [plugin] }), boss);
    await client.data(
      'mutation { createTeam(input: { name: "A" }, reason: "why not") { __typename } deleteTeam(id: 1, reason: null) { __typename } }',
    );
    expect(events).to.deep.equal([
      ['create', 'Team', 'why not'],
      ['delete', 'Team', null],
    ]);
  });

  it('answer for hidden objects as for missing ones', async () => {
    await asBoss.data(
      'mutation { createProject(input: { name: "p", owner: "ann" }) { __typename } createTag(input: { label: "x", hidden: true }) { __typename } }',
    );
    const sources = [
      (id: number) => `mutation { updateProject(id: ${id}, input: { name: "q" }) { project { id } } }`,
      (id: number) => `mutation { deleteProject(id: ${id}) { project { id } } }`,
      (id: number) => `mutation { createTask(input: { title: "t", project: { connect: ${id} } }) { task { id } } }`,
      (id: number) => `mutation { createProject(input: { name: "r", owner: "bob", tags: { connect: ${id} } }) { project { id } } }`,
    ];
    for (const source of sources) {
      const [hidden, missing] = await Promise.all([asBob.execute(source(1)), asBob.execute(source(99))]);
      expect(hidden.errors?.[0]?.extensions).to.include({ code: 'NOT_FOUND', gm: 'GM_WRITE_NOT_FOUND' });
      expect(hidden.errors?.map(({ message, extensions, path }) => ({ message, extensions, path }))).to.deep.equal(
        missing.errors?.map(({ message, extensions, path }) => ({ message, extensions, path })),
      );
    }
  });
});
