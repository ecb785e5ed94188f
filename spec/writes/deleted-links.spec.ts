import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { database, everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { askBoth } from '../direct/support/compare.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

@Entity()
@Manager()
@Interface(database({ softDelete: 'active' }))
@Permission({ read: everyone() })
class Maker {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'boolean' })
  active!: boolean;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
class Boat {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Maker)
  maker!: Rel<Maker>;
}

describe('links to what is softly deleted', () => {
  let fresh: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;

  before(async () => {
    fresh = await freshDatabase('deleted_links');
    orm = await MikroORM.init({ clientUrl: fresh.url, entities: [Maker, Boat], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    await orm.em.getConnection().execute('insert into maker (id, active) values (1, true), (2, false)');
    await orm.em.getConnection().execute('insert into boat (id, maker_id) values (1, 1), (2, 2)');
    gm = await bootstrap({ orm, drift: 'off' });
  });
  after(async () => {
    await orm.close();
    await fresh.drop();
  });

  it('lead nowhere, also where the column is not null and everybody sees the rest', async () => {
    const source = 'query Q { boats(sort: [{ id: ASC }]) { nodes { id maker { id } } } }';
    const { route, direct, resolvers } = await askBoth(gm, { source, variables: {} }, { actor: { id: 'ann' } });
    const text = '{"data":{"boats":{"nodes":[{"id":"1","maker":{"id":"1"}},{"id":"2","maker":null}]}}}';
    expect([route, direct, resolvers]).to.deep.equal(['direct', text, text]);
  });
});
