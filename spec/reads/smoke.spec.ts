import { SHELVES, VAULTS } from './support/rows.js';
import { openStore, Thing, Shelf, type Store } from './support/shelf.js';
describe('smoke', () => {
  let store: Store;
  before(async () => { store = await openStore('smoke'); await store.fill('shelf', SHELVES); await store.fill('vault', VAULTS); 
    await store.fill('thing', [{ id: 1, label: 'a', size: 1, serial: '9223372036854775807', price: '1.5000', weight: 0.5, shelf_id: 1, code: '7f3c0c1e-53a5-4b7a-9d1e-0242ac120002', seen: '2024-02-29T12:00:00.123456Z', made:'2024-02-29', mood:'calm', fragile: true, measure_width: 2, vault_id: 1},
     { id: 2, label: 'b', size: 2, serial: '9223372036854775807', price: '2.25', weight: 'NaN', shelf_id: 1 }, { id: 3, shelf_id: 4, vault_id: 2 }]);
  });
  after(async () => store.close());
  it('x', async () => {
    const things = store.gm.as(null).manager(Thing);
    console.log(await things.aggregate({ count: true, sum: ['size', 'serial', 'price', 'weight', 'shelf.floor'], avg: ['size', 'price', 'weight'], min: ['label', 'code', 'seen', 'made', 'serial', 'price', 'shelf.name', 'measure.width', 'vault.code', 'opens', 'noted'], max: ['id'], countDistinct: ['mood', 'fragile', 'tint', 'shelf.id', 'vault.code'] }));
    console.log(await things.filter({ id: -1 }).aggregate({ count: true, sum: ['size'], avg: ['weight'], min: ['label'] }));
    console.log(await things.groupBy('shelf', 'shelf.name').aggregate({ count: true, sum: ['price'] }));
    console.log(await things.groupBy('shelf.name').having({ count: { gte: 1 }, sum: { price: { gt: '1' } }, or: [{ min: { code: '7f3c0c1e-53a5-4b7a-9d1e-0242ac120002' } }, { not: { max: { label: null } } }] }).sort('-count', '-sum.price').aggregate({ count: true }, { first: 2 }));
    console.log(await things.values('label', { distinct: true }), await things.values('seen', { distinct: true }));
    console.log(await store.gm.as(null).manager(Shelf).aggregate({}), await store.gm.as(null).manager(Shelf).groupBy('floor').aggregate({}));
    const s = (await things.aggregate({ sum: ['size', 'shelf.floor'] })).sum['size'];
    console.log(s);
  });
});
