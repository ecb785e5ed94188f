import type { EntityManager } from '@mikro-orm/postgresql';
import { CrewMember } from '../crew/crew-member.js';
import { Ship } from '../fleet/ship.js';
import { LogEntry } from '../maintenance/log-entry.js';
import { OrderStatus, WorkOrder } from '../maintenance/work-order.js';
import { CREW } from './crew.js';

/** The order that somebody ashore noted. */
const SHORE = 20;

export async function seedWork(em: EntityManager): Promise<void> {
  const states = Object.values(OrderStatus);
  for (let number = 1; number <= 24; number += 1) {
    const done = number % 3 === 0;
    const order = em.create(WorkOrder, {
      id: BigInt(number),
      title: `${['Inspect hull', 'Replace filter', 'Calibrate radar', 'Paint deck'][number % 4] ?? 'Inspect'} #${number}`,
      status: done ? OrderStatus.Done : (states[number % 2] ?? OrderStatus.Open),
      priority: 1 + (number % 5),
      cost: number % 4 === 0 ? null : `${number * 137}.90`,
      estimate: number % 2 === 0 ? null : `${number} hours`,
      checklist:
        number % 5 === 0
          ? []
          : [
              { step: 'lock out', done: true },
              { step: 'test', done },
            ],
      openedAt: new Date(Date.UTC(2026, number % 12, 1 + number, number, 30, 0, number)),
      dueOn: number % 6 === 0 ? null : `2027-0${1 + (number % 9)}-1${number % 10}`,
      ship: em.getReference(Ship, 1 + (number % 9)),
      partOf: number > 20 ? em.getReference(WorkOrder, BigInt(number - 20)) : null,
    });
    em.create(LogEntry, {
      id: BigInt(number),
      note: `Started with ${order.title}`,
      notedAt: new Date(Date.UTC(2026, 3, number, 7)),
      order,
      author: number === SHORE ? null : em.getReference(CrewMember, 1 + (number % CREW.length)),
    });
  }
  await em.flush();
  // New ones are numbered from there on.
  await em.execute(`select setval(pg_get_serial_sequence('work_order', 'id'), 24)`);
}
