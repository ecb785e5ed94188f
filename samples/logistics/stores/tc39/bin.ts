import { PrimaryKeyProp, type InferEntity, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/es';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Item } from '../item.js';
import { Warehouse } from './warehouse.js';

@Entity()
@Manager({ description: 'A place in a warehouse.' })
@Permission({ read: everyone() })
export class Bin {
  [PrimaryKeyProp]?: ['warehouse', 'shelf'];

  @ManyToOne(() => Warehouse, { primary: true })
  warehouse!: Rel<Warehouse>;

  @PrimaryKey({ type: 'string', length: 6 })
  shelf!: string;

  @Property({ type: 'decimal', precision: 12, scale: 3 })
  quantity!: string;

  @ManyToOne(() => Item)
  item!: Rel<InferEntity<typeof Item>>;
}
