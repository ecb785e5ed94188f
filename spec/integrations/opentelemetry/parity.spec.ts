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
import { quotesOf } from './support/quotes.js';
import { ObserverTap, troubleUpstreams } from './support/trouble.js';

const PAGE = 'docs/guides/telemetry.md';
const described = Object.values(METRICS);

describe('telemetry and its guide', () => {
  let shop: Shop;
  const tap = new ObserverTap();

  before(async () => {
    shop = await openShop({ durable: true, cached: true, adapters: [tap], managers: [quotesOf({ baseUrl: 'https://vendor.example' })] });
  });
  after(async () => shop.close());

  it('emits every metric that is documented, and documents every one that is emitted', async () => {
    const server = await serve(shop.gm, { port: 0 });
    await ask(server.url, { body: '{"query":"{ vaults { nodes { id } } }"}' });
    await server.close();
    await shop.gm.as(null).manager('Author').all();
    await shop.gm.as(null).manager('Author').cached('request').all();
    await shop.gm.as(editor).manager('Author').create({ name: 'new' });
    const worker = shop.gm.worker().start();
    await worker.idle();
    await worker.stop();
    await troubleUpstreams(tap);
    const emitted = new Map((await shop.telemetry.metrics()).map(({ descriptor }) => [descriptor.name, descriptor]));
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
    const names = [...Object.values(ATTRIBUTES), ...described.map(({ name }) => name)];
    for (const name of names.filter((each) => !each.startsWith('general_manager.'))) expect([...known], name).to.include(name);
  });

  it('has the version of the package', () => {
    expect(SCOPE.version).to.equal((JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }).version);
  });
});
