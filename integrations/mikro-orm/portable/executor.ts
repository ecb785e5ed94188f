import type { ApplicationModel, Condition, Judgement, ManagerModel, PageResult, ReadContext, ReadPlan } from '../../../lib/plugin.js';
import type { Orm } from '../metadata.js';
import type { Dialect } from './dialect.js';
import { judge } from './judge.js';
import { refuseUnknown } from './known-plan.js';
import { mysql } from './mysql.js';
import { needsSnapshot, readPlan } from './read.js';
import { running } from './run.js';
import { sqlite } from './sqlite.js';
import { raw } from './sql.js';
import { Tables } from './tables.js';

const DIALECTS: Readonly<Record<string, Dialect>> = Object.freeze({
  SqliteDriver: sqlite,
  MySqlDriver: mysql,
  MariaDbDriver: mysql,
});

/** The dialect of an ORM's driver; undefined where plans are not read by the portable executor. */
export const dialectOf = (orm: Orm): Dialect | undefined => DIALECTS[orm.driver.constructor.name];

/** Executes plans on the databases besides PostgreSQL: level by level, in a number of statements that only the plan decides. */
export class PortableExecutor {
  readonly #tables: Tables;

  constructor(orm: Orm, managers: ApplicationModel['managers'], dialect: Dialect) {
    this.#tables = new Tables(orm, managers, dialect);
  }

  async read(plan: ReadPlan, context: ReadContext): Promise<PageResult> {
    refuseUnknown(plan);
    return running(this.#tables, context, needsSnapshot(plan), async (run) => readPlan(this.#tables, run, plan));
  }

  async judge(manager: ManagerModel, key: readonly unknown[], conditions: readonly Condition[]): Promise<readonly Judgement[] | undefined> {
    return running(this.#tables, {}, false, async (run) => judge(this.#tables, run, manager, key, conditions));
  }

  async health(signal?: AbortSignal): Promise<void> {
    await running(this.#tables, signal ? { signal } : {}, false, async (run) => run(raw('select 1 as c')));
  }
}
