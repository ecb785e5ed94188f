import { HistoryUnsupported, type ManagerModel } from '../../../lib/plugin.js';
import type { Meta, Orm, Property } from '../metadata.js';
import { Entities } from '../sql/entities.js';
import { entityTable, keyJson, pivotTable, type RecordedTable } from './recorded-table.js';

/** From when on the states of each table's rows are kept. */
export type HistoryStarts = ReadonlyMap<string, Date>;

/** A time in a statement. */
export interface Moment {
  /** An expression of type `timestamptz`. */
  readonly sql: string;
  /** Whether what was changed at that very time has been changed. */
  readonly inclusive: boolean;
  /** Where the time is known before the statement runs. */
  readonly date?: Date;
}

/** A time that is the same for all rows. */
export const momentOf = (date: Date): Moment => ({ sql: `timestamptz '${date.toISOString()}'`, inclusive: true, date });

/** Tables as they were at one time: what was never changed is as it is, everything else as the history has it. */
export class HistoricEntities extends Entities {
  readonly #managers: ReadonlyMap<string, ManagerModel>;
  readonly #at: Moment;
  #since: Date | undefined;
  readonly #starts: HistoryStarts;
  readonly #table: string;

  /** `table` is that of the history, as SQL has it. */
  constructor(
    orm: Orm,
    managers: ReadonlyMap<string, ManagerModel>,
    { at, starts, table }: { readonly at: Moment; readonly starts: HistoryStarts; readonly table: string },
  ) {
    super(orm, managers);
    this.#managers = managers;
    this.#at = at;
    this.#starts = starts;
    this.#table = table;
  }

  /** From when on everything is known that was asked for. */
  get since(): Date | undefined {
    return this.#since;
  }

  /** @throws GM_READ_NO_HISTORY where the states of the rows are not kept since before that time */
  override source(meta: Meta): string {
    return this.#historic(entityTable(this, meta), meta.className);
  }

  override pivot(property: Property): string {
    return this.#historic(pivotTable(this, property), property.name);
  }

  #historic(table: RecordedTable, name: string): string {
    const start = this.#starts.get(table.relation);
    if (!start) throw HistoryUnsupported.create({ manager: this.#managers.get(name)?.name ?? name, reason: 'its history is not kept' });
    const { date, sql, inclusive } = this.#at;
    if (date && start > date) throw HistoryUnsupported.create({ manager: name, reason: 'its history begins later' });
    if (!this.#since || start > this.#since) this.#since = start;
    const at = `${inclusive ? '<=' : '<'} ${sql}`;
    const relation = `'${table.relation.replaceAll("'", "''")}'`;
    const history = `(select h.* from ${this.#table} as h where h.relation = ${relation})`;
    const last = `select distinct on (h.key) h.key, h.after as image from ${history} as h where h.at ${at} order by h.key, h.id desc`;
    const first = `select distinct on (h.key) h.key, h.before as image from ${history} as h where not exists (select 1 from ${history} as e where e.key = h.key and e.at ${at}) order by h.key, h.id`;
    const images = `select image from (${last}) as l union all select image from (${first}) as f`;
    // A cast to the table's name would take `box` for PostgreSQL's own type.
    const row = `(select t from ${table.source} as t limit 0)`;
    const changed = `select (jsonb_populate_record(${row}, i.image)).* from (${images}) as i where i.image is not null`;
    const unchanged = `select t.* from ${table.source} as t where not exists (select 1 from ${history} as h where h.key = ${keyJson(table, 't')})`;
    return `(${changed} union all ${unchanged})`;
  }
}
