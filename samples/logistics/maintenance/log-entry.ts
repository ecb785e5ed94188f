import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { authenticated, database, Interface, Manager, Permission } from 'general-manager/decorators';
import { WorkOrder } from './work-order.js';

@Entity()
@Manager({ plural: 'logEntries', description: 'What was noted on a work order; nobody changes it later.' })
@Interface(database({ mode: 'read-only' }))
@Permission({ read: authenticated() })
export class LogEntry {
  @PrimaryKey({ type: 'bigint' })
  id!: bigint;

  @Property({ type: 'text' })
  note!: string;

  @Property({ type: 'datetime', columnType: 'timestamp(0)', comment: "The ship's own clock." })
  notedAt!: Date;

  @ManyToOne(() => WorkOrder)
  order!: Rel<WorkOrder>;
}
