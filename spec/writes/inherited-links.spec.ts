import 'reflect-metadata';
import { Collection } from '@mikro-orm/core';
import { Entity, ManyToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

const EVERYTHING = { read: everyone(), create: everyone(), update: everyone(), delete: everyone() };

@Entity({ discriminatorColumn: 'kind', abstract: true })
@Manager()
@Permission(EVERYTHING)
abstract class Vehicle {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @Property()
  kind!: string;

  @ManyToMany({ entity: () => Driver, mappedBy: 'vehicles' })
  drivers = new Collection<Driver>(this);
}

@Entity({ discriminatorValue: 'car' })
@Manager()
@Permission(EVERYTHING)
class Car extends Vehicle {}

@Entity({ discriminatorValue: 'van' })
@Manager()
@Permission(EVERYTHING)
class Van extends Vehicle {}

@Entity()
@Manager()
@Permission(EVERYTHING)
class Driver {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @ManyToMany(() => Vehicle, (vehicle) => vehicle.drivers, { owner: true })
  vehicles = new Collection<Vehicle>(this);
}

describe('links of many to many whose inverse is declared at the top of a hierarchy', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    database = await freshDatabase('inherited_links');
    const entities = [Vehicle, Car, Van, Driver];
    orm = await MikroORM.init({ clientUrl: database.url, entities, metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    gm = await bootstrap({ orm });
  });
  after(async () => {
    await orm.close();
    await database.drop();
  });

  const links = async (): Promise<unknown> =>
    (
      await orm.em
        .getConnection()
        .execute<{ of: string }[]>(
          `select d.name || ' ' || v.name as of from driver_vehicles l join driver d on d.id = driver_id join vehicle v on v.id = vehicle_id order by 1`,
        )
    ).map(({ of }) => of);

  it('are written from both ends, by the class at the top and those below', async () => {
    const as = gm.as(null);
    await as.manager(Car).create({ name: 'car', drivers: { create: { name: 'ann' } } });
    await as.manager(Van).create({ name: 'van', drivers: { connect: 1 } });
    await as.manager(Driver).create({ name: 'bob', vehicles: { connect: [1, 2] } });
    expect(await links()).to.deep.equal(['ann car', 'ann van', 'bob car', 'bob van']);
    await as.manager(Vehicle).update(1, { drivers: { disconnect: 2 } });
    await as.manager(Car).update(1, { drivers: { create: { name: 'cy' } } });
    await as.manager(Driver).update(1, { vehicles: { set: [1] } });
    expect(await links()).to.deep.equal(['ann car', 'bob van', 'cy car']);
    await as.manager(Van).delete(2);
    expect(await links()).to.deep.equal(['ann car', 'cy car']);
  });
});
