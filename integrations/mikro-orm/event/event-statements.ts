import type { EntityManager } from '@mikro-orm/core';
import { SideTableMissing } from '../errors.js';
import { executeRows } from '../execute.js';
import type { Orm } from '../metadata.js';
import { SIDE_TABLES, sideTableOf } from '../side/side-tables.js';
import { Entities } from '../sql/entities.js';

type Rows = readonly Readonly<Record<string, unknown>>[];

/** A statement that does not come back in this time is given up: its connection may be lost. */
const TIMEOUT_MS = 30_000;

/** The side table of durable events, and statements on it. */
export class EventTable {
  readonly #orm: Orm;

  constructor(orm: Orm) {
    this.#orm = orm;
  }

  /** Runs a statement that is made with the name of the table, in a transaction where there is one. */
  async run(statement: (table: string) => string, parameters: readonly unknown[], session?: EntityManager): Promise<Rows> {
    const bounds = session ? { session } : { timeoutMs: TIMEOUT_MS };
    return executeRows(this.#orm, statement(this.name), parameters, bounds);
  }

  /**
   * The name of the table in SQL.
   *
   * @throws GM_ORM_SIDE_TABLE_MISSING
   */
  get name(): string {
    const meta = sideTableOf(this.#orm, 'event');
    if (!meta) throw SideTableMissing.create({ entity: SIDE_TABLES.event, option: DURABLE });
    return new Entities(this.#orm, new Map()).table(meta.tableName, meta.schema);
  }

  /** Whether the ORM, which was connected when the table was looked for, has been closed. */
  get isClosed(): boolean {
    return Reflect.get(this.#orm.em.getConnection(), 'connected') === false;
  }

  /** Columns that the database lacks; undefined where the ORM or the database has no such table. */
  async missing(): Promise<readonly string[] | undefined> {
    const meta = sideTableOf(this.#orm, 'event');
    if (!meta) return undefined;
    const text = `select to_regclass($1) is not null as found, array(select attname::text from pg_attribute
      where attrelid = to_regclass($1) and attnum > 0 and not attisdropped) as columns`;
    const [row] = await executeRows(this.#orm, text, [this.name], {});
    if (row?.['found'] !== true) return undefined;
    const columns = row['columns'] as readonly string[];
    return meta.props.flatMap(({ fieldNames }) => fieldNames).filter((name) => !columns.includes(name));
  }
}

/** What needs the table, in messages. */
export const DURABLE = "A plugin with events: 'durable'";
