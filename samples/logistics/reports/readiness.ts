import { PrimaryKeyProp, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Ship } from '../fleet/ship.js';

const QUERY = `
  select s.id as ship_id,
    (select count(*) from work_order w where w.ship_id = s.id and w.status <> 'done')::int as open_orders,
    (select count(*) from stock k where k.ship_id = s.id and k.quantity < k.minimum)::int as shortages,
    (select count(*) from assignment a where a.ship_id = s.id)::int as crew
  from ship s`;

/** A view of the database: read like everything else, never written. */
@Entity({ view: true, expression: QUERY })
@Manager({ plural: 'readiness', description: 'Whether a ship can sail.', operations: { detail: { name: 'readinessOf' } } })
@Permission({ read: everyone() })
export class Readiness {
  [PrimaryKeyProp]?: 'ship';

  @ManyToOne(() => Ship, { primary: true })
  ship!: Rel<Ship>;

  @Property({ columnType: 'int' })
  openOrders!: number;

  @Property({ columnType: 'int' })
  shortages!: number;

  @Property({ columnType: 'int' })
  crew!: number;
}
