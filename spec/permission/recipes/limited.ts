import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { actor, Manager, Permission, where } from 'general-manager/decorators';

/** The actor says what time it is: `{ id, get now() { return new Date(); } }`. */
@Entity()
@Manager()
@Permission<Offer>({ read: where({ from: { lte: actor('now') }, until: { gt: actor('now') } }) })
export class Offer {
  @PrimaryKey()
  id!: number;

  @Property({ columnType: 'timestamptz(3)' })
  from!: Date;

  @Property({ columnType: 'timestamptz(3)' })
  until!: Date;
}
