import { expect } from 'chai';
import { ann, auditor, bob, boss, openFleet, Ship, Voyage, type FleetStore } from '../writes/support/fleet.js';
import { askBoth } from './support/compare.js';

const ACTORS = { ann, bob, boss, auditor, 'an auditor called ann': { id: 'ann', roles: ['auditor'] }, nobody: null };

const SHIP = 'id name sunk capabilities { update } voyages(sort: [{ id: ASC }]) { totalCount nodes { goal } } flags { totalCount }';

/** What is asked, with and without deleted objects. */
const OPERATIONS: Readonly<Record<string, string>> = {
  list: `ships(deleted: $deleted, sort: [{ id: ASC }]) { totalCount nodes { ${SHIP} } }`,
  page: 'ships(deleted: $deleted, first: 1, sort: [{ name: DESC }]) { edges { cursor node { name } } pageInfo { hasNextPage endCursor } }',
  filtered: 'ships(deleted: $deleted, filter: { voyages: { some: { goal: { eq: "x" } } } }) { nodes { id } }',
  detail: `ship(id: 2, deleted: $deleted) { ${SHIP} }`,
  aggregate: 'shipsAggregate(deleted: $deleted) { count max { name } }',
  groups: 'shipsGroups(deleted: $deleted, groupBy: [{ owner: true }]) { key { owner } count }',
  voyages: 'voyages(deleted: $deleted, sort: [{ id: ASC }]) { totalCount nodes { goal ship { name sunk } } }',
};

describe('softly deleted objects in queries', () => {
  let store: FleetStore;
  before(async () => {
    store = await openFleet('direct_deleted');
    const system = store.gm.system('to prepare');
    for (const [index, owner] of ['ann', 'ann', 'bob', 'bob'].entries()) {
      const voyages = { create: ['x', 'y'].map((goal) => ({ goal })) };
      await system.manager(Ship).create({ name: `s${index + 1}`, owner, voyages, flags: { create: { id: `f${index}` } } });
    }
    for (const id of [2, 4]) await system.manager(Ship).delete(id);
    for (const id of [1, 3, 5]) await system.manager(Voyage).delete(id);
    await system.manager('Flag').delete('f0');
  });
  after(async () => store.close());

  const source = (operation: string): string => `query Q($deleted: DeletedObjects) { ${operation} }`;
  const ask = async (operation: string, actor: object | null, variables: Record<string, unknown>): Promise<string> => {
    const { route, direct, resolvers } = await askBoth(store.gm, { source: source(operation), variables }, { actor });
    expect(route, `${operation} ${JSON.stringify(variables)}`).to.equal(actor === null && route === 'resolvers' ? 'resolvers' : 'direct');
    if (direct !== undefined) expect(direct).to.equal(resolvers);
    return resolvers;
  };

  for (const [name, operation] of Object.entries(OPERATIONS)) {
    it(`are there where they are asked for and may be seen, the same by both routes: ${name}`, async () => {
      const answers = new Map<string, string>();
      // Twice, so that what is kept of one actor or value is met by others.
      for (let turn = 0; turn < 2; turn += 1) {
        for (const [who, actor] of Object.entries(ACTORS)) {
          const included = await ask(operation, actor, { deleted: 'INCLUDE' });
          const excluded = await ask(operation, actor, { deleted: 'EXCLUDE' });
          expect(await ask(operation, actor, {})).to.equal(excluded);
          expect(await ask(operation, actor, { deleted: null })).to.equal(excluded);
          expect(included).to.equal(answers.get(who) ?? included);
          answers.set(who, included);
          if (who === 'boss' || who === 'bob') expect(excluded).not.to.include('"s4"');
        }
      }
      expect(new Set(answers.values()).size).to.be.greaterThan(1);
    });
  }

  it('are those that TypeScript gives', async () => {
    for (const actor of [ann, bob, boss, auditor, ACTORS['an auditor called ann']]) {
      const answer = JSON.parse(
        await ask('ships(deleted: $deleted, sort: [{ id: ASC }]) { nodes { name } }', actor, { deleted: 'INCLUDE' }),
      ) as {
        data: { ships: { nodes: unknown[] } };
      };
      const rows = await store.gm.as(actor).manager(Ship).withDeleted().sort('id').select({ name: true }).all();
      expect(answer.data.ships.nodes).to.deep.equal(rows);
    }
    const names = async (actor: object): Promise<unknown> => ask('ships(deleted: $deleted) { totalCount }', actor, { deleted: 'INCLUDE' });
    expect(await names(auditor)).to.equal('{"data":{"ships":{"totalCount":4}}}');
    expect(await names(boss)).to.equal('{"data":{"ships":{"totalCount":2}}}');
    const goals = async (actor: object): Promise<unknown> =>
      ask('voyages(deleted: $deleted, sort: [{ id: ASC }]) { nodes { id } }', actor, { deleted: 'INCLUDE' });
    expect(await goals(ann)).to.equal('{"data":{"voyages":{"nodes":[{"id":"1"},{"id":"2"},{"id":"3"},{"id":"4"}]}}}');
    expect(await goals(boss)).to.equal('{"data":{"voyages":{"nodes":[{"id":"2"},{"id":"4"},{"id":"6"},{"id":"7"},{"id":"8"}]}}}');
  });

  it('are there in histories of those who ask for them and may see them', async () => {
    const history = async (actor: object, deleted: string): Promise<string> => {
      const document = `query Q($deleted: DeletedObjects) { shipHistory(id: 2, deleted: $deleted) { nodes { operation } } }`;
      return (await askBoth(store.gm, { source: document, variables: { deleted } }, { actor })).resolvers;
    };
    const none = '{"data":{"shipHistory":{"nodes":[]}}}';
    expect(await history(auditor, 'INCLUDE')).to.equal(
      '{"data":{"shipHistory":{"nodes":[{"operation":"UPDATE"},{"operation":"CREATE"}]}}}',
    );
    expect(await history(auditor, 'EXCLUDE')).to.equal(none);
    expect(await history(ann, 'INCLUDE')).to.equal(none);
  });

  it('are offered only where somebody may see them', () => {
    const fields = Object.values(store.gm.schema.getQueryType()?.getFields() ?? {});
    const offered = fields.filter(({ args }) => args.some(({ name }) => name === 'deleted')).map(({ name }) => name);
    const of = (one: string, many: string): readonly string[] => [one, many, `${many}Aggregate`, `${many}Groups`, `${one}History`];
    expect(offered.toSorted()).to.deep.equal([...of('ship', 'ships'), ...of('voyage', 'voyages')].toSorted());
  });
});
