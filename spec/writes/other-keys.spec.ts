import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

const OPEN = { read: everyone(), create: everyone(), update: everyone(), delete: everyone() };

@Entity()
@Manager()
@Permission(OPEN)
class Quay {
  @PrimaryKey()
  id!: number;

  @Property({ length: 5, unique: true })
  code!: string;

  @OneToMany(() => Boat, (boat) => boat.quay)
  boats = new Collection<Boat>(this);
}

/** Leads to a quay by its code. */
@Entity()
@Manager()
@Permission(OPEN)
class Boat {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @ManyToOne(() => Quay, { targetKey: 'code', fieldName: 'quay_code', nullable: true })
  quay?: Rel<Quay> | null;
}

describe('links by another key than the primary one', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    database = await freshDatabase('writes_other_keys');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Quay, Boat], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    gm = await bootstrap({ orm, drift: 'off' });
    await gm
      .as(null)
      .manager(Quay)
      .createMany([{ code: 'A' }, { code: 'B' }]);
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  const codes = async (): Promise<unknown> => orm.em.getConnection().execute('select name, quay_code from boat order by id');

  it('are made, changed and taken away by the primary key, or by a unique field', async () => {
    const boats = gm.as(null).manager(Boat);
    await boats.create({ name: 'one', quay: 1 });
    await boats.create({ name: 'two', quay: { connect: { code: 'B' } } });
    await boats.createMany([{ name: 'three', quay: 2 }, { name: 'four' }]);
    expect(await codes()).to.deep.equal([
      { name: 'one', quay_code: 'A' },
      { name: 'two', quay_code: 'B' },
      { name: 'three', quay_code: 'B' },
      { name: 'four', quay_code: null },
    ]);
    await boats.update(1, { quay: 2 });
    await boats.update(2, { quay: null });
    await gm
      .as(null)
      .manager(Quay)
      .update(1, { boats: { connect: 4, create: { name: 'five' } } });
    expect(await codes()).to.deep.equal([
      { name: 'one', quay_code: 'B' },
      { name: 'two', quay_code: null },
      { name: 'three', quay_code: 'B' },
      { name: 'four', quay_code: 'A' },
      { name: 'five', quay_code: 'A' },
    ]);
    expect(await boats.select({ name: true, quay: { code: true } }).get(1)).to.deep.equal({ name: 'one', quay: { code: 'B' } });
  });
});
