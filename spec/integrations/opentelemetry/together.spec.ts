import 'reflect-metadata';
import { expect } from 'chai';
import { serve, type RunningServer } from 'general-manager/graphql-server';
import { MikroOrmInstrumentation } from '../../../integrations/opentelemetry-instrumentation-mikro-orm/index.js';
import { ask } from '../graphql-server/support/exchange.js';
import { editor, openShop, type Shop } from './support/shop.js';

describe('telemetry of requests, operations and MikroORM together', () => {
  let shop: Shop;
  let instrumentation: MikroOrmInstrumentation;
  let server: RunningServer;

  before(async () => {
    shop = await openShop();
    instrumentation = new MikroOrmInstrumentation({ requireParentSpan: true });
    instrumentation.setTracerProvider(shop.telemetry.tracerProvider);
    instrumentation.setMeterProvider(shop.telemetry.meterProvider);
    instrumentation.instrument(shop.orm);
    server = await serve(shop.gm, { port: 0, context: () => ({ actor: editor }) });
  });
  after(async () => {
    instrumentation.disable();
    await server.close();
    await shop.close();
  });

  it('is one tree for each request, also where they run at the same time', async () => {
    const rename = async (id: number, round: string): Promise<void> => {
      const query = `mutation { updateAuthor(id: ${id}, input: { name: "renamed ${id} ${round}" }) { author { name } } }`;
      const { body } = await ask(server.url, { body: JSON.stringify({ query }) });
      expect(body).to.contain(`renamed ${id}`);
    };
    for (const round of ['behind the front', 'ahead of the server']) {
      shop.telemetry.reset();
      await Promise.all([1, 2].map(async (id) => rename(id, round)));
      const { tree } = shop.telemetry;
      const starts = tree.flatMap((name, index) => (name === 'mutation' ? [index] : []));
      expect(starts, round).to.have.lengthOf(2);
      for (const start of starts) {
        const rest = tree.slice(start + 1);
        const end = rest.indexOf('mutation');
        const own = end === -1 ? rest : rest.slice(0, end);
        expect(own[0], round).to.equal('  update Author');
        const statements = own.map((name) => name.trim()).filter((name) => /^[A-Z]{2}/.test(name));
        expect(statements, round).to.include.members(['BEGIN', 'UPDATE author', 'COMMIT']);
        expect(
          statements.filter((name) => name === 'UPDATE author'),
          round,
        ).to.have.lengthOf(1);
      }
    }
    expect(await shop.telemetry.everything()).not.to.contain('renamed');
  });
});
