import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, isGeneralManagerError, type Application } from 'general-manager';
import { authenticated, Manager, Permission } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { Client } from './support/ask.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

@Entity()
@Manager()
@Permission({ read: authenticated(), create: authenticated() })
class Order {
  @PrimaryKey()
  id!: number;

  @Property({ length: 5 })
  item!: string;
}

describe('idempotency keys', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    database = await freshDatabase('writes_idempotency');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Order, ...sideTables()], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    gm = await bootstrap({ orm, drift: 'off' });
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });
  beforeEach(async () => orm.em.getConnection().execute('truncate "order", general_manager.gm_idempotency restart identity'));

  const ann = { id: 'ann' };
  const orders = (who: object = ann): ReturnType<typeof managerOf> => managerOf(who);
  const managerOf = (who: object) => gm.as(who).manager(Order);
  const codeOf = async (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => 'fine',
      (error: unknown) => (isGeneralManagerError(error) ? error.code : error),
    );

  const argumentsOf = ({ schema }: Application, mutation: string): readonly string[] =>
    (schema.getMutationType()?.getFields()[mutation]?.args ?? []).map(({ name }) => name);

  it('give a repeated create what was made the first time', async () => {
    const first = await orders().create({ item: 'tea' }, { idempotencyKey: 'k' });
    expect(first).to.deep.equal({ id: 1, item: 'tea' });
    expect(await orders().create({ item: 'tea' }, { idempotencyKey: 'k' })).to.deep.equal(first);
    expect(await orders().createMany([{ item: 'a' }, { item: 'b' }], { idempotencyKey: 'k' })).to.have.length(2);
    expect(await orders().createMany([{ item: 'a' }, { item: 'b' }], { idempotencyKey: 'k' })).to.deep.equal([
      { id: 2, item: 'a' },
      { id: 3, item: 'b' },
    ]);
    expect(await orders().count()).to.equal(3);
  });

  it('make one object however many come at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, async () => orders().create({ item: 'tea' }, { idempotencyKey: 'k' })));
    expect(new Set(made.map((each) => each?.id))).to.deep.equal(new Set([1]));
    expect(await orders().count()).to.equal(1);
  });

  it('belong to whoever uses them', async () => {
    await orders().create({ item: 'tea' }, { idempotencyKey: 'k' });
    expect(await orders({ id: 'bob' }).create({ item: 'tea' }, { idempotencyKey: 'k' })).to.deep.equal({ id: 2, item: 'tea' });
  });

  it('are free again where the write failed', async () => {
    expect(await codeOf(orders().create({ item: 'coffee' }, { idempotencyKey: 'k' }))).to.equal('GM_WRITE_INVALID');
    expect(await codeOf(orders().create({ item: 'tea' }, { idempotencyKey: 'k' }))).to.equal('fine');
  });

  it('are refused for other data, and where they are no keys', async () => {
    await orders().create({ item: 'tea' }, { idempotencyKey: 'k' });
    expect(await codeOf(orders().create({ item: 'milk' }, { idempotencyKey: 'k' }))).to.equal('GM_WRITE_KEY_REUSED');
    for (const idempotencyKey of ['', 'x'.repeat(201), 7 as never]) {
      expect(await codeOf(orders().create({ item: 'tea' }, { idempotencyKey }))).to.equal('GM_WRITE_INVALID_KEY');
    }
    expect(await codeOf(orders().delete(1, { idempotencyKey: 'k' }))).to.equal('GM_PERM_NO_POLICY');
  });

  it('are arguments of mutations that create', async () => {
    expect(argumentsOf(gm, 'createOrder')).to.deep.equal(['input', 'idempotencyKey', 'reason']);
    const client = new Client(gm, ann);
    const one = 'mutation { createOrder(input: { item: "tea" }, idempotencyKey: "k") { order { id item } } }';
    const many = 'mutation { createOrders(input: [{ item: "a" }, { item: "b" }], idempotencyKey: "k") { count orders { id } } }';
    for (const _time of [1, 2]) {
      expect(await client.data(one)).to.deep.equal({ createOrder: { order: { id: '1', item: 'tea' } } });
      expect(await client.data(many)).to.deep.equal({ createOrders: { count: 2, orders: [{ id: '2' }, { id: '3' }] } });
    }
    expect(await client.refusal(one.replace('tea', 'milk'))).to.include({ code: 'CONFLICT', gm: 'GM_WRITE_KEY_REUSED' });
    const none = 'mutation { createOrder(input: { item: "tea" }, idempotencyKey: null) { order { id } } }';
    expect(await client.data(none)).to.deep.equal({ createOrder: { order: { id: '4' } } });
  });

  it('need the side table', async () => {
    const bare = await MikroORM.init({ clientUrl: database.url, entities: [Order], metadataProvider: ReflectMetadataProvider });
    const other = await bootstrap({ orm: bare, drift: 'off' });
    const made = other.as(ann).manager(Order).create({ item: 'tea' }, { idempotencyKey: 'k' });
    expect(await codeOf(made)).to.equal('GM_ORM_SIDE_TABLE_MISSING');
    expect(argumentsOf(other, 'createOrder')).to.deep.equal(['input', 'reason']);
    await bare.close();
  });
});
