import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { authenticated, Manager, Permission } from 'general-manager/decorators';
import { CargoShip } from '../fleet/cargo-ship.js';
import { Port } from '../fleet/port.js';
import { CargoLine } from './cargo-line.js';

@Entity()
@Manager({ description: 'What a ship carries from one port to another.' })
@Permission({ read: authenticated() })
export class Manifest {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @ManyToOne(() => CargoShip)
  ship!: Rel<CargoShip>;

  @ManyToOne(() => Port, { targetKey: 'code' })
  from!: Rel<Port>;

  @ManyToOne(() => Port, { targetKey: 'code', nullable: true, comment: 'Absent: for orders.' })
  to?: Rel<Port> | null;

  @Property({ type: 'date' })
  sailsOn!: string;

  @Property({ type: 'time', columnType: 'time(0)' })
  loadsFrom!: string;

  @Property({ columnType: 'smallint[]', comment: 'Numbers of the holds in use.' })
  holds!: number[];

  @OneToMany(() => CargoLine, (line) => line.manifest)
  lines = new Collection<CargoLine>(this);
}
