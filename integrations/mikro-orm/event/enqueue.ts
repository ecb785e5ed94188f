import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import type { EnqueuedEvent, WriteAuthor } from '../../../lib/plugin.js';
import type { Orm } from '../metadata.js';
import { EventTable } from './event-statements.js';

/** Writes events into the side table: a row for each consumer, numbered in the order in which they are given. */
export async function enqueue(
  orm: Orm,
  session: EntityManager,
  events: readonly EnqueuedEvent[],
  { actor, system, reason }: WriteAuthor,
): Promise<void> {
  const statement = (name: string): string => `insert into ${name}
    ("consumer", "manager", "key", "lane", "operation", "fields", "actor", "system", "reason", "at", "attempts", "available_at", "trace")
    select e.row ->> 'consumer', e.row ->> 'manager', e.row -> 'key', (e.row ->> 'lane')::bigint, e.row ->> 'operation', e.row -> 'fields',
      $2, $3, $4, clock_timestamp(), 0, clock_timestamp(), e.row -> 'trace'
    from jsonb_array_elements($1::jsonb) with ordinality as e(row, place) order by e.place`;
  await new EventTable(orm).run(statement, [JSON.stringify(events.flatMap(rowsOf)), actor, system, reason], session);
}

function rowsOf({ consumers, manager, key, operation, fields, trace }: EnqueuedEvent): readonly object[] {
  const texts = key.map((part) => (part instanceof Date ? part.toISOString() : String(part)));
  return consumers.map((consumer) => ({
    consumer,
    manager,
    key: texts,
    lane: laneOf([consumer, manager, texts]),
    operation,
    fields,
    trace,
  }));
}

/** As a text: JSON has no such numbers. Should two objects ever share a lane, they only wait for each other. */
const laneOf = (object: unknown): string => String(createHash('sha256').update(JSON.stringify(object)).digest().readBigInt64BE());
