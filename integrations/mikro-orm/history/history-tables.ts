import type { ManagerModel, Problem } from '../../../lib/plugin.js';
import { SideTableMissing } from '../errors.js';
import { executeRows } from '../execute.js';
import type { Orm } from '../metadata.js';
import { SIDE_TABLES, sideTableOf } from '../side/side-tables.js';
import type { Entities } from '../sql/entities.js';
import { HistoricEntities, momentOf, type HistoryStarts } from './historic-entities.js';
import type { Timeline } from './list-history.js';
import { HistoryRecorder } from './history-recorder.js';
import { entityTable, pivotTable } from './recorded-table.js';

/** The history of an application: which tables have one, and where it is. */
export class HistoryTables {
  readonly #orm: Orm;
  readonly #entities: Entities;
  readonly #managers: ReadonlyMap<string, ManagerModel>;

  constructor(orm: Orm, entities: Entities, managers: ReadonlyMap<string, ManagerModel>) {
    this.#orm = orm;
    this.#entities = entities;
    this.#managers = managers;
  }

  /** Whether any class has a history. */
  get isKept(): boolean {
    return this.#kept.length > 0;
  }

  /** What the ORM lacks to keep it. */
  problems(): readonly Problem[] {
    if (!this.isKept) return [];
    const missing = (['history', 'historyStart'] as const).filter((each) => !sideTableOf(this.#orm, each));
    return missing.map((each) =>
      SideTableMissing.problem(SIDE_TABLES[each], { entity: SIDE_TABLES[each], option: 'database({ history: true })' }),
    );
  }

  /**
   * Notes from when on each table's history is kept: from the first boot with it; a table that no longer has one begins anew. Gives what the
   * database lacks.
   */
  async begin(): Promise<readonly Problem[]> {
    const table = this.#place('historyStart');
    if (!this.isKept || table === undefined) return [];
    try {
      await this.#begin(table);
      return [];
    } catch (error) {
      if (!isMissing(error)) throw error;
      const entity = SIDE_TABLES.historyStart;
      return [SideTableMissing.problem(entity, { entity, option: 'database({ history: true })' })];
    }
  }

  async #begin(table: string): Promise<void> {
    const relations = this.#relations();
    await this.#execute(`delete from ${table} where not relation = any($1::text[])`, [relations]);
    await this.#execute(
      `insert into ${table} ("relation", "at") select r, clock_timestamp() from unnest($1::text[]) as r on conflict ("relation") do nothing`,
      [relations],
    );
  }

  recorder(session: object): HistoryRecorder {
    const byTarget = new Map([...this.#managers.values()].map((manager) => [manager.target, manager]));
    return new HistoryRecorder(this.#entities, session, (target) => byTarget.get(target), this.#place('history') ?? '');
  }

  /** The tables as they were at a time. */
  async asOf(at: Date, session: object | undefined): Promise<HistoricEntities> {
    return (await this.timeline(session)).at(momentOf(at));
  }

  /** The tables as they were at any time. */
  async timeline(session: object | undefined): Promise<Timeline> {
    const place = this.#place('historyStart');
    const rows = place === undefined ? [] : await this.#execute(`select "relation", "at" from ${place}`, [], session);
    const starts: HistoryStarts = new Map(rows.map(({ relation, at: start }) => [String(relation), new Date(start as string | Date)]));
    const table = this.#place('history') ?? '';
    return { table, at: (at) => new HistoricEntities(this.#orm, this.#managers, { at, starts, table }) };
  }

  get #kept(): readonly ManagerModel[] {
    return [...this.#managers.values()].filter(({ lifecycle }) => lifecycle.history);
  }

  #relations(): readonly string[] {
    const recorder = this.recorder({});
    const metas = [...this.#managers.values()].map((manager) => this.#entities.meta(manager));
    const pivots = metas.flatMap((meta) => meta.relations.filter((each) => each.kind === 'm:n' && recorder.keepsLinks(meta, each)));
    const tables = [
      ...metas.filter((meta) => recorder.keeps(meta)).map((meta) => entityTable(this.#entities, meta)),
      ...pivots.map((property) => pivotTable(this.#entities, property)),
    ];
    return [...new Set(tables.map(({ relation }) => relation))];
  }

  #place(table: 'history' | 'historyStart'): string | undefined {
    const meta = sideTableOf(this.#orm, table);
    return meta && this.#entities.table(meta.tableName, meta.schema);
  }

  async #execute(text: string, parameters: readonly unknown[], session?: object): ReturnType<typeof executeRows> {
    return executeRows(this.#orm, text, parameters, session ? { session } : {});
  }
}

/** SQLSTATEs of a table and of a schema that are not there. */
const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && ['42P01', '3F000'].includes(String(Reflect.get(error, 'code')));
