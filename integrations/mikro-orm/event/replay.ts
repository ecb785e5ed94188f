import type { ReplaySelection } from '../../../lib/plugin.js';
import { namedContention } from '../write/named-refusal.js';
import type { EventTable } from './event-statements.js';

/** How long a replay waits for writes that are on their way. */
const LOCK_MS = 3000;

/**
 * Makes events due again.
 *
 * A dead event has held up the later ones of its object. One that was delivered has not: a claim that does not see yet that it is due again may
 * lease a later one. So no claim may be on its way meanwhile; the lock waits for those, and lets each later one see what was done.
 *
 * @throws ContendedUnit
 */
export async function replay(table: EventTable, selection: ReplaySelection): Promise<number> {
  if (!selection.ids && !selection.since) return reset(table, selection, 'dead_at is not null');
  try {
    return await table.transactional(async (session) => {
      await table.run(() => `set local lock_timeout = ${LOCK_MS}`, [], session);
      await table.run((name) => `lock table ${name} in share row exclusive mode`, [], session);
      return reset(table, selection, '(dead_at is not null or done_at is not null)', session);
    });
  } catch (error) {
    throw namedContention(error);
  }
}

async function reset(
  table: EventTable,
  { consumer, ids, since }: ReplaySelection,
  which: string,
  session?: Parameters<EventTable['run']>[2],
): Promise<number> {
  const statement = (name: string): string => `update ${name}
    set done_at = null, dead_at = null, attempts = 0, error = null, available_at = now(), replayed_at = now()
    where ${which} and ($1::text is null or consumer = $1) and ($2::bigint[] is null or id = any($2)) and ($3::timestamptz is null or at >= $3)
    returning 1`;
  return (await table.run(statement, [consumer ?? null, ids ?? null, since?.toISOString() ?? null], session)).length;
}
