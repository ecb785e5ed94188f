import type { EntityManager } from '@mikro-orm/core';
import type { EnqueuedEvent, WriteAuthor } from '../../../lib/plugin.js';
import type { EventTable } from './event-statements.js';

/** Writes events into the side table: a row for each consumer, numbered in the order in which they are given. */
export async function enqueue(
  table: EventTable,
  session: EntityManager,
  events: readonly EnqueuedEvent[],
  { actor, system, reason }: WriteAuthor,
): Promise<void> {
  const rows = events.map((event) => ({ ...event, key: event.key.map(partText) }));
  const statement = (name: string): string => `insert into ${name}
    ("consumer", "manager", "key", "operation", "fields", "actor", "system", "reason", "at", "attempts", "available_at")
    select c.name, e.event ->> 'manager', e.event -> 'key', e.event ->> 'operation', e.event -> 'fields', $2, $3, $4, clock_timestamp(), 0, clock_timestamp()
    from jsonb_array_elements($1::jsonb) with ordinality as e(event, place), jsonb_array_elements_text(e.event -> 'consumers') as c(name)
    order by e.place`;
  await table.run(statement, [JSON.stringify(rows), actor, system, reason], session);
}

const partText = (part: unknown): string => (part instanceof Date ? part.toISOString() : String(part));
