import type { Selected } from 'general-manager';
import { calculation, input } from 'general-manager/calculation';
import { actor, Computed, Interface, Manager, Permission, role, where } from 'general-manager/decorators';
import { Ship } from '../fleet/ship.js';
import { OrderStatus } from '../maintenance/work-order.js';

/** Orders that the yard takes from one ship in a month. */
const MOST = 1;

const WORK = { workOrders: { select: { dueOn: true }, filter: { status: { ne: OrderStatus.Done } } } } as const;

interface In {
  readonly ship: Selected<Ship, typeof WORK>;
  readonly month: string;
}

/** For the yard, and for whoever sails on the ship. */
@Manager({ description: 'What is to be done on a ship in a month of the coming year.' })
@Interface(calculation({ inputs: { ship: input.of(() => Ship), month: input.month({ from: '2027-01', to: '2027-12' }) } }))
@Permission<YardReadiness>({
  read: [actor('department').eq('maintenance'), role('admin'), where({ ship: { crew: { some: { member: actor('crewMember') } } } })],
})
export class YardReadiness {
  ship!: Ship;
  month!: string;

  @Computed<In>({
    type: 'int',
    description: 'Orders that are due in it.',
    needs: { ship: WORK },
    compute: ({ ship, month }) => ship.workOrders.filter(({ dueOn }) => dueOn?.slice(0, 7) === month.slice(0, 7)).length,
  })
  due!: number;

  @Computed({ type: 'boolean', description: 'Whether the yard can do all of it.', needs: { due: true } })
  get feasible(): boolean {
    return this.due <= MOST;
  }
}
