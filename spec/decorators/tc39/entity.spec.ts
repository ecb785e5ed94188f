import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/es';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { everyone, Manager, Permission } from '../../../decorators/index.js';
import { bootstrap } from '../../../integrations/index.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';

@Entity()
@Manager({ description: 'A note.', fields: { text: { name: 'words' } } })
@Permission({ read: everyone() })
class Note {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'text' })
  text!: string;
}

@Entity()
class Unmanaged {
  @PrimaryKey({ type: 'integer' })
  id!: number;
}

describe('an entity with TC39 decorators', () => {
  let database: FreshDatabase;
  let orm: MikroORM;

  before(async () => {
    database = await freshDatabase('tc39');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Note, Unmanaged] });
    await orm.schema.create();
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  it('is a manager', async () => {
    const gm = await bootstrap({ orm, drift: 'refuse' });
    await orm.em.getConnection().execute(`insert into note values (1, 'Hello')`);
    expect([...gm.model.managers.keys()]).to.deep.equal(['Note']);
    expect(await gm.as(null).manager(Note).get(1)).to.deep.equal({ id: 1, text: 'Hello' });
    expect(gm.introspect().managers[0]).to.include({ name: 'Note', description: 'A note.', plural: 'notes' });
    expect(gm.schema.getType('Note')?.toConfig()).to.have.property('description', 'A note.');
  });
});
