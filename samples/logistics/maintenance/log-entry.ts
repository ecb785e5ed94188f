import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { actor, database, Interface, Manager, Permission, role, where } from 'general-manager/decorators';
import { CrewMember } from '../crew/crew-member.js';
import { WorkOrder } from './work-order.js';

/** Read by whoever wrote it and by who sails on the ship that it is about. */
@Entity()
@Manager({ plural: 'logEntries', description: 'What was noted on a work order; nobody changes it later.' })
@Interface(database({ mode: 'read-only' }))
@Permission<LogEntry>({
  read: [
    where({ author: actor('crewMember') }),
    where({ order: { ship: { crew: { some: { member: actor('crewMember') } } } } }),
    role('admin'),
  ],
})
export class LogEntry {
  @PrimaryKey({ type: 'bigint' })
  id!: bigint;

  @Property({ type: 'text' })
  note!: string;

  @Property({ type: 'datetime', columnType: 'timestamp(0)', comment: "The ship's own clock." })
  notedAt!: Date;

  @ManyToOne(() => WorkOrder)
  order!: Rel<WorkOrder>;

  @ManyToOne(() => CrewMember, { nullable: true, comment: 'Absent: noted by somebody ashore.' })
  author?: Rel<CrewMember> | null;
}
