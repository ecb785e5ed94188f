import { defineEntity, p, type EntitySchema } from '@mikro-orm/core';

/** The side table of durable events: a row for each event and plugin, until it is pruned. */
export const eventTable = (name: string, place: { readonly schema?: string }): EntitySchema =>
  defineEntity({
    name,
    tableName: 'gm_event',
    ...place,
    // Workers look for what is due, the oldest first, and then for earlier events of the same object.
    indexes: [
      { name: 'gm_event_due', properties: ['id'], where: 'done_at is null and dead_at is null' },
      { name: 'gm_event_lane', properties: ['lane', 'id'], where: 'done_at is null' },
    ],
    properties: {
      /** In the order of the commits, for each object. */
      id: p.bigint().primary().autoincrement(),
      /** The plugin that it is for. */
      consumer: p.text(),
      manager: p.text(),
      /** The key of the object, as a list of texts. */
      key: p.json(),
      /** A digest of consumer, manager and key: what is in one lane comes one after the other. */
      lane: p.bigint(),
      operation: p.string().length(10),
      fields: p.json(),
      /** The `id` of the actor; null for the anonymous one. */
      actor: p.text().nullable(),
      /** Whether it was written without permissions. */
      system: p.boolean(),
      reason: p.text().nullable(),
      at: p.datetime(6),
      attempts: p.integer(),
      availableAt: p.datetime(6).fieldName('available_at'),
      leasedUntil: p.datetime(6).fieldName('leased_until').nullable(),
      /** Of one claim. */
      leasedBy: p.uuid().fieldName('leased_by').nullable(),
      /** When it was delivered or skipped. */
      doneAt: p.datetime(6).fieldName('done_at').nullable(),
      deadAt: p.datetime(6).fieldName('dead_at').nullable(),
      replayedAt: p.datetime(6).fieldName('replayed_at').nullable(),
      /** A code, or the name of a class. */
      error: p.text().nullable(),
      /** What names the trace of the write, such as `traceparent`. */
      trace: p.json().nullable(),
    },
  });
