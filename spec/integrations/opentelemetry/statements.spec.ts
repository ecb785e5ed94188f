import 'reflect-metadata';
import type { Histogram } from '@opentelemetry/sdk-metrics';
import { expect } from 'chai';
import { METRICS } from 'general-manager/opentelemetry';
import { startLoopback, json, type Loopback } from '../http/support/loopback.js';
import { quotesOf } from './support/quotes.js';
import { editor, openShop, type Shop } from './support/shop.js';

const CONTROL = /^\s*(?:begin|commit|rollback|savepoint|release|set |start )/i;

describe('telemetry of statements', () => {
  let server: Loopback;
  let shop: Shop;
  /** What MikroORM logs, without transactions. */
  const logged: string[] = [];

  before(async () => {
    server = await startLoopback((_seen, response) => json(response, [{ id: 1, authorId: 1, price: '1' }]));
    shop = await openShop({ durable: true, managers: [quotesOf({ baseUrl: server.url, name: 'vendor' })] });
    const logger = shop.orm.config.getLogger();
    const log = logger.logQuery.bind(logger);
    logger.logQuery = (context) => {
      if (context.query !== undefined && !CONTROL.test(context.query)) logged.push(context.query);
      log(context);
    };
  });
  after(async () => {
    await shop.close();
    await server.close();
  });
  beforeEach(() => {
    shop.telemetry.reset();
    logged.length = 0;
  });

  const counted = (): number => {
    const counts = shop.telemetry.spans.map(({ attributes }) => Number(attributes['general_manager.statements'] ?? 0));
    return counts.reduce((sum, each) => sum + each, 0);
  };

  const authors = () => shop.gm.as(editor).manager('Author');
  const operations: Readonly<Record<string, () => Promise<unknown>>> = {
    'a read': async () => authors().all(),
    'a read by key': async () => authors().get(1),
    'a read of relations': async () =>
      authors()
        .select({ books: { select: { title: true } } })
        .all(),
    'a create': async () => authors().create({ name: 'one' }),
    'many creates': async () => authors().createMany([{ name: 'two' }, { name: 'three' }]),
    'an update that is read back': async () => authors().update(1, { name: 'four' }, { select: { name: true } }),
    'an action': async () => authors().perform('praise', { key: 1 }),
    'a delete': async () => authors().delete(await madeBefore()),
  };
  let made = 0;
  const madeBefore = async (): Promise<number> => {
    const author = await authors().create({ name: `made ${(made += 1)}` }, { select: { id: true } });
    return (author as { readonly id: number }).id;
  };

  for (const [name, run] of Object.entries(operations)) {
    it(`counts those of ${name}`, async () => {
      await run();
      expect(logged.length).to.be.greaterThan(0);
      expect(counted(), logged.join('\n')).to.equal(logged.length);
    });
  }

  it('counts those within a transaction of the application, and none of its own', async () => {
    await shop.orm.em.fork().transactional(async (em) => {
      const before = logged.length;
      const within = shop.gm.as(editor).manager('Author');
      const using = { session: em };
      await within.update(1, { name: 'five' }, using);
      await within.update(1, { name: 'six' }, using);
      expect(counted(), logged.join('\n')).to.equal(logged.length - before);
      await em.execute('select 1');
      expect(counted()).to.equal(logged.length - before - 1);
    });
  });

  it('counts none where something is refused', async () => {
    await shop.gm
      .as(null)
      .manager('Book')
      .all()
      .catch(() => undefined);
    expect(shop.telemetry.span('read Book').attributes).to.include({ 'general_manager.statements': 0 });
  });

  it('counts requests to upstreams, each for its own operation', async () => {
    await Promise.all([shop.gm.as(null).manager('Quote').all(), authors().all()]);
    expect(shop.telemetry.span('read Quote').attributes).to.include({ 'general_manager.statements': 1 });
    expect(shop.telemetry.span('read Author').attributes).to.include({ 'general_manager.statements': 1 });
    expect(logged).to.have.lengthOf(1);
  });

  it('has them as a metric', async () => {
    const [before] = await shop.telemetry.points(METRICS.statements.name, { 'general_manager.manager': 'Quote' });
    await shop.gm.as(null).manager('Quote').all();
    const [after] = await shop.telemetry.points(METRICS.statements.name, { 'general_manager.manager': 'Quote' });
    const sum = (point: typeof after): number => (point ? ((point.value as Histogram).sum ?? 0) : 0);
    expect(sum(after) - sum(before)).to.equal(1);
  });
});
