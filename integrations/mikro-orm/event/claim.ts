import { randomUUID } from 'node:crypto';
import type { EventQueue, LeasedEvent } from '../../../lib/plugin.js';
import { compareIds, leasedEvent } from './event-row.js';
import type { EventTable } from './event-statements.js';

/**
 * Leases what is due, in one statement: whoever comes at the same time skips what is locked, and waits for nobody.
 *
 * An earlier event of the lane is in its index for as long as it is not delivered, dead or not; places are compared as a whole, so that no other
 * index will do. A later one can only be in hand where an earlier one is replayed; to look for it is a walk over all that wait.
 */
export async function claim(
  table: EventTable,
  { consumers, limit, leaseMs }: Parameters<EventQueue['claim']>[0],
): Promise<readonly LeasedEvent[]> {
  const token = randomUUID();
  const statement = (name: string): string => `with due as materialized (
      select w.id from ${name} as w
      where w.done_at is null and w.dead_at is null and w.consumer = any($1::text[])
        and w.available_at <= now() and (w.leased_until is null or w.leased_until <= now())
        and not exists (select 1 from ${name} as o where o.lane = w.lane and (o.lane, o.id) < (w.lane, w.id) and o.done_at is null)
        and (w.replayed_at is null or not exists (
          select 1 from ${name} as o where o.lane = w.lane and o.done_at is null and o.leased_until > now()))
      order by w.id limit $2 for update of w skip locked)
    update ${name} as e set leased_by = $3, leased_until = now() + $4 * interval '1 millisecond', attempts = e.attempts + 1
    from due where e.id = due.id
    returning e.id::text, e.consumer, e.manager, e.key, e.operation, e.fields, e.actor, e.system, e.reason, e.at, e.attempts, e.trace`;
  const rows = await table.run(statement, [consumers, limit, token, leaseMs]);
  return rows.map((row) => leasedEvent(row, token)).toSorted(compareIds);
}
