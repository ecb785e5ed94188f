import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import type { Application } from 'general-manager';
import { durable, EAGER, openOutbox, Parcel, until, work, type Outbox } from './support/outbox.js';

describe('replays of events', () => {
  let outbox: Outbox;
  before(async () => {
    outbox = await openOutbox('event_replays');
  });
  after(async () => outbox.close());
  beforeEach(async () => {
    await outbox.query('truncate parcel, general_manager.gm_event restart identity');
  });

  const parcels = (gm: Application) => gm.as({ id: 'ann' }).manager(Parcel);
  const create = async (gm: Application): Promise<number> => (await parcels(gm).create({ owner: 'ann' }))?.id ?? 0;
  const move = async (gm: Application, id: number, place: string): Promise<unknown> => parcels(gm).update(id, { place }, { reason: place });
  const rows = async (columns: string): Promise<readonly object[]> => outbox.query(`select ${columns} from general_manager.gm_event`);

  /** A plugin that remembers what it was told. */
  function listener() {
    const told: string[] = [];
    const plugin = durable('listener', ({ event: { key, author } }) => void told.push(`${String(key[0])}: ${author.reason}`));
    return { plugin, reasons: (): readonly string[] => told };
  }

  it('are replayed without waiting for writes that are on their way, nor these for them', async () => {
    const { plugin, reasons } = listener();
    const gm = await outbox.boot(plugin);
    const id = await create(gm);
    await work(gm);
    const session = outbox.orm.em.fork();
    await session.begin();
    await parcels(gm).update(id, { place: 'a' }, { session, reason: 'a' });
    expect(await gm.events.replay({ ids: ['1'] })).to.equal(1);
    await work(gm);
    expect(reasons()).to.deep.equal(['1: null', '1: null']);
    await session.commit();
    await work(gm);
    expect(reasons()).to.deep.equal(['1: null', '1: null', '1: a']);
  });

  it('are due when the claims of before have ended, and hold up later ones meanwhile, but no write', async () => {
    const { plugin, reasons } = listener();
    const gm = await outbox.boot(plugin);
    const id = await create(gm);
    await work(gm);
    // As a claim does, which does not see yet what is replayed.
    const claim = outbox.orm.em.fork();
    await claim.begin();
    await claim.execute('select id from general_manager.gm_event where false for update skip locked');
    const ended: string[] = [];
    const replay = gm.events.replay({ ids: ['1'] }).then(() => ended.push('replay'));
    await until(async () => (await rows('done_at is null as due')).every((row) => Reflect.get(row, 'due') === true));
    await move(gm, id, 'a');
    ended.push('write');
    await work(gm);
    expect(reasons()).to.deep.equal(['1: null']);
    ended.push('claim');
    await claim.commit();
    await replay;
    expect(ended).to.deep.equal(['write', 'claim', 'replay']);
    await work(gm);
    expect(reasons()).to.deep.equal(['1: null', '1: null', '1: a']);
  });

  it('are never in hand together with another one of their object, whatever is written, claimed and replayed', async () => {
    const inHand = new Map<unknown, string>();
    const together: unknown[] = [];
    let told = 0;
    const plugin = durable('one at a time', async ({ event: { key, id } }) => {
      const object = key[0];
      if (inHand.has(object)) together.push([inHand.get(object), id]);
      inHand.set(object, id);
      told += 1;
      await wait(1);
      inHand.delete(object);
    });
    const gm = await outbox.boot(plugin);
    const ids = [await create(gm), await create(gm), await create(gm)];
    const workers = [1, 2, 3].map(() => gm.worker({ ...EAGER, pollMs: 1 }).start());
    const end = performance.now() + 1_500;
    const meanwhile = async (run: (turn: number) => Promise<unknown>): Promise<void> => {
      for (let turn = 0; performance.now() < end; turn += 1) await run(turn);
    };
    let longest = 0;
    await Promise.all([
      meanwhile(async (turn) => {
        const began = performance.now();
        await move(gm, ids[turn % 3] ?? 0, `place ${turn}`);
        longest = Math.max(longest, performance.now() - began);
      }),
      meanwhile(async (turn) => gm.events.replay({ ids: [String(1 + (turn % 9))] })),
      meanwhile(async () => {
        await gm.events.replay({ since: new Date(Date.now() - 20) });
        await wait(15);
      }),
    ]);
    await Promise.all(workers.map(async (worker) => worker.stop()));
    expect(together).to.deep.equal([]);
    expect(told).to.be.above(50);
    console.log(`        ${told} deliveries, the longest write took ${Math.round(longest)} ms`);
  }).timeout(20_000);
});
