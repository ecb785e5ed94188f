import { Collection, type InferEntity, type Rel } from '@mikro-orm/core';
import { Entity, ManyToMany, ManyToOne, OneToMany, OneToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Trip } from '../from-tc39.js';
import { AccountSchema, BadgeSchema, Club, type Account, type Badge } from './clubs.js';
import { Language, PlaceSchema, type Place } from './places.js';
import { VehicleSchema, type Vehicle } from './vehicles.js';

/** Not an entity: its properties are those of the classes below. */
export abstract class Dated {
  @Property({ type: 'datetime', defaultRaw: "'2020-02-20T20:20:20Z'" })
  createdAt?: Date;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Person extends Dated {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string', unique: true })
  email!: string;

  @Property({ type: 'string' })
  name!: string;

  @ManyToOne(() => Person, { nullable: true, inversedBy: 'reports' })
  boss?: Rel<Person> | null;

  @OneToMany(() => Person, (person) => person.boss)
  reports = new Collection<Person>(this);

  @ManyToMany(() => Person, (person) => person.friendOf, { owner: true })
  friends = new Collection<Person>(this);

  @ManyToMany(() => Person, (person) => person.friends)
  friendOf = new Collection<Person>(this);

  @ManyToOne(() => PlaceSchema, { nullable: true })
  home?: Rel<Place> | null;

  @ManyToMany(() => Language)
  languages = new Collection<InferEntity<typeof Language>>(this);

  @OneToOne(() => Passport, (passport) => passport.person)
  passport?: Rel<Passport> | null;

  @OneToOne(() => BadgeSchema, (badge) => badge.person)
  badge?: Rel<Badge> | null;

  @ManyToMany(() => Club, (club) => club.members)
  clubs = new Collection<InferEntity<typeof Club>>(this);

  @OneToMany(() => AccountSchema, (account) => account.owner)
  accounts = new Collection<Account>(this);

  @OneToMany(() => VehicleSchema, (vehicle) => vehicle.owner)
  vehicles = new Collection<Vehicle>(this);

  @ManyToOne(() => Trip, { nullable: true })
  lastTrip?: object | null;
}

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Passport extends Dated {
  @PrimaryKey({ type: 'uuid' })
  number!: string;

  @OneToOne(() => Person, (person) => person.passport, { owner: true })
  person!: Rel<Person>;
}
