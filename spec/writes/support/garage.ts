import { Collection, PrimaryKeyProp, type Opt, type Rel } from '@mikro-orm/core';
import {
  Embeddable,
  Embedded,
  Entity,
  Enum,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { authenticated, database, everyone, Interface, Manager, nobody, Permission } from 'general-manager/decorators';
import { freshDatabase } from '../../support/postgres.js';

// A garage in which names of the API are not those of properties, classes are of several types, and not everything can be written.

@Embeddable()
export class Point {
  @Property({ type: 'integer' })
  x!: number;
}

@Embeddable()
export class Place {
  @Property({ length: 5 })
  street!: string;

  @Embedded(() => Point, { nullable: true, object: true })
  point?: Point | null;
}

/** Read by everybody, written by nobody. */
@Entity()
@Manager()
@Permission({ read: everyone(), create: nobody(), update: nobody() })
export class Maker {
  @PrimaryKey({ length: 10 })
  code!: string;

  @OneToMany(() => Vehicle, (vehicle) => vehicle.maker)
  vehicles = new Collection<Vehicle>(this);
}

@Entity({ abstract: true, discriminatorColumn: 'type' })
@Manager()
@Permission({ read: everyone(), create: authenticated(), update: authenticated(), delete: authenticated() })
export abstract class Vehicle {
  @PrimaryKey()
  id!: number;

  @Property({ length: 10 })
  plate!: string;

  @ManyToOne(() => Maker)
  maker!: Rel<Maker>;

  @OneToMany(() => Repair, (repair) => repair.vehicle)
  repairs = new Collection<Repair>(this);
}

@Entity({ discriminatorValue: 'car' })
@Manager()
@Permission({ read: everyone(), create: authenticated(), update: authenticated(), delete: authenticated() })
export class Car extends Vehicle {
  @Property({ type: 'integer', nullable: true })
  doors?: number | null;
}

export enum Part {
  Brake = 1,
  Gear = 2,
}

/** Named by its vehicle and a number. */
@Entity()
@Manager({
  fields: {
    what: { name: 'parts' },
    vehicle: { name: 'of' },
    secret: { expose: false },
    place: { name: 'doneAt' },
    steps: { name: 'path' },
  },
})
@Permission({ read: everyone(), create: authenticated(), update: authenticated(), delete: authenticated() })
export class Repair {
  [PrimaryKeyProp]?: ['vehicle', 'nr'];

  @ManyToOne(() => Vehicle, { primary: true })
  vehicle!: Rel<Vehicle>;

  @PrimaryKey({ type: 'integer' })
  nr!: number;

  @Enum({ items: () => Part, array: true })
  what!: Part[];

  @Embedded(() => Place, { nullable: true, object: true })
  place?: Place | null;

  @Embedded(() => Point, { array: true, nullable: true })
  steps?: Point[] | null;

  @Property({ type: 'blob', nullable: true })
  photo?: Uint8Array | null;

  @Property({ nullable: true })
  secret?: string | null;

  @Property({ type: 'Date', version: true })
  changedAt!: Date & Opt;

  @OneToOne(() => Invoice, (invoice) => invoice.repair)
  invoice?: Rel<Invoice> | null;

  @ManyToMany(() => Maker)
  suppliers = new Collection<Maker>(this);
}

/** Made and read, never changed. */
@Entity()
@Manager()
@Permission({ read: everyone(), create: authenticated() })
export class Invoice {
  @PrimaryKey({ type: 'bigint' })
  id!: bigint;

  @Property({ type: 'decimal', precision: 10, scale: 2 })
  sum!: string;

  @OneToOne(() => Repair, { owner: true })
  repair!: Rel<Repair>;
}

/** Softly deleted, and brought back by whoever sees it then. */
@Entity()
@Manager()
@Interface(database({ softDelete: { field: 'scrappedAt', read: authenticated() } }))
@Permission({ read: everyone(), create: authenticated(), update: authenticated(), delete: authenticated() })
export class Tool {
  @PrimaryKey()
  id!: number;

  @Property({ length: 10 })
  name!: string;

  @Property({ type: 'datetime', nullable: true })
  scrappedAt?: Date | null;
}

/** Softly deleted for good. */
@Entity()
@Manager({ plural: 'scraps' })
@Interface(database({ softDelete: 'there' }))
@Permission({ read: everyone(), update: authenticated(), delete: authenticated() })
export class Scrap {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'boolean', default: true })
  there: boolean & Opt = true;

  @Property({ length: 10, nullable: true })
  name?: string | null;
}

@Entity()
@Manager()
@Interface(database({ mode: 'read-only' }))
@Permission({ read: everyone() })
export class Holiday {
  @PrimaryKey({ type: 'date' })
  day!: string;
}

const ENTITIES = [Maker, Vehicle, Car, Repair, Invoice, Tool, Scrap, Holiday, Place, Point];

/** A garage over a database of its own. */
export interface Garage {
  readonly orm: MikroORM;
  readonly gm: Application;
  boot(options?: Partial<BootstrapOptions>): Promise<Application>;
  close(): Promise<void>;
}

export async function openGarage(prefix: string): Promise<Garage> {
  const { url, drop } = await freshDatabase(prefix);
  const orm = await MikroORM.init({ clientUrl: url, entities: ENTITIES, metadataProvider: ReflectMetadataProvider });
  await orm.schema.create();
  await orm.em.getConnection().execute(`insert into maker (code) values ('m1'), ('m2')`);
  const boot: Garage['boot'] = async (options) => bootstrap({ orm, drift: 'off', ...options });
  return {
    orm,
    boot,
    gm: await boot(),
    close: async () => {
      await orm.close();
      await drop();
    },
  };
}
