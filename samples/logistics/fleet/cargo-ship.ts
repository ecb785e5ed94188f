import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Ship } from './ship.js';

@Entity({ discriminatorValue: 'cargo' })
@Manager({ description: 'Carries goods.' })
@Permission({ read: everyone() })
export class CargoShip extends Ship {
  @Property({ columnType: 'smallint', nullable: true })
  holds!: number;

  @Property({ type: 'decimal', precision: 12, scale: 3, nullable: true, comment: 'Tonnes' })
  capacity!: string;
}
