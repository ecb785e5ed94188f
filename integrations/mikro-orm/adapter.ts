import type {
  Condition,
  Declaration,
  InterfaceAdapter,
  InterfaceDescription,
  Judgement,
  ManagerModel,
  PageResult,
  ReadContext,
  ReadPlan,
} from '../../lib/plugin.js';
import { describeEntity } from './describe/describe-entity.js';
import { ReadFailed, UnsupportedDriver } from './errors.js';
import { execute } from './execute.js';
import type { Meta, Orm } from './metadata.js';
import type { Dialect } from './portable/dialect.js';
import { dialectOf, PortableExecutor } from './portable/executor.js';
import { compileRead } from './sql/compile.js';
import { Entities } from './sql/entities.js';
import { compileJudgement } from './sql/judge.js';

/** The drivers for which plans are compiled. */
const POSTGRES: readonly string[] = ['PostgreSqlDriver', 'PgliteDriver'];

/** SQLSTATEs of values that a column cannot hold: the caller's fault, not the server's. */
const VALUE_STATES = /^22/;

/** The database interface: the entities of one MikroORM instance; on PostgreSQL read by one compiled statement per plan, else level by level. */
export class MikroOrmAdapter implements InterfaceAdapter {
  readonly name = 'database';
  readonly #orm: Orm;
  readonly #dialect: Dialect | undefined;
  #entities: Entities;
  #portable: PortableExecutor | undefined;

  constructor(orm: Orm) {
    this.#orm = orm;
    this.#dialect = dialectOf(orm);
    this.#entities = new Entities(orm, new Map());
    this.#portable = this.#dialect && new PortableExecutor(orm, new Map(), this.#dialect);
  }

  /** Every entity of the ORM; which of them are managers is not the adapter's to say. */
  discover(): readonly object[] {
    return this.#metas().map((meta) => meta.class);
  }

  owns(target: object): boolean {
    return this.#metas().some((meta) => meta.class === target);
  }

  describe(target: object, declaration: Declaration): InterfaceDescription {
    const meta = this.#orm.getMetadata().get(target as Meta['class']);
    const description = describeEntity(this.#orm, meta, declaration, this.#dialect);
    const driver = this.#orm.driver.constructor.name;
    if (this.#dialect || POSTGRES.includes(driver)) return description;
    return { ...description, problems: [...description.problems, UnsupportedDriver.problem(meta.className, { driver })] };
  }

  attach(managers: ReadonlyMap<string, ManagerModel>): void {
    this.#entities = new Entities(this.#orm, managers);
    this.#portable = this.#dialect && new PortableExecutor(this.#orm, managers, this.#dialect);
  }

  async read(plan: ReadPlan, context: ReadContext): Promise<PageResult> {
    if (this.#portable) return this.#portable.read(plan, context);
    const { text, parameters, decode } = compileRead(this.#entities, plan);
    try {
      return decode(await execute(this.#orm, text, parameters, context));
    } catch (error) {
      const state = sqlState(error);
      if (state !== undefined && VALUE_STATES.test(state)) throw ReadFailed.create({ manager: plan.manager.name, state }, { cause: error });
      throw error;
    }
  }

  async judge(manager: ManagerModel, key: readonly unknown[], conditions: readonly Condition[]): Promise<readonly Judgement[] | undefined> {
    if (this.#portable) return this.#portable.judge(manager, key, conditions);
    const { text, parameters, decode } = compileJudgement(this.#entities, manager, key, conditions);
    return decode(await execute(this.#orm, text, parameters, {}));
  }

  async health(signal?: AbortSignal): Promise<void> {
    if (this.#portable) return this.#portable.health(signal);
    await execute(this.#orm, 'select 1 as j', [], signal ? { signal } : {});
  }

  #metas(): readonly Meta[] {
    return [...this.#orm.getMetadata().getAll().values()].filter((meta) => !meta.embeddable);
  }
}

function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}
