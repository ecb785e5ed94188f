import { Collection } from '@mikro-orm/core';
import { Entity, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/es';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Bin } from './bin.js';

// TC39 decorators, beside the legacy ones of other entities. MikroORM finds the classes in this folder by its path: one TypeScript
// program knows one kind of decorators, so no file with the other kind may import them.

@Entity()
@Manager({ description: 'Where the fleet keeps what is not on board.' })
@Permission({ read: everyone() })
export class Warehouse {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string', length: 60 })
  name!: string;

  @Property({ type: 'string', length: 5 })
  portCode!: string;

  @OneToMany(() => Bin, (bin) => bin.warehouse)
  bins = new Collection<Bin>(this);
}
