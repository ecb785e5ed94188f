import { Collection, type InferEntity, type Rel } from '@mikro-orm/core';
import { Entity, ManyToMany, ManyToOne, OneToMany, OneToOne, PrimaryKey, Property } from '@mikro-orm/decorators/es';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Country, PlaceSchema, Zone, type Place } from '../relations/places.js';

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Trip {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string' })
  title!: string;

  @ManyToOne(() => Zone)
  from!: Rel<InferEntity<typeof Zone>>;

  @ManyToMany(() => Country)
  countries = new Collection<InferEntity<typeof Country>>(this);

  @OneToMany(() => Stop, (stop) => stop.trip)
  stops = new Collection<Stop>(this);

  @ManyToMany(() => Tag, (tag) => tag.trips, { owner: true })
  tags = new Collection<Tag>(this);
}

/** A key of a relation and a number. */
@Entity()
@Manager()
@Permission({ read: everyone() })
export class Stop {
  @ManyToOne(() => Trip, { primary: true })
  trip!: Rel<Trip>;

  @PrimaryKey({ type: 'integer' })
  position!: number;

  @ManyToOne(() => PlaceSchema)
  place!: Rel<Place>;

  @OneToOne(() => Inspection, (inspection) => inspection.stop, { nullable: true })
  inspection?: Rel<Inspection> | null;
}

/** Takes over a key of several columns from a one-to-one relation. */
@Entity()
@Manager()
@Permission({ read: everyone() })
export class Inspection {
  @OneToOne(() => Stop, { primary: true, owner: true })
  stop!: Rel<Stop>;

  @Property({ type: 'string' })
  result!: string;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Tag {
  @PrimaryKey({ type: 'string' })
  name!: string;

  @ManyToMany(() => Trip, (trip) => trip.tags)
  trips = new Collection<Trip>(this);
}
