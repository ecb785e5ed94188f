import { setTimeout as pause } from 'node:timers/promises';
import type { ReplaySelection } from '../../../lib/plugin.js';
import type { EventTable } from './event-statements.js';

/** Longer than any claim takes: its statement is given up before. */
const HELD_MS = 35_000;

/** Between looks whether claims have ended. */
const LOOK_MS = 10;

/**
 * Makes events due again.
 *
 * A dead event has held up the later ones of its object. One that was delivered has not: a claim that does not see yet that it is due again may
 * lease a later one at the same time. So it holds these up first, and is due when the claims of before have ended, which nobody else waits for. Where nobody
 * comes to say so, it is due by itself when they must have.
 */
export async function replay(table: EventTable, selection: ReplaySelection): Promise<number> {
  if (!selection.ids && !selection.since) return (await reset(table, selection, 'dead_at is not null', 0)).length;
  const held = await reset(table, selection, '(dead_at is not null or done_at is not null)', HELD_MS);
  const [first] = held;
  if (!first) return 0;
  await claimsEnded(table);
  const due = (name: string): string => `update ${name} set available_at = now()
    where replayed_at = $1::timestamptz and available_at > now() and done_at is null and dead_at is null and leased_by is null and attempts = 0`;
  await table.run(due, [first['replayed']]);
  return held.length;
}

async function reset(
  table: EventTable,
  { consumer, ids, since }: ReplaySelection,
  which: string,
  heldMs: number,
): ReturnType<EventTable['run']> {
  const statement = (name: string): string => `update ${name} set done_at = null, dead_at = null, leased_by = null, leased_until = null,
      attempts = 0, error = null, available_at = now() + $4 * interval '1 millisecond', replayed_at = now()
    where ${which} and ($1::text is null or consumer = $1) and ($2::bigint[] is null or id = any($2)) and ($3::timestamptz is null or at >= $3)
    returning replayed_at::text as replayed`;
  return table.run(statement, [consumer ?? null, ids ?? null, since?.toISOString() ?? null, heldMs]);
}

/** Waits for the claims that are under way: they lock the table as nothing does that only writes events, before they look at what there is. */
async function claimsEnded(table: EventTable): Promise<void> {
  const statement = (name: string): string => `select pid || ' ' || virtualtransaction as claim from pg_locks
    where locktype = 'relation' and mode = 'RowShareLock' and granted and relation = '${name.replaceAll("'", "''")}'::regclass
      and database = (select oid from pg_database where datname = current_database())`;
  const found = async (): Promise<readonly unknown[]> => (await table.run(statement, [])).map(({ claim }) => claim);
  let underWay = await found();
  for (const end = performance.now() + HELD_MS; underWay.length > 0 && performance.now() < end;) {
    await pause(LOOK_MS);
    const still = new Set(await found());
    underWay = underWay.filter((claim) => still.has(claim));
  }
}
