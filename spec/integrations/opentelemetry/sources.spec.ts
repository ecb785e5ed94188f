import 'reflect-metadata';
import { expect } from 'chai';
import { METRICS } from 'general-manager/opentelemetry';
import { PatientQuestion } from '../../../integrations/opentelemetry/patient-question.js';
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

  it('tells of connections also when all are in use, and asks for none itself', async () => {
    const releases: (() => void)[] = [];
    const units = Array.from({ length: 10 }, async () => {
      await shop.orm.em.fork().transactional(async (em) => {
        await em.execute('select 1');
        await new Promise<void>((held) => releases.push(held));
      });
    });
    while (releases.length < 10) await new Promise((resolve) => setTimeout(resolve, 5));
    const waiting = shop.orm.em.fork().execute('select 1');
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (let round = 0; round < 3; round += 1) expect(await value(METRICS.poolPending.name)).to.equal(1);
    for (const release of releases) release();
    await Promise.all([...units, waiting]);
    expect(await value(METRICS.eventsPending.name)).to.equal(0);
  });

  it('waits for an answer so long, and asks nothing more meanwhile', async () => {
    let asked = 0;
    let answer = (_value: string): void => {};
    const question = new PatientQuestion(async () => {
      asked += 1;
      return new Promise<string>((resolve) => {
        answer = resolve;
      });
    }, 20);
    expect([await question.ask(), await question.ask(), asked]).to.deep.equal([undefined, undefined, 1]);
    answer('first');
    await new Promise((resolve) => setImmediate(resolve));
    const next = question.ask();
    answer('second');
    expect([await next, asked]).to.deep.equal(['second', 2]);
    const failing = new PatientQuestion(async () => Promise.reject(new Error('away')), 20);
    expect(await failing.ask().catch(String)).to.equal('Error: away');
  });

  it('goes on when the source does not answer', async () => {
    const other = await openShop({ durable: true });
    await other.orm.close(true);
    expect((await other.telemetry.metrics()).map(({ descriptor }) => descriptor.name)).not.to.include(METRICS.eventsPending.name);
    await other.close();
  });
});
