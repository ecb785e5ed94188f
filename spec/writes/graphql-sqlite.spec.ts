import { defineEntity, MikroORM, p } from '@mikro-orm/sqlite';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { authenticated, everyone, Manager, Permission } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { Client } from './support/ask.js';

const RULES = { read: everyone(), create: authenticated(), update: authenticated(), delete: authenticated() };

const Shelf = defineEntity({
  name: 'Shelf',
  properties: { id: p.integer().primary(), name: p.string().length(5).unique(), boxes: () => p.oneToMany(Box).mappedBy('shelf') },
});
const Box = defineEntity({
  name: 'Box',
  properties: { id: p.integer().primary(), size: p.integer(), version: p.integer().version(), shelf: () => p.manyToOne(Shelf) },
});
Manager({ plural: 'shelves' })(Shelf);
Permission(RULES)(Shelf);
Manager()(Box);
Permission(RULES)(Box);

describe('mutations of GraphQL on another database', () => {
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    orm = await MikroORM.init({ dbName: ':memory:', entities: [Shelf, Box, ...sideTables({ schema: null })] });
    await orm.schema.create();
    gm = await bootstrap({ orm, drift: 'off' });
  });
  after(async () => orm.close());

  it('are the same', async () => {
    const client = new Client(gm, { id: 'ann' });
    const create = `mutation { createShelf(input: { name: "A", boxes: { create: [{ size: 1 }, { size: 2 }] } }, idempotencyKey: "k") {
      shelf { id boxes(sort: [{ size: ASC }]) { nodes { id size } } }
    } }`;
    const nodes = [
      { id: '1', size: 1 },
      { id: '2', size: 2 },
    ];
    for (const _time of [1, 2]) {
      expect(await client.data(create)).to.deep.equal({ createShelf: { shelf: { id: '1', boxes: { nodes } } } });
    }
    expect(await client.data('mutation { updateBox(id: 1, expected: 1, input: { size: 3 }) { box { size version } } }')).to.deep.equal({
      updateBox: { box: { size: 3, version: 2 } },
    });
    expect(await client.refusal('mutation { updateBox(id: 1, expected: 1, input: { size: 4 }) { box { size } } }')).to.include({
      gm: 'GM_WRITE_CONFLICT',
      currentVersion: 2,
    });
    const { fieldErrors } = await client.refusal('mutation { createShelf(input: { name: "A" }) { shelf { id } } }');
    expect(fieldErrors?.map(({ path, code }) => [path, code])).to.deep.equal([[['name'], 'UNIQUE']]);
    expect(
      await client.data('mutation { deleteBoxes(filter: { size: { lt: 9 } }) { count } deleteShelf(id: 1) { shelf { name } } }'),
    ).to.deep.equal({
      deleteBoxes: { count: 2 },
      deleteShelf: { shelf: { name: 'A' } },
    });
  });
});
