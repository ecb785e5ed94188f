import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Ship } from './ship.js';

@Entity({ discriminatorValue: 'research' })
@Manager({ description: 'Carries laboratories.' })
@Permission({ read: everyone() })
export class ResearchShip extends Ship {
  @Property({ type: 'text[]', nullable: true })
  laboratories!: string[];

  @Property({ columnType: 'smallint', nullable: true })
  berths!: number;
}
