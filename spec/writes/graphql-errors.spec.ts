import { expect } from 'chai';
import { Arg, Mutation, Resolver } from 'type-graphql';
import { createHandler } from 'general-manager/graphql-server';
import { Client } from './support/ask.js';
import { ann, bob, boss, openOffice, Team, type Office } from './support/office.js';

describe('errors of mutations', () => {
  let office: Office;
  let asBoss: Client;
  let asAnn: Client;
  before(async () => {
    office = await openOffice('writes_graphql_errors');
    [asBoss, asAnn] = [new Client(office.gm, boss), new Client(office.gm, ann)];
  });
  after(async () => office.close());
  beforeEach(async () => office.reset());

  it('have everything that is wrong with the input, by path, code and message, and where in the operation', async () => {
    const source = 'mutation ($input: ProjectCreateInput!) { made: createProject(input: $input) { project { id } } }';
    const input = {
      name: 'x'.repeat(31),
      owner: 'ann',
      tasks: { create: [{ title: 'fine' }, { title: 'y'.repeat(21), effort: { hours: 1, unit: 'z'.repeat(11) } }] },
      team: { create: { name: 'T' }, connect: '1' },
      tags: { connect: ['none'] },
    };
    const { data, errors } = await asAnn.execute(source, { input });
    expect(data).to.equal(null);
    expect(errors).to.deep.equal([
      {
        message: 'The Project was not written: 5 things in it are not valid.',
        locations: [{ line: 1, column: 42 }],
        path: ['made'],
        extensions: {
          code: 'BAD_USER_INPUT',
          gm: 'GM_WRITE_INVALID',
          fix: 'Correct what the violations of the error name; nothing was changed.',
          fieldErrors: [
            { path: ['name'], code: 'TOO_LONG', message: 'This text may have 30 characters.' },
            { path: ['team'], code: 'INVALID_VALUE', message: 'A link to one object takes one operation.' },
            { path: ['tasks', 'create', 1, 'title'], code: 'TOO_LONG', message: 'This text may have 20 characters.' },
            { path: ['tasks', 'create', 1, 'effort', 'unit'], code: 'TOO_LONG', message: 'This text may have 10 characters.' },
            { path: ['tags', 'connect', 0], code: 'INVALID_KEY', message: 'This is no key of Tag, nor the value of a unique field.' },
          ],
        },
      },
    ]);
    expect(office.statements).to.deep.equal([]);
  });

  it('name the argument of a key that is none', async () => {
    const message = 'This is no key of Team, nor the value of a unique field.';
    for (const source of [
      'mutation { updateTeam(id: "x", input: {}) { team { id } } }',
      'mutation { deleteTeam(id: "x") { team { id } } }',
    ]) {
      expect((await asBoss.refusal(source)).fieldErrors, source).to.deep.equal([{ path: ['id'], code: 'INVALID_KEY', message }]);
    }
    const where = await asBoss.refusal('mutation { upsertTeam(where: { id: "x" }, create: { name: "A" }, update: {}) { team { id } } }');
    expect(where.fieldErrors).to.deep.equal([{ path: ['where'], code: 'INVALID_KEY', message }]);
    const { fieldErrors } = await asBoss.refusal('mutation { deleteSeat(key: { team: "x", row: 1 }) { seat { row } } }');
    expect(fieldErrors?.map(({ path }) => path)).to.deep.equal([['key']]);
  });

  it('name the field of a value that is taken, and nothing of the value', async () => {
    await asBoss.data('mutation { createTeam(input: { name: "secret" }) { __typename } }');
    const { errors } = await asBoss.execute('mutation { createTeam(input: { name: "secret" }) { team { id } } }');
    expect(errors?.[0]?.extensions).to.deep.include({
      code: 'CONFLICT',
      gm: 'GM_WRITE_NOT_UNIQUE',
      fieldErrors: [{ path: ['name'], code: 'UNIQUE', message: 'This value is taken.' }],
    });
    expect(JSON.stringify(errors)).not.to.include('secret');
  });

  it('tell constraints of the database by field', async () => {
    const source =
      'mutation { createTask(input: { title: "t", progress: 101, project: { create: { name: "p", owner: "boss" } } }) { task { id } } }';
    expect(await asBoss.refusal(source)).to.deep.include({ code: 'BAD_USER_INPUT', gm: 'GM_WRITE_INVALID' });
    expect((await asBoss.refusal(source)).fieldErrors?.map(({ code }) => code)).to.deep.equal(['CHECK']);
    await asBoss.data('mutation { createTeam(input: { name: "A" }) { __typename } }');
    await asBoss.data('mutation { createSeat(input: { team: { connect: 1 }, row: 1 }) { __typename } }');
    expect(await asBoss.refusal('mutation { deleteTeam(id: 1) { team { id } } }')).to.include({
      code: 'CONFLICT',
      gm: 'GM_WRITE_STILL_REFERENCED',
    });
  });

  it('have the version that an object has, where another one was expected', async () => {
    await asAnn.data('mutation { createProject(input: { name: "p", owner: "ann" }) { __typename } }');
    for (const source of [
      'mutation { updateProject(id: 1, expected: 7, input: { name: "q" }) { project { id } } }',
      'mutation { deleteProject(id: 1, expected: 7) { project { id } } }',
      'mutation { upsertProject(where: { id: 1 }, expected: 7, create: { name: "q", owner: "ann" }, update: { name: "q" }) { project { id } } }',
    ]) {
      expect(await asAnn.refusal(source)).to.deep.include({ code: 'CONFLICT', gm: 'GM_WRITE_CONFLICT', currentVersion: 1 });
    }
    expect(await asAnn.data('mutation { updateProject(id: 1, expected: 1, input: { name: "q" }) { project { version } } }')).to.deep.equal({
      updateProject: { project: { version: 2 } },
    });
    expect(
      await asAnn.data('mutation { updateProject(id: 1, expected: null, input: { name: "r" }) { project { version } } }'),
    ).to.deep.equal({
      updateProject: { project: { version: 3 } },
    });
  });

  it('refuse what the actor may do with no object, with this one, and with this field', async () => {
    await asAnn.data('mutation { createProject(input: { name: "p", owner: "ann" }) { __typename } }');
    const cases: readonly (readonly [source: string, gm: string])[] = [
      ['mutation { createTeam(input: { name: "A" }) { team { id } } }', 'GM_PERM_FORBIDDEN'],
      ['mutation { createProject(input: { name: "q", owner: "bob" }) { project { id } } }', 'GM_WRITE_FORBIDDEN'],
      ['mutation { updateProject(id: 1, input: { budget: "3" }) { project { id } } }', 'GM_WRITE_FORBIDDEN_FIELD'],
    ];
    for (const [source, gm] of cases) expect(await asAnn.refusal(source), source).to.include({ code: 'FORBIDDEN', gm });
    expect(await new Client(office.gm, null).refusal('mutation { createTag(input: { label: "x" }) { tag { id } } }')).to.include({
      code: 'FORBIDDEN',
    });
  });

  it('do not let fields be written that are not in the schema', async () => {
    for (const input of [
      '{ name: "p", owner: "ann", version: 7 }',
      '{ name: "p", owner: "ann", id: 7 }',
      '{ name: "p", owner: "ann", nonsense: 1 }',
    ]) {
      const { errors } = await asAnn.execute(`mutation { createProject(input: ${input}) { project { id } } }`);
      expect(errors?.[0]?.message).to.match(/^Field "\w+" is not defined by type "ProjectCreateInput"/);
    }
    const source = 'mutation ($input: ProjectCreateInput!) { createProject(input: $input) { project { id } } }';
    const { errors } = await asAnn.execute(source, { input: { name: 'p', owner: 'ann', __proto__: {}, constructor: 1 } });
    expect(errors?.[0]?.message).to.match(/Field "constructor" is not defined/);
    expect(office.statements).to.deep.equal([]);
  });

  it('are the same from a hand-written mutation, and through the server', async () => {
    @Resolver()
    class Founding {
      @Mutation(() => Boolean)
      async found(@Arg('name', () => String) name: string): Promise<boolean> {
        await gm.as(boss).manager(Team).create({ name });
        return true;
      }
    }
    const gm = await office.boot({ resolvers: [Founding] });
    const { fetch } = createHandler(gm, { context: () => ({ actor: bob }) });
    const ask = async (query: string): Promise<readonly { readonly path: readonly string[]; readonly extensions: object }[]> => {
      const request = new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      const { errors } = (await (await fetch(request)).json()) as { errors: readonly { path: readonly string[]; extensions: object }[] };
      return errors;
    };
    const name = 'x'.repeat(21);
    const fieldErrors = [{ path: ['name'], code: 'TOO_LONG', message: 'This text may have 20 characters.' }];
    for (const [query, path] of [
      [`mutation { found(name: "${name}") }`, ['found']],
      [`mutation { again: found(name: "${name}") }`, ['again']],
    ] as const) {
      const [error] = await ask(query);
      expect(error).to.have.deep.property('path', path);
      expect(error?.extensions).to.deep.include({ code: 'BAD_USER_INPUT', gm: 'GM_WRITE_INVALID', fieldErrors });
    }
    const [generated] = await ask(`mutation { createProject(input: { name: "${'y'.repeat(31)}", owner: "bob" }) { project { id } } }`);
    expect(generated?.extensions).to.deep.include({
      gm: 'GM_WRITE_INVALID',
      fieldErrors: [{ ...fieldErrors[0], message: 'This text may have 30 characters.' }],
    });
  });
});
