import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Ship } from './ship.js';

@Entity()
@Manager({ description: 'Equipment that is fitted to a ship, and the parts it consists of.' })
@Permission({ read: everyone() })
export class Module {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ length: 60 })
  name!: string;

  @Property({ length: 20, unique: true })
  serial!: string;

  @Property({ columnType: 'timestamptz(0)' })
  installedAt!: Date;

  @Property({ type: 'date', nullable: true })
  warrantyUntil?: string | null;

  @Property({ type: 'blob', lazy: true, nullable: true, comment: 'The manual, as PDF.' })
  manual?: Buffer | null;

  @ManyToOne(() => Ship)
  ship!: Rel<Ship>;

  @ManyToOne(() => Module, { nullable: true })
  parent?: Rel<Module> | null;

  @OneToMany(() => Module, (module) => module.parent)
  parts = new Collection<Module>(this);
}
