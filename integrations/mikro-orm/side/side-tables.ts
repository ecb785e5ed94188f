import { defineEntity, p, type EntityManager, type EntitySchema } from '@mikro-orm/core';
import type { Meta, Orm } from '../metadata.js';
import { changeTable } from './change-table.js';
import { eventTable } from './event-table.js';

/** Where the side tables are. */
export interface SideTableOptions {
  /** Their schema; null where the database has none. Default: `general_manager`. */
  readonly schema?: string | null;
  /** Which of them. Default: all; MySQL and MariaDB cannot index the others, and only need `idempotency`. */
  readonly tables?: readonly SideTable[];
}

/** The entities behind the side tables, by what they are for. */
export const SIDE_TABLES = Object.freeze({
  history: 'GmHistory',
  historyStart: 'GmHistoryStart',
  idempotency: 'GmIdempotency',
  event: 'GmEvent',
  change: 'GmChange',
} as const);

/** What a side table is for. */
export type SideTable = keyof typeof SIDE_TABLES;

const ALL = Object.freeze(Object.keys(SIDE_TABLES)) as readonly SideTable[];

/**
 * The tables in which the package keeps what it stores besides the application's own: history, idempotent writes, durable events, changes. They are ordinary entities: name them in
 * the ORM's `entities`, and let its migrator or schema generator make the tables.
 *
 * @example
 * await MikroORM.init({ entities: [Track, Album, ...sideTables()] });
 */
export function sideTables({ schema = 'general_manager', tables }: SideTableOptions = {}): readonly EntitySchema[] {
  const wanted = new Set<string>((tables ?? ALL).map((table) => SIDE_TABLES[table]));
  return makeTables(schema === null ? {} : { schema }).filter(({ meta }) => wanted.has(meta.className));
}

function makeTables(place: { readonly schema?: string }): readonly EntitySchema[] {
  return [
    defineEntity({
      name: SIDE_TABLES.history,
      tableName: 'gm_history',
      ...place,
      indexes: [{ properties: ['relation', 'key', 'id'] }],
      properties: {
        id: p.bigint().primary().autoincrement(),
        /** Schema and name of the table that has the row. */
        relation: p.string().length(200),
        key: p.json(),
        operation: p.string().length(10),
        at: p.datetime(6),
        /** The `id` of the actor; null for the anonymous one. */
        actor: p.text().nullable(),
        /** Whether it was written without permissions. */
        system: p.boolean(),
        reason: p.text().nullable(),
        /** The row as it was and as it has become, by column. */
        before: p.json().nullable(),
        after: p.json().nullable(),
      },
    }),
    defineEntity({
      name: SIDE_TABLES.historyStart,
      tableName: 'gm_history_start',
      ...place,
      properties: { relation: p.string().length(200).primary(), at: p.datetime(6) },
    }),
    defineEntity({
      name: SIDE_TABLES.idempotency,
      tableName: 'gm_idempotency',
      ...place,
      properties: {
        /** A digest of who writes, to which manager, with which key. */
        scope: p.string().length(64).primary(),
        /** A digest of what is written. */
        request: p.string().length(64),
        keys: p.json().nullable(),
        at: p.datetime(6),
      },
    }),
    eventTable(SIDE_TABLES.event, place),
    changeTable(SIDE_TABLES.change, place),
  ];
}

/** The metadata of a side table; undefined where the ORM does not have it. */
export const sideTableOf = (orm: Pick<Orm, 'getMetadata'> | EntityManager, table: SideTable): Meta | undefined =>
  [...orm.getMetadata().getAll().values()].find(({ className }) => className === SIDE_TABLES[table]);
