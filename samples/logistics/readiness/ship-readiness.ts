import type { Selected } from 'general-manager';
import { calculation, input } from 'general-manager/calculation';
import { authenticated, Computed, Interface, Manager, Permission } from 'general-manager/decorators';
import { Ship } from '../fleet/ship.js';
import { OrderStatus } from '../maintenance/work-order.js';

/** Hands that a ship needs before it sails. */
const HANDS = 2;

const CREW = { crew: { select: { since: true } } } as const;
const WORK = { workOrders: { select: { status: true, dueOn: true } } } as const;

/** What a member sees of the inputs. */
interface On<Need> {
  readonly ship: Selected<Ship, Need>;
  readonly asOf: string;
}

/** Of any day: there is no list without a filter that says which. */
@Manager({ description: 'Whether a ship can sail on a day.' })
@Interface(calculation({ inputs: { ship: input.of(() => Ship), asOf: 'date' } }))
@Permission({ read: authenticated() })
export class ShipReadiness {
  ship!: Ship;
  asOf!: string;

  @Computed<On<typeof CREW>>({
    type: 'float',
    description: 'The share of the hands that are aboard by then.',
    needs: { ship: CREW },
    compute: ({ ship, asOf }) => Math.min(1, ship.crew.filter(({ since }) => since <= asOf).length / HANDS),
  })
  crew!: number;

  @Computed<On<typeof WORK>>({
    type: 'int',
    description: 'Work that should be done by then, and is not.',
    cache: 'dependency',
    needs: { ship: WORK },
    compute: ({ ship, asOf }) =>
      ship.workOrders.filter(({ status, dueOn }) => status !== OrderStatus.Done && typeof dueOn === 'string' && dueOn < asOf).length,
  })
  overdue!: number;

  @Computed({ type: 'boolean', needs: { crew: true, overdue: true } })
  get ready(): boolean {
    return this.crew === 1 && this.overdue === 0;
  }
}
