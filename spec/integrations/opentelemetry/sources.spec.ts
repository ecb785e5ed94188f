import 'reflect-metadata';
import { expect } from 'chai';
import { METRICS } from 'general-manager/opentelemetry';
import { editor, openShop, type Shop } from './support/shop.js';

describe('telemetry of sources', () => {
  let shop: Shop;

  before(async () => {
    shop = await openShop({ durable: true });
  });
  after(async () => shop.close());

  const value = async (name: string, attributes = {}): Promise<unknown> => (await shop.telemetry.points(name, attributes))[0]?.value;

  it('tells how many durable events wait, and for how long', async () => {
    const mail = { 'general_manager.consumer': 'mail' };
    expect(await value(METRICS.eventsPending.name, mail)).to.equal(0);
    expect(await value(METRICS.eventsLag.name, mail)).to.equal(0);
    await shop.gm.as(editor).manager('Author').create({ name: 'new' });
    await shop.gm.as(editor).manager('Author').create({ name: 'newer' });
    expect(await value(METRICS.eventsPending.name, mail)).to.equal(2);
    expect(await value(METRICS.eventsDead.name, mail)).to.equal(0);
    expect(await value(METRICS.eventsLag.name, mail))
      .to.be.a('number')
      .that.is.at.least(0);
    const worker = shop.gm.worker().start();
    await worker.idle();
    await worker.stop();
    expect(await value(METRICS.eventsPending.name, mail)).to.equal(0);
  });

  it('tells how many connections the pool uses', async () => {
    const pool = { 'db.client.connection.pool.name': 'database' };
    const release = await new Promise<() => void>((held) => {
      void shop.orm.em.fork().transactional(async () => new Promise<void>(held));
    });
    expect(await value(METRICS.poolCount.name, { ...pool, 'db.client.connection.state': 'used' })).to.equal(1);
    expect(await value(METRICS.poolMax.name, pool)).to.equal(10);
    expect(await value(METRICS.poolPending.name, pool)).to.equal(0);
    release();
  });

  it('tells of connections also when all are in use, and waits a second for the events', async () => {
    const releases: (() => void)[] = [];
    const units = Array.from({ length: 10 }, async () => {
      await shop.orm.em.fork().transactional(async (em) => {
        await em.execute('select 1');
        await new Promise<void>((held) => releases.push(held));
      });
    });
    while (releases.length < 10) await new Promise((resolve) => setTimeout(resolve, 5));
    const waiting = shop.orm.em.fork().execute('select 1');
    const begun = performance.now();
    for (let round = 0; round < 2; round += 1) {
      // The statement waits, and the question of the first collection: the second one does not ask again.
      expect(await value(METRICS.poolPending.name)).to.equal(round + 1);
    }
    expect(performance.now() - begun).to.be.within(1900, 4000);
    for (const release of releases) release();
    await Promise.all([...units, waiting]);
    expect(await value(METRICS.eventsPending.name)).to.equal(0);
  });

  it('goes on when the source does not answer', async () => {
    const other = await openShop({ durable: true });
    await other.orm.close(true);
    expect((await other.telemetry.metrics()).map(({ descriptor }) => descriptor.name)).not.to.include(METRICS.eventsPending.name);
    await other.close();
  });
});
