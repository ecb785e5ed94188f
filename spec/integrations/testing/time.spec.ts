import { mock } from 'node:test';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { definePlugin, isGeneralManagerError, type Application, type WriteEvent } from 'general-manager';
import { openUpstream } from 'general-manager/http';
import { faultServer, passTime, TestClock, type FaultServer } from 'general-manager/testing';
import { durable, EAGER, openOutbox, Parcel, work, type Outbox } from '../../writes/support/outbox.js';

describe('testing: time', () => {
  describe('TestClock', () => {
    let server: FaultServer;
    afterEach(async () => server?.close());

    it('stands still until it is put forward, and then calls what is due in its order', async () => {
      const clock = new TestClock(Date.UTC(2030, 0, 1));
      const called: string[] = [];
      clock.after(20, () => called.push('second'));
      clock.after(10, () => {
        called.push('first');
        clock.after(5, () => called.push('between'));
      });
      clock.after(30, () => called.push('never'))();
      clock.after(40, () => called.push('later'));
      const armed = clock.armed(7).then(() => called.push('armed'));
      clock.after(7, () => called.push('seven'));
      await armed;
      clock.advance(30);
      expect(called).to.deep.equal(['armed', 'seven', 'first', 'between', 'second']);
      expect(clock.timers).to.deep.equal([40]);
      expect([clock.now(), clock.date()]).to.deep.equal([30, Date.UTC(2030, 0, 1) + 30]);
    });

    it('lets upstreams wait for minutes in no time', async () => {
      let times = 0;
      server = await faultServer({
        seed: 1,
        faults: {},
        answers: () => ((times += 1) === 1 ? { status: 429, headers: { 'retry-after': '20' }, body: {} } : { body: { times } }),
      });
      const clock = new TestClock();
      const upstream = openUpstream({ baseUrl: server.url, clock });
      const asked = upstream.send({ operation: 'read', method: 'GET', target: '/' });
      await clock.armed(20_000);
      expect(times).to.equal(1);
      clock.advance(20_000);
      expect((await asked).body).to.deep.equal({ times: 2 });
      await upstream.close();
    });
  });

  describe('passTime', () => {
    let outbox: Outbox;
    before(async () => {
      outbox = await openOutbox('testing_time');
    });
    after(async () => outbox.close());
    beforeEach(async () => outbox.query('truncate parcel, general_manager.gm_event restart identity'));

    const HOUR = 3_600_000;
    const create = async (gm: Application): Promise<unknown> => gm.as({ id: 'ann' }).manager(Parcel).create({ owner: 'ann' });

    it('lets events that wait for another attempt be due', async () => {
      const told: number[] = [];
      const plugin = durable('failing', ({ event: { attempt } }) => {
        told.push(attempt);
        if (attempt < 3) throw new Error('not yet');
      });
      const gm = await outbox.boot(plugin);
      await create(gm);
      const patient = { ...EAGER, backoffMs: HOUR, maxAttempts: 5 };
      await work(gm, patient);
      await work(gm, patient);
      expect(told).to.deep.equal([1]);
      for (const after of [
        [1, 2],
        [1, 2, 3],
        [1, 2, 3],
      ]) {
        await passTime(outbox.orm, 2 * HOUR);
        await work(gm, patient);
        expect(told).to.deep.equal(after);
      }
      await gm.close();
    });

    it('lets the leases of workers that are gone end', async () => {
      const told: WriteEvent[] = [];
      const gm = await outbox.boot(durable('heir', ({ event }) => void told.push(event)));
      await create(gm);
      await outbox.query(
        `update general_manager.gm_event set attempts = 1, leased_by = gen_random_uuid(), leased_until = now() + interval '1 hour'`,
      );
      await work(gm);
      expect(told).to.have.length(0);
      await passTime(outbox.orm, HOUR);
      await work(gm);
      expect(told.map(({ attempt }) => attempt)).to.deep.equal([2]);
      await gm.close();
    });

    it('is refused where nothing is kept', async () => {
      const orm = await MikroORM.init({ dbName: 'nowhere', entities: [], discovery: { warnWhenNoEntities: false } });
      const error: unknown = await passTime(orm, 1).catch((thrown: unknown) => thrown);
      expect(isGeneralManagerError(error, 'GM_TEST_NO_SIDE_TABLES')).to.equal(true);
    });
  });

  it('of dates that are made in the process is that of mocked dates', async () => {
    const outbox = await openOutbox('testing_dates');
    const told: Date[] = [];
    const plugin = definePlugin({
      name: 'memory',
      description: 'Of a spec.',
      hooks: { onEvent: ({ event: { at } }) => void told.push(at) },
    });
    try {
      const gm = await outbox.boot(plugin);
      mock.timers.enable({ apis: ['Date'], now: Date.UTC(2031, 5, 1) });
      await gm.as({ id: 'ann' }).manager(Parcel).create({ owner: 'ann' });
      expect(told).to.deep.equal([new Date(Date.UTC(2031, 5, 1))]);
    } finally {
      mock.timers.reset();
      await outbox.close();
    }
  });
});
