import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import {
  Action,
  actor,
  anyOf,
  authenticated,
  before,
  database,
  deny,
  Interface,
  Manager,
  Permission,
  role,
  type ActionContext,
} from 'general-manager/decorators';
import { Ship } from '../fleet/ship.js';

export enum OrderStatus {
  Open = 'open',
  InProgress = 'in progress',
  Done = 'done',
}

const YARD = anyOf(actor('department').eq('maintenance'), role('admin'));

/** Written by the yard, and no more once it is done; nobody but the board takes one away or says what it costs. Every state is kept. */
@Entity()
@Manager({ description: 'Work to be done on a ship.', operations: { list: { name: 'maintenance' } } })
@Interface(database({ history: { author: authenticated() } }))
@Permission<WorkOrder>({
  read: authenticated(),
  create: YARD,
  update: [YARD, deny(before({ status: OrderStatus.Done }))],
  delete: role('admin'),
  fields: { cost: { create: role('admin'), update: role('admin') } },
})
export class WorkOrder {
  @PrimaryKey({ type: 'bigint' })
  id!: bigint;

  @Property({ type: 'string', length: 100 })
  title!: string;

  @Enum({ items: () => OrderStatus })
  status!: OrderStatus;

  @Property({ type: 'smallint' })
  priority!: number;

  @Property({ type: 'decimal', precision: 12, scale: 2, nullable: true })
  cost?: string | null;

  @Property({ type: 'interval', nullable: true })
  estimate?: string | null;

  @Property({ type: 'json', nullable: true })
  checklist?: { readonly step: string; readonly done: boolean }[] | null;

  @Property({ type: 'datetime', columnType: 'timestamptz(3)' })
  openedAt!: Date;

  @Property({ type: 'date', nullable: true })
  dueOn?: string | null;

  @ManyToOne(() => Ship)
  ship!: Rel<Ship>;

  @ManyToOne(() => WorkOrder, { nullable: true })
  partOf?: Rel<WorkOrder> | null;

  @OneToMany(() => WorkOrder, (order) => order.partOf)
  parts = new Collection<WorkOrder>(this);

  /** The yard says what the work has cost, once, when it and all its parts are done. */
  @Action<WorkOrder>({
    description: 'Says that the work is done, and what it has cost.',
    arguments: { cost: { like: 'cost' } },
    permission: [YARD, deny(before<WorkOrder>({ status: OrderStatus.Done }))],
    needs: ['parts'],
  })
  finish({ cost }: { cost: string }, { refuse }: ActionContext) {
    const isOpen = this.parts.getItems().some(({ status }) => status !== OrderStatus.Done);
    if (isOpen) refuse({ code: 'PARTS_OPEN', message: 'Some of its parts are not done.' });
    this.status = OrderStatus.Done;
    this.cost = cost;
  }
}
