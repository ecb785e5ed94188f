import { expect } from 'chai';
import { graphql, parse } from 'graphql';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Application } from 'general-manager';
import { Box, Envelope, Letter, openOffice, READER, type Office } from './support/letters.js';

const HIDDEN = /told 3|kept \d/;

/** What MikroORM keeps in memory, and what it writes by itself, must not lead to what an actor may not read. */
describe('permission: MikroORM’s identity map, references and own writes', () => {
  let office: Office;
  let gm: Application;

  before(async () => {
    office = await openOffice('identity_map');
    gm = await office.boot();
  });
  after(async () => office.close());

  /** Runs in a transaction that is rolled back. */
  const within = async (work: (em: SqlEntityManager) => Promise<void>): Promise<void> => {
    const em = office.orm.em.fork();
    await em.begin();
    try {
      await work(em);
    } finally {
      await em.rollback();
    }
  };
  const ask = async (source: string, session: EntityManager, actor: object | null = READER): Promise<string> =>
    JSON.stringify(await graphql({ schema: gm.schema, source, contextValue: { actor, session } }));
  const directly = async (source: string, session: EntityManager): Promise<string> =>
    JSON.stringify((await gm.direct.operation(parse(source))?.run({}, { actor: READER, session }))?.fields);

  /** Everything that a reader can ask for the hidden letter 3. */
  const expectHidden = async (session: EntityManager): Promise<void> => {
    const letters = gm.as(READER).manager(Letter).using({ session });
    expect(await letters.sort('id').values('id')).to.deep.equal([1, 2]);
    expect(await letters.find(3)).to.equal(null);
    const queries = [
      '{ letter(id: 3) { id text } }',
      '{ letters(filter: { id: { eq: "3" } }) { totalCount nodes { id text } } }',
      '{ boxes { nodes { letters(filter: { id: { gt: "2" } }) { totalCount nodes { id text } } } } }',
      '{ envelopes(filter: { id: { eq: "2" } }) { nodes { letter { id text } kept { id text } } } }',
      '{ envelopes(filter: { letter: { id: { eq: "3" } } }) { totalCount } }',
      '{ lettersAggregate(filter: { id: { eq: "3" } }) { count max { id } } }',
    ];
    for (const query of queries) {
      for (const answer of [await ask(query, session), await directly(query, session)]) {
        expect(answer, query).to.not.match(HIDDEN);
        expect(answer, query).to.not.match(/"id\\?":\\?"?3/);
        expect(answer, query).to.not.include('errors":[{');
      }
    }
  };

  it('an identity map that holds the hidden objects, with and without their relations', async () => {
    const em = office.orm.em.fork();
    await em.find(Letter, {});
    await em.find(Envelope, {}, { populate: ['letter', 'shown', 'kept'] });
    await em.find(Box, {}, { populate: ['letters'] });
    await expectHidden(em);
  });

  it('references to hidden objects, loaded or not', async () => {
    const em = office.orm.em.fork();
    em.getReference(Letter, 3);
    await expectHidden(em);
    await em.findOneOrFail(Letter, 3);
    await expectHidden(em);
  });

  it('hidden objects that the session has changed, and not written', async () => {
    const em = office.orm.em.fork();
    (await em.findOneOrFail(Letter, 3)).owner = READER.id;
    em.create(Letter, { id: 9, owner: READER.id, told: true, box: em.getReference(Box, 1) } as never);
    await expectHidden(em);
  });

  it('upsert, native updates, the query builder and SQL in the caller’s transaction', async () => {
    const row = { id: 3, owner: 2, text: 'told 3 again', told: true, box: 1 };
    const writes: readonly ((em: SqlEntityManager) => Promise<unknown>)[] = [
      async (em) => em.upsert(Letter, row),
      async (em) => em.upsertMany(Letter, [row, { ...row, id: 5, text: 'told 3 too' }] as never),
      async (em) => em.nativeUpdate(Letter, { id: 3 }, { text: 'told 3 again' }),
      async (em) => em.insert(Letter, { ...row, id: 6, text: 'told 3 as well' } as never),
      async (em) => em.createQueryBuilder(Letter).update({ text: 'told 3 again' }).where({ id: 3 }).execute(),
      async (em) => em.createQueryBuilder(Letter).select('*').where({ id: 3 }).getSingleResult(),
      async (em) => em.execute(`update letter set text = 'told 3 again' where id = 3`),
      async (em) => em.refresh(em.getReference(Letter, 3)),
    ];
    for (const write of writes) {
      await within(async (em) => {
        await write(em);
        await expectHidden(em);
      });
    }
  });

  it('what becomes visible in the transaction is visible there, and only there', async () => {
    await within(async (em) => {
      await em.nativeUpdate(Letter, { id: 3 }, { owner: READER.id });
      expect(await gm.as(READER).manager(Letter).using({ session: em }).sort('id').values('id')).to.deep.equal([1, 2, 3]);
      expect(await gm.as(READER).manager(Letter).sort('id').values('id')).to.deep.equal([1, 2]);
      await em.nativeUpdate(Letter, { id: 1 }, { owner: 2 });
      expect(await gm.as(READER).manager(Letter).using({ session: em }).sort('id').values('id')).to.deep.equal([2, 3]);
    });
  });

  it('relations of objects that hand-written resolvers return, whatever is loaded of them', async () => {
    const letters = 'letter { id text } kept { id text } shown { id text }';
    const seen = { id: '1', text: 'told 1' };
    const expected = [
      { id: '1', letter: seen, kept: seen, shown: seen },
      { id: '2', letter: null, kept: null, shown: null },
    ];
    for (const query of ['found', 'opened']) {
      const em = office.orm.em.fork();
      expect(JSON.parse(await ask(`{ ${query} { id ${letters} } }`, em)), query).to.deep.equal({ data: { [query]: expected } });
    }
    const known = office.orm.em.fork();
    await known.find(Letter, {});
    expect(JSON.parse(await ask(`{ found { id ${letters} } }`, known))).to.deep.equal({ data: { found: expected } });
  });

  it('relations of generated rows that a class shows by itself, in the one statement of the read', async () => {
    const query = '{ envelopes(sort: [{ id: ASC }]) { nodes { id shown { id shout } } } }';
    office.statements.splice(0);
    expect(JSON.parse(await ask(query, office.orm.em.fork()))).to.deep.equal({
      data: {
        envelopes: {
          nodes: [
            { id: '1', shown: { id: '1', shout: '1!' } },
            { id: '2', shown: null },
          ],
        },
      },
    });
    expect(office.statements).to.have.length(1);
  });

  it('a reference that a hand-written resolver returns as an object', async () => {
    const em = office.orm.em.fork();
    expect(await ask('{ pointed { text capabilities { update delete } } }', em)).to.equal(
      '{"data":{"pointed":{"text":null,"capabilities":{"update":false,"delete":false}}}}',
    );
    // These are never null, except where the object itself is hidden.
    for (const field of ['told', 'owner', 'box { name }']) {
      expect(await ask(`{ pointed { ${field} } }`, em)).to.match(/^{"errors":\[{"message":"Cannot return null .*"data":{"pointed":null}}$/);
    }
  });
});
