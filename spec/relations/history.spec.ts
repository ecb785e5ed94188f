import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { MikroORM as Sqlite } from '@mikro-orm/sqlite';
import { expect } from 'chai';
import { graphql } from 'graphql';
import { bootstrap, isGeneralManagerError, type Application } from 'general-manager';
import { database, everyone, Interface, Manager, one, Permission } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

@Entity()
@Manager()
@Permission({ read: everyone() })
class Firm {
  @PrimaryKey({ type: 'text' })
  code!: string;

  @Property({ type: 'text' })
  name!: string;
}

@Entity()
@Manager({ relations: { firm: one(() => Firm, { by: 'firmCode' }) } })
@Interface(database({ history: true }))
@Permission({ read: everyone(), create: everyone(), update: everyone() })
class Contract {
  @PrimaryKey()
  id!: number;

  @Property()
  firmCode!: string;

  firm?: Firm | null;
}

describe('histories of objects that fields link to other sources', () => {
  let fresh: FreshDatabase;
  let orm: MikroORM;
  let other: Sqlite;
  let gm: Application;
  before(async () => {
    fresh = await freshDatabase('relations_history');
    const entities = [Contract, ...sideTables()];
    orm = await MikroORM.init({ clientUrl: fresh.url, entities, metadataProvider: ReflectMetadataProvider });
    other = await Sqlite.init({ dbName: ':memory:', entities: [Firm], metadataProvider: ReflectMetadataProvider });
    for (const each of [orm, other]) await each.schema.create();
    await other.em.fork().insert(Firm, { code: 'a', name: 'A' });
    gm = await bootstrap({ orm: [orm, other], drift: 'off' });
    await gm.as(null).manager(Contract).create({ firmCode: 'a' });
  });
  after(async () => {
    await orm.close();
    await other.close();
    await fresh.drop();
  });

  it('tell the fields that link', async () => {
    const { items } = await gm
      .as(null)
      .manager(Contract)
      .history(1, { select: { firmCode: true } });
    expect(items.map(({ after: now }) => now)).to.deep.equal([{ firmCode: 'a' }]);
  });

  it('do not show what the other source has now for what it had then', async () => {
    const contracts = gm.as(null).manager(Contract);
    const refused: unknown = await contracts.history(1, { select: { firm: { name: true } } }).catch((error: unknown) => error);
    expect(isGeneralManagerError(refused) && refused.code).to.equal('GM_READ_NO_HISTORY');
    const source = '{ contractHistory(id: 1) { nodes { before { firm { name } } } } }';
    const { errors } = await graphql({ schema: gm.schema, source, contextValue: { actor: null } });
    expect(errors?.[0]?.extensions['gm']).to.equal('GM_READ_NO_HISTORY');
  });
});
