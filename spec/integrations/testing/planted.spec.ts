import { expect } from 'chai';
import type { DocumentNode } from 'graphql';
import { createHandler } from 'general-manager/graphql-server';
import { expectNoLeaks, leaks, type DirectRoute, type Leak, type LeakOptions } from 'general-manager/testing';
import { FORGOTTEN, HANDWRITTEN } from './planted.js';
import { ADA, BOB, openNotebook, type Notebook } from './support.js';

describe('testing: planted leaks', function () {
  this.timeout(180_000);
  let notebook: Notebook;

  before(async () => {
    notebook = await openNotebook();
  });
  after(async () => notebook.close());

  const options = (more: Partial<LeakOptions> = {}): LeakOptions => ({
    orm: notebook.orm,
    actors: { ada: ADA },
    questions: 200,
    ...more,
  });
  const told = (found: readonly Leak[]): readonly string[] => found.map(({ door, manager, field }) => `${door} ${manager}.${field}`);

  it('there are none in an application that keeps what is hidden', async () => {
    const gm = await notebook.boot();
    const report = await expectNoLeaks(
      gm,
      options({ actors: { ada: ADA, bob: BOB }, questions: 400, handler: (context) => createHandler(gm, { context, health: false }) }),
    );
    expect(report.unstable).to.deep.equal([]);
    expect(report.refused).to.deep.equal([]);
    const checked = report.doors.filter(({ state }) => state === 'checked').map(({ door }) => door);
    expect(checked).to.include.members([
      'list',
      'detail',
      'nested',
      'filter',
      'sort',
      'page',
      'cursor',
      'connection',
      'count',
      'aggregate',
      'group',
      'capability',
      'error',
      'typescript',
      'direct',
      'transport',
    ]);
    expect(report.doors.filter(({ state }) => state === 'absent').map(({ door }) => door)).to.include.members([
      'mutation',
      'subscription',
      'unique violation',
    ]);
    const [note] = report.hidden.filter(({ actor, manager }) => actor === 'ada' && manager === 'Note');
    expect(note).to.include({ objects: 4, values: 6 });
    expect(note?.changes).to.be.above(30);
  });

  it('the database is as it was', async () => {
    const stored = async (): Promise<unknown> => notebook.orm.em.fork().getConnection().execute('select * from note order by id');
    const before = await stored();
    await leaks(await notebook.boot(), options());
    expect(await stored()).to.deep.equal(before);
  });

  for (const { what, door, manager, field, options: forgetful } of FORGOTTEN) {
    it(`forgets ${what}: ${door}`, async () => {
      const { leaks: found } = await leaks(await notebook.boot(forgetful), options({ questions: 300 }));
      expect(
        found.filter((leak) => leak.door === door && leak.manager === manager && (field === undefined || leak.field === field)),
      ).to.have.length.above(0, told(found).join('\n'));
    });
  }

  for (const { resolver, door, manager, field } of HANDWRITTEN) {
    it(`a hand-written resolver ${resolver.name}: ${door} ${manager}.${field}`, async () => {
      const gm = await notebook.boot({ resolvers: [resolver] });
      const { leaks: found } = await leaks(gm, options({ actors: { ada: ADA, bob: BOB } }));
      expect(told(found)).to.include(`${door} ${manager}.${field}`);
    });
  }

  it('a direct route that lets somebody else act: direct', async () => {
    const { schema, model, runtime, direct } = await notebook.boot();
    const operation = (document: DocumentNode): ReturnType<DirectRoute['operation']> => {
      const asked = direct.operation(document);
      return asked && { run: async (variables, context) => asked.run(variables, { ...(context as object), actor: BOB }) };
    };
    const { leaks: found } = await leaks({ schema, model, runtime, direct: { operation } }, options());
    expect(told(found)).to.include('direct Note.nodes');
    expect(found.every(({ door }) => door === 'direct')).to.equal(true);
  });

  it('a transport that lets somebody else act: transport', async () => {
    const gm = await notebook.boot();
    const { leaks: found } = await leaks(gm, {
      ...options(),
      handler: (context) =>
        createHandler(gm, { health: false, context: ({ method }) => (method === 'GET' ? { ...context(), actor: BOB } : context()) }),
    });
    expect(found.map(({ door }) => door)).to.include('transport');
  });
});
