import { defineEntity, EntitySchema, p } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/es';
import { MikroORM } from '@mikro-orm/sqlite';
import { expect } from 'chai';
import { bootstrap } from 'general-manager';
import { everyone, many, Manager, one, Permission } from 'general-manager/decorators';

const Town = defineEntity({ name: 'Town', properties: { id: p.integer().primary(), name: p.string() } });
Manager({ relations: { people: many(() => Person, { by: 'townId' }) } })(Town);
Permission({ read: everyone() })(Town);

const Pet = new EntitySchema<{ id: number; owner: number }>({
  name: 'Pet',
  properties: { id: { type: 'integer', primary: true }, owner: { type: 'integer' } },
});
Manager({ relations: { keeper: one(() => Person, { by: 'owner' }) } })(Pet);
Permission({ read: everyone() })(Pet);

@Entity()
@Manager({ relations: { town: one(() => Town, { by: 'townId' }), pets: many(() => Pet, { by: 'owner' }) } })
@Permission({ read: everyone() })
class Person {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'integer' })
  townId!: number;

  town?: { name: string };
  pets?: { id: number }[];
}

describe('relations by fields of schemas and of classes with TC39 decorators', () => {
  it('are declared and followed alike', async () => {
    const [here, there] = await Promise.all([
      MikroORM.init({ dbName: ':memory:', entities: [Person] }),
      MikroORM.init({ dbName: ':memory:', entities: [Town, Pet] }),
    ]);
    try {
      await Promise.all([here.schema.create(), there.schema.create()]);
      await here.em.fork().insert(Person, { id: 1, townId: 7 });
      await there.em.fork().insert(Town, { id: 7, name: 'Ulm' });
      await there.em.fork().insert(Pet, { id: 3, owner: 1 });
      const gm = await bootstrap({ orm: [here, there], drift: 'off' });
      const people = await gm
        .as(null)
        .manager(Person)
        .select({ town: { name: true }, pets: { select: { id: true } } })
        .all();
      expect(people).to.deep.equal([{ town: { name: 'Ulm' }, pets: [{ id: 3 }] }]);
      const untyped = async (name: string, select: object): Promise<unknown> => gm.as(null).manager(name).select(select).all();
      expect(await untyped('Town', { people: { select: { id: true } } })).to.deep.equal([{ people: [{ id: 1 }] }]);
      expect(await untyped('Pet', { keeper: { town: { name: true } } })).to.deep.equal([{ keeper: { town: { name: 'Ulm' } } }]);
    } finally {
      await Promise.all([here.close(), there.close()]);
    }
  });
});
