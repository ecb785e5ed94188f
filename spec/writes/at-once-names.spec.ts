import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property, ReflectMetadataProvider, Unique } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, isGeneralManagerError, type Application } from 'general-manager';
import { actor, authenticated, everyone, Manager, Permission, role, where } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

/** Named by two values together, or by a serial number that its owner alone reads. */
@Entity()
@Manager()
@Unique({ properties: ['room', 'place'] })
@Permission<Desk>({ read: everyone(), create: role('clerk'), fields: { serial: { read: where<Desk>({ owner: actor('id') }) } } })
class Desk {
  @PrimaryKey()
  id!: number;

  @Property()
  room!: string;

  @Property({ type: 'integer' })
  place!: number;

  @Property()
  owner!: string;

  @Property({ unique: true })
  serial!: string;
}

@Entity()
@Manager()
@Permission({ read: everyone(), create: authenticated() })
class Lamp {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Desk)
  desk!: Rel<Desk>;
}

describe('what single objects that are made at once are linked to', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    database = await freshDatabase('writes_at_once_names');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Desk, Lamp], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    gm = await bootstrap({ orm, drift: 'off' });
    await orm.em.getConnection().execute(`insert into desk (room, place, owner, serial) values
      ('a', 1, 'ann', 's1'), ('a', 2, 'bob', 's2'), ('b', 1, 'ann', 's3')`);
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  const deskOf = async (who: string, desk: object): Promise<unknown> => {
    const made = gm
      .as({ id: who })
      .manager(Lamp)
      .create({ desk: { connect: desk } }, { select: { desk: { id: true } } });
    return made.then(
      (lamp) => lamp?.desk?.id,
      (error: unknown) => isGeneralManagerError(error) && error.code,
    );
  };
  const lampOf = async (who: string, desk: object): Promise<unknown> => {
    const made = gm
      .as({ id: who })
      .manager(Lamp)
      .create({ desk: { connect: desk } }, { select: { id: true } });
    const id = await made.then(
      (lamp) => lamp?.id,
      (error: unknown) => isGeneralManagerError(error) && error.code,
    );
    if (typeof id !== 'number') return id;
    const [row] = await orm.em.getConnection().execute<{ desk_id: number }[]>(`select desk_id from lamp where id = ${id}`);
    return row?.desk_id;
  };

  it('is what each of them names, by several values together as well', async () => {
    for (const link of [deskOf, lampOf]) {
      expect(await link('ann', { room: 'a', place: 1 })).to.equal(1);
      expect(await link('ann', { room: 'a', place: 2 })).to.equal(2);
      expect(await link('bob', { room: 'b', place: 1 })).to.equal(3);
      expect(await link('bob', { room: 'c', place: 1 })).to.equal('GM_WRITE_NOT_FOUND');
      expect(await link('bob', { id: 2 })).to.equal(2);
      expect(await link('bob', { id: 1 })).to.equal(1);
    }
  });

  it('is found by no value that the actor may not read', async () => {
    for (const link of [deskOf, lampOf]) {
      expect(await link('ann', { serial: 's1' })).to.equal(1);
      expect(await link('ann', { serial: 's3' })).to.equal(3);
      expect(await link('ann', { serial: 's2' })).to.equal('GM_WRITE_NOT_FOUND');
      expect(await link('bob', { serial: 's2' })).to.equal(2);
      expect(await link('bob', { serial: 's1' })).to.equal('GM_WRITE_NOT_FOUND');
      expect(await link('bob', { serial: 'gone' })).to.equal('GM_WRITE_NOT_FOUND');
    }
  });
});
