import {
  declarationOf,
  type ApplicationModel,
  type ChangeLog,
  type ChangeTriggers,
  type ManagerModel,
  type Problem,
} from '../../../lib/plugin.js';
import { ChangesUnseen, SideTableMissing } from '../errors.js';
import type { Meta, Orm } from '../metadata.js';
import { SIDE_TABLES, sideTableOf } from '../side/side-tables.js';
import type { Entities } from '../sql/entities.js';
import { quote } from '../sql/statement.js';
import type { StatementNames } from '../statement-names.js';
import type { GivenRows } from './change-record.js';
import { Dependents } from './dependents.js';
import { KnownWrites } from './known-writes.js';
import { LockedRows } from './locked-rows.js';
import { Pruner } from './pruner.js';
import { readCatalog } from './read-catalog.js';
import { ChangeRecorder } from './recorder.js';
import { TableChangeLog } from './table-change-log.js';
import { isTable, relationOf, relationsOf, TrackedTables } from './tracked-tables.js';
import { writeTriggers } from './triggers.js';
import { poolOf, watch, watchingOf, type Watching } from './watch.js';
import type { WatchedPool } from './watch-pool.js';

/** What needs the side table, in messages. */
const OPTION = 'A record of what is written, which caches need,';

/** What is written down with, and told from. */
interface Started {
  readonly pool: WatchedPool;
  readonly watching: Watching;
  readonly log: ChangeLog;
}

/** The record of what is written to the tables of an application, from when it is asked for. */
export class Changes {
  readonly locked = new LockedRows();
  readonly #orm: Orm;
  readonly #names: StatementNames;
  readonly #givesRows: boolean;
  #prepared: Started | undefined;
  #started: Started | undefined;
  #pruner: Pruner | undefined;

  /** `givesRows`: whether everybody who writes a row may read it. */
  constructor(orm: Orm, names: StatementNames, givesRows: boolean) {
    this.#orm = orm;
    this.#names = names;
    this.#givesRows = givesRows;
  }

  /** What tells of it; undefined before it is known what the database has. */
  get log(): ChangeLog | undefined {
    return this.#prepared?.log;
  }

  /** Looks at what the database has; gives what it lacks. */
  async prepare(model: ApplicationModel, managers: ReadonlyMap<string, ManagerModel>, entities: Entities): Promise<readonly Problem[]> {
    const entity = SIDE_TABLES.change;
    const missing = [SideTableMissing.problem(entity, { entity, option: OPTION })];
    const meta = sideTableOf(this.#orm, 'change');
    if (!meta) return missing;
    const pool = await poolOf(this.#orm);
    if (!pool) return [ChangesUnseen.problem('orm', {})];
    const side = entities.table(meta.tableName, meta.schema);
    const relations = [...relationsOf(entities, managers.values()), ...(watchingOf(pool)?.recorder.tables.relations ?? [])];
    const catalog = await readCatalog(this.#orm, [...new Set(relations)], side);
    if (!catalog.records) return missing;
    const tables = new TrackedTables(entities, catalog);
    this.#pruner = new Pruner(this.#orm, side);
    const due = (): void => this.#pruner?.due();
    const recorder = new ChangeRecorder(tables, side, due);
    const log = new TableChangeLog({
      orm: this.#orm,
      names: this.#names,
      side,
      dependents: new Dependents(model, entities, tables),
      tracks: tracked(entities, managers, tables),
      looked: due,
    });
    this.#prepared = { pool, log, watching: { recorder, entities, writes: new KnownWrites(this.locked, this.#givesRows) } };
    return [];
  }

  /** Writes down everything that is written from now on. */
  begin(): void {
    if (!this.#prepared) return;
    const { pool, watching } = this.#prepared;
    watch(this.#orm, pool, watching);
    this.#started = this.#prepared;
  }

  /** Further common table expressions, which write down the rows of an entity that another one has made. */
  expressionFor(entities: Entities, meta: Meta, from: string): string | undefined {
    if (!this.#started) return undefined;
    const { recorder, writes } = this.#started.watching;
    const given: GivenRows = { row: writes.rowOf(meta), single: true };
    return recorder.expressionFor(relationOf(entities, meta), given, from);
  }

  /** Triggers that write down what is written to the tables of managers. @throws GM_ORM_SIDE_TABLE_MISSING */
  triggers(entities: Entities, managers: readonly ManagerModel[]): ChangeTriggers {
    const entity = SIDE_TABLES.change;
    const meta = sideTableOf(this.#orm, 'change');
    if (!meta) throw SideTableMissing.create({ entity, option: OPTION });
    const { schema } = entities.location(meta.tableName, meta.schema);
    return writeTriggers(entities, managers, { table: `${quote(schema)}.${quote(meta.tableName)}`, schema });
  }

  async close(): Promise<void> {
    await this.#pruner?.close();
  }
}

/** Tells whether everything that is written to a manager's objects is written down. */
function tracked(
  entities: Entities,
  managers: ReadonlyMap<string, ManagerModel>,
  tables: TrackedTables,
): (manager: ManagerModel) => boolean {
  const own = [...managers.values()].filter((manager) => isTable(entities.meta(manager)));
  const external = new Set(own.filter(isExternal).map((manager) => tables.relationOf(manager)));
  const known = new Set(
    own.filter((manager) => {
      const relation = tables.relationOf(manager);
      const links = entities.meta(manager).relations.filter(({ kind }) => kind === 'm:n');
      if (![relation, ...links.map((link) => tables.pivotOf(link))].every((each) => tables.tracks(each))) return false;
      return !external.has(relation) || tables.tellsItself(relation);
    }),
  );
  return (manager) => known.has(manager);
}

const isExternal = ({ target }: ManagerModel): boolean => declarationOf(target)?.interface?.options?.['external'] === true;
