import 'reflect-metadata';
import { expect } from 'chai';
import { ATTRIBUTES, METRICS } from 'general-manager/opentelemetry';
import { openShop, type Shop } from './support/shop.js';

describe('telemetry of the cache', () => {
  let shop: Shop;

  before(async () => {
    shop = await openShop({ cached: true });
  });
  after(async () => shop.close());

  const value = async (name: string, attributes = {}): Promise<unknown> => (await shop.telemetry.points(name, attributes))[0]?.value;

  it('counts questions by how they went, and tells what is kept', async () => {
    expect(await value(METRICS.cacheEntries.name)).to.equal(0);
    const authors = shop.gm.as(null).manager('Author').cached({ timeoutMs: 60_000 });
    for (let round = 0; round < 3; round += 1) await authors.all();
    const asked = { [ATTRIBUTES.cacheName]: 'Author', [ATTRIBUTES.cacheScope]: 'timeout' };
    expect(await value(METRICS.cache.name, { ...asked, [ATTRIBUTES.cacheOutcome]: 'miss' })).to.equal(1);
    expect(await value(METRICS.cache.name, { ...asked, [ATTRIBUTES.cacheOutcome]: 'hit' })).to.equal(2);
    expect(await value(METRICS.cacheEntries.name)).to.equal(1);
    expect(await value(METRICS.cacheSize.name)).to.be.above(0);
    expect([await value(METRICS.cacheComputing.name), await value(METRICS.cacheStore.name)]).to.deep.equal([0, 0]);
    expect(await shop.telemetry.everything()).not.to.contain('author 1');
  });

  it('says nothing of a cache that is not there', async () => {
    const other = await openShop();
    const names = (await other.telemetry.metrics()).map(({ descriptor }) => descriptor.name);
    expect(names.filter((name) => name.startsWith('general_manager.cache'))).to.deep.equal([]);
    await other.close();
  });
});
