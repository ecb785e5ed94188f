import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { ATTRIBUTES, METRICS } from 'general-manager/opentelemetry';
import * as incubating from '@opentelemetry/semantic-conventions/incubating';
import { SCOPE } from '../../../integrations/opentelemetry/names.js';
import { serve } from '../../../integrations/graphql-server/index.js';
import { namesIn, tableOf } from '../../docs/support/tables.js';
import { ask } from '../graphql-server/support/exchange.js';
import { editor, openShop, type Shop } from './support/shop.js';

const PAGE = 'docs/guides/telemetry.md';

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

  it('emits every metric that is documented, and documents every one that is emitted', async () => {
    const server = await serve(shop.gm, { port: 0 });
    await ask(server.url, { body: '{"query":"{ vaults { nodes { id } } }"}' });
    await server.close();
    const emitted = new Map((await shop.telemetry.metrics()).map(({ descriptor }) => [descriptor.name, descriptor]));
    const described = Object.values(METRICS);
    expect([...emitted.keys()]).to.have.members(described.map(({ name }) => name));
    for (const { name, unit, description } of described) expect(emitted.get(name)).to.include({ unit, description });
    expect(namesIn(PAGE, 'Metric')).to.have.members(described.map(({ name }) => name));
    for (const { names, cells } of tableOf(PAGE, 'Metric')) {
      expect(cells[1]?.replaceAll('`', ''), names[0]).to.equal(emitted.get(names[0] ?? '')?.unit);
    }
  });

  it('documents every attribute', () => {
    const text = readFileSync(PAGE, 'utf8');
    for (const name of Object.values(ATTRIBUTES)) expect(text).to.contain(`\`${name}\``);
  });

  it('takes names that are not its own from the conventions', () => {
    const known = new Set<unknown>(Object.values(incubating as object) as unknown[]);
    const names = [...Object.values(ATTRIBUTES), ...Object.values(METRICS).map(({ name }) => name)];
    for (const name of names.filter((each) => !each.startsWith('general_manager.'))) expect([...known], name).to.include(name);
  });

  it('has the version of the package', () => {
    expect(SCOPE.version).to.equal((JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }).version);
  });

  it('goes on when the source does not answer', async () => {
    const other = await openShop({ durable: true });
    await other.orm.close(true);
    expect((await other.telemetry.metrics()).map(({ descriptor }) => descriptor.name)).not.to.include(METRICS.eventsPending.name);
    await other.close();
  });
});
