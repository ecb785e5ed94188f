import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { MikroORM } from '@mikro-orm/postgresql';
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { bootstrap, definePlugin, isGeneralManagerError, type Application, type BootError, type WriteEvent } from 'general-manager';
import { sideTables } from 'general-manager/mikro-orm';
import { durable, EAGER, openOutbox, Parcel, until, work, type Outbox } from './support/outbox.js';

describe('events of writes', () => {
  let outbox: Outbox;
  before(async () => {
    outbox = await openOutbox('writes_events');
  });
  after(async () => outbox.close());
  beforeEach(async () => {
    outbox.logged.length = 0;
    await outbox.query('truncate parcel, general_manager.gm_event restart identity');
  });

  const ann = { id: 'ann' };
  const parcels = (gm: Application) => gm.as(ann).manager(Parcel);
  const create = async (gm: Application): Promise<number> => (await parcels(gm).create({ owner: 'ann' }))?.id ?? 0;
  const move = async (gm: Application, id: number, place: string): Promise<unknown> => parcels(gm).update(id, { place }, { reason: place });
  const rows = async (columns = 'count(*)::int as count'): Promise<readonly object[]> =>
    outbox.query(`select ${columns} from general_manager.gm_event${columns.includes('count') ? '' : ' order by id'}`);
  const codeOf = async (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => 'fine',
      (error: unknown) => (isGeneralManagerError(error) ? error.code : error),
    );

  /** A plugin that remembers what it was told, and fails where it is told to. */
  function listener(failing: (event: WriteEvent) => boolean = () => false) {
    const told: WriteEvent[] = [];
    const plugin = durable('listener', ({ event }) => {
      told.push(event);
      if (failing(event)) throw new RangeError(`secret of ${event.author.actor}`);
    });
    return { plugin, told, reasons: (): readonly unknown[] => told.map(({ key, author }) => `${String(key[0])}: ${author.reason}`) };
  }

  describe('in memory', () => {
    it('are told once, after the commit, in this process', async () => {
      const told: { event: WriteEvent; committed: unknown }[] = [];
      const gm = await outbox.boot(
        definePlugin({
          name: 'memory',
          description: 'Of a spec.',
          hooks: { onEvent: async ({ event }) => void told.push({ event, committed: await outbox.query('select place from parcel') }) },
        }),
      );
      const id = await create(gm);
      await move(gm, id, 'a');
      const [made, moved] = told;
      expect(made?.event).to.deep.include({
        operation: 'create',
        key: [id],
        author: { actor: 'ann', system: false, reason: null },
        attempt: 1,
      });
      expect(moved?.event).to.deep.include({ operation: 'update', fields: ['place'], manager: gm.model.managers.get('Parcel') });
      expect(moved?.committed).to.deep.equal([{ place: 'a' }]);
      expect(made?.event.id).to.not.equal(moved?.event.id);
      expect(await rows()).to.deep.equal([{ count: 0 }]);
    });
  });

  describe('in the side table', () => {
    it('are rows of the same transaction, one for each plugin and object, without data', async () => {
      const gm = await outbox.boot(
        listener().plugin,
        durable('other', () => {}),
      );
      await parcels(gm).create({ owner: 'ann', place: 'secret' }, { reason: 'why' });
      await gm.system('cleaning').manager(Parcel).delete(1);
      const same = { manager: 'Parcel', key: ['1'] };
      const made = { ...same, operation: 'create', fields: ['owner', 'place'], actor: 'ann', system: false, reason: 'why' };
      const gone = { ...same, operation: 'delete', fields: [], actor: null, system: true, reason: 'cleaning' };
      expect(await rows('consumer, manager, key, operation, fields, actor, system, reason')).to.deep.equal([
        { consumer: 'listener', ...made },
        { consumer: 'other', ...made },
        { consumer: 'listener', ...gone },
        { consumer: 'other', ...gone },
      ]);
    });

    it('are not there for what was refused or undone', async () => {
      const { plugin, told } = listener();
      const gm = await outbox.boot(plugin);
      await parcels(gm).create({ owner: 'bob' });
      await outbox.query('truncate general_manager.gm_event');
      expect(await codeOf(move(gm, 1, 'a'))).to.equal('GM_WRITE_FORBIDDEN');
      // What an update gives away is refused after it was flushed.
      await parcels(gm).create({ owner: 'ann' });
      await outbox.query('truncate general_manager.gm_event');
      expect(await codeOf(parcels(gm).update(2, { owner: 'bob' }))).to.equal('GM_WRITE_FORBIDDEN');
      await outbox.orm.em
        .fork()
        .transactional(async (session) => {
          await parcels(gm).update(2, { place: 'a' }, { session });
          throw new Error('undone');
        })
        .catch(() => {});
      expect(await rows()).to.deep.equal([{ count: 0 }]);
      await work(gm);
      expect(told).to.deep.equal([]);
    });

    it("belong to the caller's transaction, and are delivered after its commit", async () => {
      const { plugin, told } = listener();
      const gm = await outbox.boot(plugin);
      // Nothing but the commit tells this worker.
      const worker = gm.worker({ ...EAGER, pollMs: 60_000 }).start();
      await worker.idle();
      await outbox.orm.em.fork().transactional(async (session) => {
        await parcels(gm).create({ owner: 'ann' }, { session });
        await worker.idle();
        expect(told).to.deep.equal([]);
      });
      await until(() => told.length === 1);
      await worker.stop();
    });
  });

  describe('by a worker', () => {
    it('are delivered with all that memory events have, and an id that stays', async () => {
      const { plugin, told } = listener(({ attempt }) => attempt === 1);
      const gm = await outbox.boot(plugin);
      await parcels(gm).create({ owner: 'ann' }, { reason: 'why' });
      await work(gm);
      const manager = gm.model.managers.get('Parcel');
      const same = {
        id: '1',
        operation: 'create',
        manager,
        key: [1],
        fields: ['owner'],
        author: { actor: 'ann', system: false, reason: 'why' },
      };
      expect(told.map(({ at, ...event }) => ({ ...event, recent: Date.now() - at.getTime() < 10_000 }))).to.deep.equal([
        { ...same, attempt: 1, recent: true },
        { ...same, attempt: 2, recent: true },
      ]);
      expect(await rows('done_at is not null as done, attempts, leased_by, leased_until, error')).to.deep.equal([
        { done: true, attempts: 2, leased_by: null, leased_until: null, error: null },
      ]);
    });

    it('come in order for each object; what fails is dead after its attempts and holds up its object alone, until it is replayed', async () => {
      let isBroken = true;
      const { plugin, reasons, told } = listener(({ author }) => isBroken && author.reason === 'bad');
      const gm = await outbox.boot(plugin);
      const [one, two] = [await create(gm), await create(gm)];
      for (const place of ['a', 'bad', 'c']) await Promise.all([move(gm, one, place), move(gm, two, `fine ${place}`)]);
      await work(gm);
      expect(reasons().filter((each) => String(each).startsWith('1'))).to.deep.equal(['1: null', '1: a', '1: bad', '1: bad', '1: bad']);
      expect(reasons().filter((each) => String(each).startsWith('2'))).to.deep.equal(['2: null', '2: fine a', '2: fine bad', '2: fine c']);
      const [dead, ...others] = await gm.events.dead();
      expect(others).to.deep.equal([]);
      expect(dead).to.deep.include({
        consumer: 'listener',
        manager: 'Parcel',
        key: ['1'],
        operation: 'update',
        attempt: 3,
        error: 'RangeError',
      });
      expect(await gm.events.pending()).to.deep.equal([{ consumer: 'listener', pending: 1, dead: 1, oldest: dead?.at }]);
      isBroken = false;
      told.length = 0;
      expect(await gm.events.replay({ consumer: 'listener' })).to.equal(1);
      await work(gm);
      expect(reasons()).to.deep.equal(['1: bad', '1: c']);
      expect(await gm.events.pending()).to.deep.equal([]);
    });

    it('tells the log what went wrong, without data', async () => {
      const gm = await outbox.boot(listener(() => true).plugin);
      await create(gm);
      await work(gm);
      expect(outbox.logged.map((each) => [Reflect.get(each, 'message'), Reflect.get(each, 'attempt')])).to.deep.equal([
        ['general-manager: event was not delivered', 1],
        ['general-manager: event was not delivered', 2],
        ['general-manager: event is dead', 3],
      ]);
      expect(JSON.stringify(outbox.logged)).to.not.include('secret');
      expect(JSON.stringify(await rows('*'))).to.not.include('secret');
    });

    it('are shared by workers, which never have two of one object in hand', async () => {
      const inHand = new Map<unknown, number>();
      const overlaps: unknown[] = [];
      const order = new Map<unknown, unknown[]>();
      const plugin = durable('sharing', async ({ event }) => {
        const [key] = event.key;
        if (inHand.has(key)) overlaps.push(key);
        inHand.set(key, 1);
        order.set(key, [...(order.get(key) ?? []), event.author.reason]);
        await wait(1);
        inHand.delete(key);
      });
      const [first, second] = [await outbox.boot(plugin), await outbox.boot(plugin)];
      const ids = await Promise.all(Array.from({ length: 4 }, async () => create(first)));
      for (let round = 0; round < 10; round += 1) await Promise.all(ids.map(async (id) => move(first, id, String(round))));
      await Promise.all([first, second].map(async (gm) => work(gm, { concurrency: 3 })));
      await work(first);
      expect(overlaps).to.deep.equal([]);
      const expected = [null, ...Array.from({ length: 10 }, (_, round) => String(round))];
      for (const id of ids) expect(order.get(id)).to.deep.equal(expected);
    });

    it('go on for a worker that lost its lease, who then concludes nothing', async () => {
      const gates: (() => void)[] = [];
      const plugin = durable('slow', async () => new Promise<void>((resolve) => gates.push(resolve)));
      const gm = await outbox.boot(plugin);
      await create(gm);
      const [first, second] = [gm.worker(EAGER).start(), gm.worker(EAGER)];
      await until(() => gates.length === 1);
      // As if the first one had been paused for longer than its lease.
      await outbox.query(`update general_manager.gm_event set leased_until = now() - interval '1 second'`);
      second.start();
      await until(() => gates.length === 2);
      gates[0]?.();
      await first.stop();
      expect(await rows('done_at, attempts, leased_by is null as free')).to.deep.equal([{ done_at: null, attempts: 2, free: false }]);
      expect(outbox.logged.at(-1)).to.deep.include({ message: 'general-manager: event was taken over by another worker', attempt: 1 });
      gates[1]?.();
      await second.stop();
      expect(await rows('done_at is not null as done')).to.deep.equal([{ done: true }]);
    });

    it('are given up by a hook that takes longer than the lease, whose signal aborts', async () => {
      const reasons: unknown[] = [];
      const plugin = durable('hanging', async ({ signal }) => {
        signal.addEventListener('abort', () => reasons.push((signal.reason as { code?: unknown }).code));
        return new Promise(() => {});
      });
      const gm = await outbox.boot(plugin);
      await create(gm);
      const worker = gm.worker({ ...EAGER, leaseMs: 50, maxAttempts: 2 }).start();
      await until(async () => (await gm.events.dead()).length === 1);
      await worker.stop();
      expect(reasons).to.deep.equal(['GM_EVENT_TIMEOUT', 'GM_EVENT_TIMEOUT']);
      expect(await gm.events.dead()).to.have.nested.property('0.error', 'GM_EVENT_TIMEOUT');
    });

    it('are dead where every attempt ended with its process', async () => {
      const { plugin, told } = listener();
      const gm = await outbox.boot(plugin);
      await create(gm);
      await outbox.query(
        `update general_manager.gm_event set attempts = 3, leased_by = gen_random_uuid(), leased_until = now() - interval '1 s'`,
      );
      await work(gm);
      expect([told, await gm.events.dead()]).to.have.nested.property('1.0.error', 'GM_EVENT_ABANDONED');
      expect(told).to.deep.equal([]);
    });

    it('are dead where the application does not know their manager any more', async () => {
      const gm = await outbox.boot(listener().plugin);
      await create(gm);
      await outbox.query(`update general_manager.gm_event set manager = 'Gone'`);
      await work(gm);
      expect(await gm.events.dead()).to.have.nested.property('0.error', 'GM_EVENT_UNDELIVERABLE');
    });

    it('are in hand when it is stopped, and concluded before it ends; a signal stops it, too', async () => {
      const gates: (() => void)[] = [];
      const plugin = durable('draining', async () => new Promise<void>((resolve) => gates.push(resolve)));
      const gm = await outbox.boot(plugin);
      const id = await create(gm);
      await move(gm, id, 'a');
      const controller = new AbortController();
      const worker = gm.worker({ ...EAGER, signal: controller.signal }).start();
      await until(() => gates.length === 1);
      controller.abort();
      gates[0]?.();
      await worker.stop();
      expect(await rows('done_at is not null as done')).to.deep.equal([{ done: true }, { done: false }]);
    });

    it('are no reason to open again an ORM that was closed', async () => {
      const options = { clientUrl: outbox.orm.config.get('clientUrl') as string, metadataProvider: ReflectMetadataProvider };
      const orm = await MikroORM.init({ ...options, entities: [Parcel, ...sideTables()] });
      const gates: (() => void)[] = [];
      const plugin = durable('closing', async () => new Promise<void>((resolve) => gates.push(resolve)));
      const gm = await bootstrap({ orm, drift: 'off', plugins: [plugin] });
      await create(gm);
      const worker = gm.worker({ ...EAGER, pollMs: 60_000 }).start();
      await until(() => gates.length === 1);
      await orm.close();
      gates[0]?.();
      await worker.stop();
      expect(Reflect.get(orm.em.getConnection(), 'connected')).to.equal(false);
    });

    it('wait where the database does not answer, and come when it does again', async () => {
      const { plugin, told } = listener();
      const gm = await outbox.boot(plugin);
      await create(gm);
      await outbox.query('alter table general_manager.gm_event rename to gm_away');
      const worker = gm.worker(EAGER).start();
      await until(() => outbox.logged.length > 1);
      expect(outbox.logged[0]).to.deep.include({ message: 'general-manager: events cannot be claimed', failures: 1 });
      await outbox.query('alter table general_manager.gm_away rename to gm_event');
      await until(() => told.length === 1);
      await worker.stop();
    });
  });

  describe('for operators', () => {
    it('are delivered again by id and by time, in order, also while later ones are written', async () => {
      const { plugin, reasons, told } = listener();
      const gm = await outbox.boot(plugin);
      const id = await create(gm);
      for (const place of ['a', 'b']) await move(gm, id, place);
      await work(gm);
      const [middle] = told.slice(1);
      told.length = 0;
      expect(await gm.events.replay({ ids: [middle?.id ?? ''] })).to.equal(1);
      await move(gm, id, 'c');
      await work(gm);
      expect(reasons()).to.deep.equal(['1: a', '1: c']);
      told.length = 0;
      expect(await gm.events.replay({ consumer: 'listener', since: middle?.at })).to.equal(3);
      await work(gm);
      expect(reasons()).to.deep.equal(['1: a', '1: b', '1: c']);
      expect(await gm.events.replay({ consumer: 'nobody', since: middle?.at })).to.equal(0);
    });

    it('are not replayed while a later one of the object is in hand', async () => {
      const gates: (() => void)[] = [];
      const told: unknown[] = [];
      const plugin = durable('gated', async ({ event }) => {
        told.push(event.author.reason);
        if (event.author.reason === 'a') await new Promise<void>((resolve) => gates.push(resolve));
      });
      const gm = await outbox.boot(plugin);
      const id = await create(gm);
      await work(gm);
      await move(gm, id, 'a');
      const worker = gm.worker(EAGER).start();
      await until(() => gates.length === 1);
      await gm.events.replay({ ids: ['1'] });
      await work(gm);
      expect(told).to.deep.equal([null, 'a']);
      gates[0]?.();
      await until(() => told.length === 3);
      await worker.stop();
      expect(told).to.deep.equal([null, 'a', null]);
    });

    it('are skipped, so that the later ones go on, and pruned', async () => {
      const { plugin, reasons } = listener(({ operation }) => operation === 'create');
      const gm = await outbox.boot(plugin);
      await move(gm, await create(gm), 'a');
      await work(gm);
      expect(await gm.events.skip({ ids: ['1'] })).to.equal(1);
      expect(await gm.events.skip({ ids: ['1'] })).to.equal(0);
      await work(gm);
      expect(reasons().slice(-1)).to.deep.equal(['1: a']);
      expect(await gm.events.prune({ before: new Date('2001-01-01') })).to.equal(0);
      expect(await gm.events.prune({ before: new Date(Date.now() + 60_000) })).to.equal(2);
      expect(await rows()).to.deep.equal([{ count: 0 }]);
    });

    it('are selected by what makes sense', async () => {
      const gm = await outbox.boot(listener().plugin);
      for (const wrong of [
        gm.events.replay({ ids: ['1; drop table parcel'] }),
        gm.events.replay({ since: new Date('x') }),
        gm.events.skip({ ids: 'x' as never }),
        gm.events.prune({ before: 1 as never }),
      ]) {
        expect(await codeOf(wrong)).to.equal('GM_EVENT_INVALID_SELECTION');
      }
      expect(() => gm.worker({ consumers: ['nobody'] }))
        .to.throw()
        .with.property('code', 'GM_EVENT_UNKNOWN_CONSUMER');
      expect(() => gm.worker({ concurrency: 0 })).to.throw(RangeError);
    });
  });

  describe('at boot', () => {
    const problemsOf = async (orm: MikroORM | SqliteOrm): Promise<readonly unknown[]> => {
      const error = (await bootstrap({ orm, drift: 'off', plugins: [listener().plugin] }).catch((each: unknown) => each)) as BootError;
      return error.problems.map(({ code, path }) => [code, path]);
    };

    it('need the side table, in the ORM and in the database', async () => {
      const options = { clientUrl: outbox.orm.config.get('clientUrl') as string, metadataProvider: ReflectMetadataProvider };
      const bare = await MikroORM.init({ ...options, entities: [Parcel] });
      expect(await problemsOf(bare)).to.deep.equal([['GM_ORM_SIDE_TABLE_MISSING', 'GmEvent']]);
      await bare.close();
      await outbox.query('alter table general_manager.gm_event rename to gm_away');
      expect(await problemsOf(outbox.orm)).to.deep.equal([['GM_ORM_SIDE_TABLE_MISSING', 'GmEvent']]);
      await outbox.query('alter table general_manager.gm_away rename to gm_event');
    });

    it('need all columns of it: a side table that is older is told, and migrated by the schema generator', async () => {
      await outbox.query('alter table general_manager.gm_event drop column trace');
      expect(await problemsOf(outbox.orm)).to.deep.equal([['GM_ORM_SIDE_TABLE_OUTDATED', 'GmEvent']]);
      await outbox.orm.schema.update({ safe: true });
      expect(await outbox.boot(listener().plugin)).to.have.property('events');
    });

    it('need PostgreSQL', async () => {
      const lite = await SqliteOrm.init({ dbName: ':memory:', entities: [Parcel], metadataProvider: ReflectMetadataProvider });
      await lite.schema.create();
      expect(await problemsOf(lite)).to.deep.equal([['GM_EVENT_UNSUPPORTED', 'plugins.listener']]);
      await lite.close();
    });

    it('are not there without a plugin that wants them', async () => {
      const gm = await outbox.boot();
      expect(() => gm.worker())
        .to.throw()
        .with.property('code', 'GM_EVENT_NONE');
      expect(await gm.events.pending()).to.deep.equal([]);
    });
  });
});
