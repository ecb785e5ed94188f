import { expect } from 'chai';
import { isGeneralManagerError } from 'general-manager';
import { expectNoLeaks, leaks, type LeakOptions } from 'general-manager/testing';
import { CountsEverything } from './planted.js';
import { ADA, Note, openNotebook, type Notebook } from './support.js';

describe('testing: errors', function () {
  this.timeout(60_000);
  let notebook: Notebook;

  before(async () => {
    notebook = await openNotebook();
  });
  after(async () => notebook.close());

  const options = (more: Partial<LeakOptions> = {}): LeakOptions => ({ orm: notebook.orm, actors: { ada: ADA }, questions: 20, ...more });

  async function refusal(run: () => Promise<unknown>): Promise<Error & { readonly code: string }> {
    const error: unknown = await run().catch((thrown: unknown) => thrown);
    if (!isGeneralManagerError(error)) throw new Error('Nothing was refused.');
    return error;
  }

  it('GM_TEST_LEAKS tells every leak in one error', async () => {
    const gm = await notebook.boot({ resolvers: [CountsEverything] });
    const { code, message } = await refusal(async () => expectNoLeaks(gm, options({ markers: { ada: ['North'] } })));
    expect(code).to.equal('GM_TEST_LEAKS');
    expect(message).to.include('custom, Query.noteCount, as ada').and.to.include('noteCount was 12');
    expect(message)
      .to.match(/^\d+ answers depend/)
      .and.to.include('the text "North"');
  });

  it('what is named in "released" is not told', async () => {
    const gm = await notebook.boot({ resolvers: [CountsEverything] });
    await expectNoLeaks(gm, options({ released: ['Query.noteCount'] }));
  });

  it('changes of your own are made in the transaction', async () => {
    const gm = await notebook.boot();
    const mutate: LeakOptions['mutate'] = async (session, name) => {
      expect(name).to.equal('ada');
      await session.getConnection().execute(`update team set name = 'moved' where id = 1`, [], 'run', session.getTransactionContext());
    };
    const { leaks: found } = await leaks(gm, options({ mutate }));
    expect(found.map(({ manager, field }) => `${manager}.${field}`)).to.include('Team.name');
    expect(await gm.as(ADA).manager('Team').filter({ name: 'moved' }).count()).to.equal(0);
  });

  it('the same seed asks the same', async () => {
    const gm = await notebook.boot();
    const [first, second] = [await leaks(gm, options({ seed: 7 })), await leaks(gm, options({ seed: 7 }))];
    expect(second).to.deep.equal(first);
    expect(first.omitted).to.be.above(0);
    expect(first.doors.find(({ door }) => door === 'transport')).to.include({ state: 'unchecked', note: 'Give "handler".' });
  });

  it('GM_TEST_NOTHING_HIDDEN where nothing could be found', async () => {
    const gm = await notebook.boot();
    await notebook.orm.em.fork().nativeUpdate(Note, {}, { owner: 1, told: true });
    expect((await refusal(async () => expectNoLeaks(gm, options()))).code).to.equal('GM_TEST_NOTHING_HIDDEN');
  });

  it('GM_TEST_NO_ACTORS and GM_TEST_UNKNOWN_NAME before anything is asked', async () => {
    const gm = await notebook.boot();
    expect((await refusal(async () => leaks(gm, options({ actors: {} })))).code).to.equal('GM_TEST_NO_ACTORS');
    for (const more of [
      { markers: { bob: ['x'] } },
      { released: ['Nothing'] },
      { released: ['Query.nothing'] },
      { released: ['Note.nothing'] },
    ])
      expect((await refusal(async () => leaks(gm, options(more)))).code).to.equal('GM_TEST_UNKNOWN_NAME');
  });
});
