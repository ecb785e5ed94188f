import { Collection, type Opt, type Rel } from '@mikro-orm/core';
import { Embedded, Entity, Enum, Formula, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { everyone, many, Manager, Permission } from 'general-manager/decorators';
import { Assignment } from '../crew/assignment.js';
import { WorkOrder } from '../maintenance/work-order.js';
import { ShipReadiness } from '../readiness/ship-readiness.js';
import { Dimensions } from './dimensions.js';
import { Module } from './module.js';
import { Port } from './port.js';

export enum ShipStatus {
  AtSea = 'at-sea',
  InPort = 'in-port',
  DryDock = 'dry-dock',
}

/** One table for all ships; the column `kind` tells what a row is. */
@Entity({ discriminatorColumn: 'kind', abstract: true })
@Manager({
  description: 'A ship of the fleet.',
  fields: { callSign: { name: 'radioCallSign' }, insuredValue: { expose: false } },
  relations: { readiness: many(() => ShipReadiness, { by: 'shipId', to: 'id' }) },
})
@Permission({ read: everyone() })
export abstract class Ship {
  @PrimaryKey()
  id!: number;

  @Property({ length: 40 })
  name!: string;

  @Property({ length: 7, unique: true, comment: 'IMO number' })
  imo!: string;

  @Property({ length: 8 })
  callSign!: string;

  @Enum({ items: () => ShipStatus, nativeEnumName: 'ship_status' })
  status!: ShipStatus;

  @Property({ type: 'date' })
  launched!: string;

  @Property({ type: 'bigint', comment: 'Kilograms' })
  displacement!: bigint;

  @Embedded(() => Dimensions, { prefix: 'dim_' })
  dimensions!: Dimensions;

  @Property({ type: 'text[]' })
  flags!: string[];

  @Property({ type: 'json', nullable: true, comment: 'What the bridge reported last.' })
  lastReport?: Record<string, unknown> | null;

  @Property({ type: 'decimal', precision: 14, scale: 2 })
  insuredValue!: string;

  @ManyToOne(() => Port, { targetKey: 'code', fieldName: 'home_port_code' })
  homePort!: Rel<Port>;

  @Formula<Ship>((columns) => `extract(year from ${columns.launched})::int`, { type: 'integer' })
  yearLaunched!: number & Opt;

  @Property({ type: 'integer', version: true })
  version!: number & Opt;

  @OneToMany(() => Module, (module) => module.ship)
  modules = new Collection<Module>(this);

  @OneToMany(() => Assignment, (assignment) => assignment.ship)
  crew = new Collection<Assignment>(this);

  @OneToMany(() => WorkOrder, (order) => order.ship)
  workOrders = new Collection<WorkOrder>(this);

  readiness?: ShipReadiness[];
}
