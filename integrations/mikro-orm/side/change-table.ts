import { defineEntity, p, type EntitySchema } from '@mikro-orm/core';

/** The side table of changes: a row for each statement that wrote, until caches have no more use for it. Rows are only added and pruned. */
export const changeTable = (name: string, place: { readonly schema?: string }): EntitySchema =>
  defineEntity({
    name,
    tableName: 'gm_change',
    ...place,
    // What was written to a table since; whoever writes waits for nobody.
    indexes: [{ name: 'gm_change_since', properties: ['relation', 'xid'] }],
    properties: {
      id: p.bigint().primary().autoincrement(),
      /** Schema and name of the table that was written; behind a `~` where it says up to which transaction that table's rows are gone. */
      relation: p.string().length(200),
      /** The transaction that wrote; of what was pruned, the latest one. */
      xid: p.string().columnType('xid8'),
      at: p.datetime(6),
      /** `create`, `update`, `upsert`, `delete`; `any` where that is not known; `pruned` for what is no longer there. */
      operation: p.string().length(10),
      /** The columns that may have changed; null where any may have. */
      columns: p.json().nullable(),
      /** Of each object what is known of it before and after; null where nothing is. */
      objects: p.json().nullable(),
    },
  });
