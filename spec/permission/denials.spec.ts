import { expect } from 'chai';
import { graphql, parse } from 'graphql';
import { definePlugin, type Application } from 'general-manager';
import { createHandler } from 'general-manager/graphql-server';
import { Letter, openOffice, ran, READER, type Office } from './support/letters.js';

const EVERYTHING = 'id owner text told shout loud box { name } capabilities { update delete }';

/** Ways to the letters; those that lead through something that everybody may read give it without them. */
const QUERIES: readonly string[] = [
  `{ letters { totalCount nodes { ${EVERYTHING} } edges { cursor } } }`,
  `{ letter(id: 3) { ${EVERYTHING} } }`,
  `{ boxes { nodes { name letters { totalCount nodes { ${EVERYTHING} } } lettersAggregate { count max { owner } } } } }`,
  `{ envelopes { nodes { letter { ${EVERYTHING} } shown { ${EVERYTHING} } kept { ${EVERYTHING} } } } }`,
  '{ lettersAggregate { count min { owner } max { id } countDistinct { owner } } }',
  '{ lettersGroups(groupBy: [{ told: true }]) { key { told } count max { owner } } }',
  '{ letters(filter: { box: { name: { eq: "in" } } }, sort: [{ owner: DESC }]) { nodes { id shout loud } } }',
  '{ boxes(filter: { letters: { some: { owner: { gt: 0 } } } }, sort: [{ lettersAggregate: { max: { owner: DESC } } }]) { totalCount nodes { name } } }',
  '{ capabilities { letters { read create } } }',
];

/** What answers a query as an actor. */
type Ask = (gm: Application, source: string, actor: object | null) => Promise<unknown>;

const ROUTES: Readonly<Record<string, Ask>> = {
  resolvers: async ({ schema }, source, actor) => graphql({ schema, source, contextValue: { actor } }),
  'the direct route': async ({ direct }, source, actor) => direct.operation(parse(source))?.run({}, { actor }),
  'the server': async (gm, source, actor) => {
    const body = JSON.stringify({ query: source });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const handler = createHandler(gm, { context: () => ({ actor }), health: false });
    return (await handler.fetch(new Request('http://localhost/graphql', { method: 'POST', headers, body }))).json();
  },
};

const FORBIDDEN: readonly (object | null)[] = [null, { id: 1, roles: [] }, { id: 2 }];

describe('permission: nothing of the application runs for what is denied', () => {
  let office: Office;
  let gm: Application;

  before(async () => {
    office = await openOffice('denials');
    gm = await office.boot();
  });
  beforeEach(() => ran.splice(0));
  after(async () => office.close());

  const typescript = async (application: Application, actor: object | null): Promise<readonly unknown[]> => {
    const letters = application.as(actor).manager(Letter);
    const calls: readonly (() => Promise<unknown>)[] = [
      async () => letters.all(),
      async () => letters.find(3),
      async () => letters.count(),
      async () => letters.values('text'),
      async () => letters.sort('owner').page({ total: true }),
      async () => letters.select({ text: true }).withCapabilities().all(),
      async () => letters.aggregate({ count: true, max: ['owner'], countDistinct: ['owner'] }),
      async () => letters.groupBy('told').aggregate({ max: ['owner'] }),
    ];
    return Promise.all(calls.map(async (call) => call().catch((error: { code?: string }) => error.code)));
  };

  for (const [route, ask] of Object.entries(ROUTES)) {
    it(`of a forbidden manager, through ${route}`, async () => {
      for (const actor of FORBIDDEN) {
        for (const query of QUERIES) {
          const answer = JSON.stringify(await ask(gm, query, actor)) ?? '';
          expect(answer, query).to.not.match(/told \d|kept \d/);
          expect(ran, `${query} as ${JSON.stringify(actor)}`).to.deep.equal([]);
        }
      }
    });

    it(`of hidden objects and fields, through ${route}`, async () => {
      for (const query of QUERIES) {
        const answer = JSON.stringify(await ask(gm, query, READER)) ?? '';
        expect(answer, query).to.not.match(/told 3|kept \d|"errors":\[\{/);
        // Its own letters are 1 and 2, and of their texts only the first one is told.
        expect(
          ran.filter((each) => !/^(type told 1|(getter|resolver) [12])$/.test(each)),
          query,
        ).to.deep.equal([]);
      }
      expect(ran.length > 0 || route === 'the direct route').to.equal(true);
    });
  }

  it('of a forbidden manager, in TypeScript', async () => {
    for (const actor of FORBIDDEN) {
      expect(await typescript(gm, actor)).to.satisfy((codes: readonly unknown[]) => codes.every((code) => code === 'GM_PERM_FORBIDDEN'));
      expect(ran).to.deep.equal([]);
    }
  });

  it('of hidden objects and fields, in TypeScript', async () => {
    const answers = await typescript(gm, READER);
    expect(answers.filter((each) => typeof each === 'string')).to.deep.equal([]);
    expect(ran.filter((each) => each !== 'type told 1')).to.deep.equal([]);
    expect(ran).to.not.deep.equal([]);
  });

  it('of plugins around operations: they come after the decision, on every route', async () => {
    const spy = definePlugin({
      name: 'spy',
      description: 'Runs around reads.',
      hooks: {
        wrapOperation:
          ({ next }) =>
          async (args) => {
            ran.push(`plugin ${args.manager.name}`);
            return next(args);
          },
      },
    });
    const spied = await office.boot({ plugins: [spy] });
    const ofLetters = QUERIES.filter((query) => query.startsWith('{ letter'));
    for (const ask of Object.values(ROUTES)) for (const actor of FORBIDDEN) for (const query of ofLetters) await ask(spied, query, actor);
    for (const actor of FORBIDDEN) await typescript(spied, actor);
    expect(ran).to.deep.equal([]);
    await spied.as(READER).manager(Letter).count();
    expect(ran).to.deep.equal(['plugin Letter']);
  });

  it('of rules in memory: explanations and capabilities ask the database', async () => {
    await gm.explain(READER, 'read', Letter, 3);
    await gm.explain(READER, 'update', Letter, 3);
    await gm.as(READER).manager(Letter).withCapabilities().find(1);
    expect(ran.filter((each) => /^(predicate|check)/.test(each))).to.deep.equal([]);
  });
});
