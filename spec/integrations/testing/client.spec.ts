import { expect } from 'chai';
import { parse } from 'graphql';
import { Mutation, Query, Resolver } from 'type-graphql';
import { isGeneralManagerError, type Application } from 'general-manager';
import { createHandler } from 'general-manager/graphql-server';
import { client, type AskedApplication, type ClientOptions, type TypedDocument } from 'general-manager/testing';
import { ann, boss, openOffice, type Office } from '../../writes/support/office.js';
import { ADA, BOB, openNotebook, type Notebook } from './support.js';

@Resolver()
class Breaks {
  @Query(() => String)
  secret(): string {
    throw new Error('the password is swordfish');
  }

  @Mutation(() => String)
  nothing(): string {
    return 'done';
  }
}

const served =
  (gm: Application): NonNullable<ClientOptions['handler']> =>
  (context, directRoute) =>
    createHandler(gm, { context, directRoute, health: false });

async function refusalOf(run: Promise<unknown>): Promise<Error & { readonly code: string }> {
  const error: unknown = await run.catch((thrown: unknown) => thrown);
  if (!isGeneralManagerError(error)) throw new Error('Nothing was refused.');
  return error;
}

describe('the client for tests', () => {
  let notebook: Notebook;
  let gm: Application;
  before(async () => {
    notebook = await openNotebook();
    gm = await notebook.boot({ resolvers: [Breaks] });
  });
  after(async () => notebook.close());

  const OPERATIONS = [
    '{ notes(first: 2) { totalCount nodes { id title mood team { name } } } }',
    '{ notes(first: 1) { nodes { title } } __typename teams { nodes { id } } }',
    '{ note(id: 3) { title } }',
    '{ notes(filter: { title: { contains: 5 } }) { nodes { id } } }',
    '{ notes(after: "nobody") { nodes { id } } }',
    'query ($first: Int!) { notes(first: $first) { nodes { id } } }',
    '{ notes { nodes { nothing } } }',
    '{ notes {',
    '{ secret }',
    'mutation { nothing }',
  ];

  for (const route of ['direct', 'resolvers'] as const) {
    it(`answers as the server does, by the route "${route}"`, async () => {
      const [inside, outside] = [client(gm, { actor: ADA, route }), client(gm, { actor: ADA, route, handler: served(gm) })];
      // Each masked error has an id of its own.
      const shown = (answer: unknown): string => JSON.stringify(answer).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id');
      for (const operation of OPERATIONS)
        expect(shown(await inside.execute(operation)), operation).to.equal(shown(await outside.execute(operation)));
    });
  }

  it('acts as its actor, or as another', async () => {
    const ada = client(gm, { actor: ADA });
    const count = '{ notes { totalCount } }';
    expect(await ada.data(count)).to.deep.equal({ notes: { totalCount: 8 } });
    expect(await ada.as(BOB).data(count)).to.deep.equal({ notes: { totalCount: 4 } });
    expect(await client(gm).refusal(count)).to.include({ code: 'FORBIDDEN', gm: 'GM_PERM_FORBIDDEN' });
  });

  it('types results and variables by the document', async () => {
    const document: TypedDocument<{ readonly notes: { readonly totalCount: number } }, { readonly first: number }> = parse(
      'query ($first: Int!) { notes(first: $first) { totalCount } }',
    );
    for (const handler of [undefined, served(gm)]) {
      const { notes } = await client(gm, { actor: ADA, ...(handler && { handler }) }).data(document, { first: 1 });
      expect(notes.totalCount).to.equal(8);
    }
  });

  it('makes a context for each operation, in which only the actor is its own', async () => {
    let made = 0;
    const context = (): object => ({ actor: BOB, session: notebook.orm.em.fork(), number: (made += 1) });
    const ada = client(gm, { actor: ADA, context });
    for (const operation of ['{ notes { totalCount } }', '{ a: notes { totalCount } }']) await ada.data(operation);
    expect(made).to.equal(2);
    expect(await ada.data('{ notes { totalCount } }')).to.deep.equal({ notes: { totalCount: 8 } });
  });

  it('masks what is nobody’s business', async () => {
    const [error, ...others] = await client(gm).errors('{ secret }');
    expect(others).to.deep.equal([]);
    expect(error?.extensions.code).to.equal('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(error)).to.not.contain('swordfish');
  });

  it('tells where an answer is not the one that was meant', async () => {
    const ada = client(gm, { actor: ADA });
    const unmeant = await refusalOf(ada.data('{ notes(after: "nobody") { nodes { id } } }'));
    expect(unmeant.code).to.equal('GM_TEST_ANSWER_ERRORS');
    expect(unmeant.message).to.match(/^The answer has 1 error:\n- GM_\w+ at notes: /);
    expect((await refusalOf(ada.refusal('{ notes { totalCount } }'))).code).to.equal('GM_TEST_NO_REFUSAL');
    expect((await refusalOf(ada.refusal('{ neither nor }'))).message).to.match(/^The answer has 2 errors, not one:\n/);
    expect(await ada.errors('{ notes { totalCount } }')).to.deep.equal([]);
  });

  it('finds a route that lets somebody else act, by asking both', async () => {
    const { schema } = gm;
    const planted: AskedApplication = {
      schema,
      mask: (error) => gm.mask(error),
      direct: {
        operation: (document) => {
          const asked = gm.direct.operation(document);
          return asked && { run: async (variables, context) => asked.run(variables, { ...(context as object), actor: BOB }) };
        },
      },
    };
    const ask = async (route: 'direct' | 'resolvers'): Promise<unknown> =>
      client(planted, { actor: ADA, route }).data('{ notes { totalCount } }');
    expect(await ask('resolvers')).to.deep.equal({ notes: { totalCount: 8 } });
    expect(await ask('direct')).to.deep.equal({ notes: { totalCount: 4 } });
  });

  describe('of writes', () => {
    let office: Office;
    before(async () => {
      office = await openOffice('testing_client');
    });
    after(async () => office.close());
    beforeEach(async () => office.reset());

    it('gives refusals with their codes and what is wrong with which field', async () => {
      const anns = client(office.gm, { actor: ann });
      expect(await anns.refusal('mutation { deleteTeam(id: 1) { team { id } } }')).to.include({ code: 'FORBIDDEN' });
      const invalid = await client(office.gm, { actor: boss }).refusal('mutation { deleteTeam(id: "x") { team { id } } }');
      expect(invalid.fieldErrors?.map(({ code, path }) => [code, path])).to.deep.equal([['INVALID_KEY', ['id']]]);
    });

    it('writes', async () => {
      const bosses = client(office.gm, { actor: boss, handler: served(office.gm) });
      const { createTeam } = await bosses.data<{ createTeam: { team: { name: string } } }>(
        'mutation { createTeam(input: { name: "Night" }) { team { name } } }',
      );
      expect(createTeam.team.name).to.equal('Night');
    });
  });
});
