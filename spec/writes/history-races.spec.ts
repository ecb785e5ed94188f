import { expect } from 'chai';
import { Box, Card, openBoxes, type BoxStore } from './support/boxes.js';

const nothing = async (): Promise<void> => {};

describe('histories of what others write at the same time', () => {
  let store: BoxStore;
  /** What happens when a box is about to be deleted. */
  let atDelete: () => Promise<void> = nothing;
  before(async () => {
    store = await openBoxes('history_races', [{ beforeDelete: async () => atDelete() }]);
  });
  after(async () => store.close());
  beforeEach(async () => {
    atDelete = nothing;
    await store.empty();
  });

  /** Waits until a statement of somebody else waits for a lock, or until a promise is settled. */
  async function waitingOr(other: Promise<unknown>): Promise<void> {
    const settled = other.then(() => true);
    const isSettled = async (): Promise<boolean> => Promise.race([settled, new Promise<false>((resolve) => setTimeout(resolve, 2, false))]);
    const question = `select count(*)::int as n from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`;
    while (!(await isSettled()) && Number((await store.query(question))[0]?.['n']) === 0);
  }

  it('have every state of rows that the database changes when another is deleted', async () => {
    const ann = store.gm.as({ id: 'ann', roles: [] });
    const box = await ann.manager(Box).create({ owner: 'ann', cards: { create: { title: 'a', owner: 'ann' } } });
    let update: Promise<unknown> = Promise.resolve();
    atDelete = async () => {
      atDelete = nothing;
      update = ann.manager(Card).update(1, { title: 'b' });
      await waitingOr(update);
    };
    await ann.manager(Box).delete(box?.id as number);
    await update;
    const states = await store.query(
      `select after ->> 'title' as title, after ->> 'box_id' as box, before ->> 'title' as old from general_manager.gm_history where relation = 'public.card' order by id`,
    );
    expect(states).to.deep.equal([
      { title: 'a', box: '1', old: null },
      { title: 'a', box: null, old: 'a' },
      { title: 'b', box: null, old: 'a' },
    ]);
  });

  it('are read where a table has the name of a type of the database, as box has', async () => {
    await store.gm.as({ id: 'ann', roles: [] }).manager(Box).create({ owner: 'ann' });
    const [now] = await store.query(`select clock_timestamp() + interval '1 millisecond' as at`);
    const boxes = store.gm.system('to look').manager(Box);
    const then = boxes.asOf(new Date(now?.['at'] as Date));
    expect(await then.all()).to.deep.equal([{ id: 1, owner: 'ann' }]);
  });
});
