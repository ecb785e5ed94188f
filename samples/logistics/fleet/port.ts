import { Collection, type Opt } from '@mikro-orm/core';
import { Entity, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Ship } from './ship.js';

@Entity()
@Manager({ description: 'A harbour that ships call home.', operations: { list: 'custom' } })
@Permission({ read: everyone() })
export class Port {
  @PrimaryKey()
  id!: number;

  @Property({ length: 5, unique: true, comment: 'UN/LOCODE' })
  code!: string;

  @Property({ length: 80 })
  name!: string;

  @Property({ columnType: 'double precision', type: 'double' })
  latitude!: number;

  @Property({ columnType: 'double precision', type: 'double' })
  longitude!: number;

  @Property({ type: 'time', columnType: 'time(0)', nullable: true, comment: 'Local time from which pilots are at hand.' })
  pilotsFrom?: string | null;

  @Property({ type: 'boolean', default: true })
  open: boolean & Opt = true;

  @OneToMany(() => Ship, (ship) => ship.homePort)
  ships = new Collection<Ship>(this);
}
