import { BasePostgreSqlPlatform } from '@mikro-orm/sql';
import {
  NoAdvice,
  type Actor,
  type Advice,
  type ApplicationModel,
  type Caller,
  type ChangeLog,
  type ChangeTriggers,
  type CompiledCreate,
  type Condition,
  type Declaration,
  type EventQueue,
  type InterfaceAdapter,
  type InterfaceDescription,
  type Judgement,
  type ManagerModel,
  type OpenCreate,
  type OpenPlan,
  type PageResult,
  type Problem,
  type ReadContext,
  type ReadPlan,
  type ResponseRoot,
  type RowLevelSecurity,
  type RowLevelSecurityOptions,
  type StoredForm,
  type SourceStatement,
  type TextRun,
  JsonBytes,
  type JsonText,
  type TextStatement,
  type WriteContext,
  type WriteUnit,
} from '../../lib/plugin.js';
import { adviseDatabase } from './advise/advise.js';
import { Changes } from './change/changes.js';
import { describeEntity } from './describe/describe-entity.js';
import { EntityAdapter, type MikroOrmAdapterOptions } from './entity-adapter.js';
import { UnsupportedDriver } from './errors.js';
import { EventTable } from './event/event-statements.js';
import { TableQueue } from './event/event-queue.js';
import { execute, executeRows, executeText } from './execute.js';
import type { HistoryRecorder } from './history/history-recorder.js';
import { HistoryTables } from './history/history-tables.js';
import { compileHistory } from './history/list-history.js';
import type { Meta, Orm } from './metadata.js';
import { named } from './named-errors.js';
import { ActorSession, type DatabaseSession } from './rls/actor-session.js';
import { compilePolicies, statementsOf } from './rls/compile-policies.js';
import { rowWall } from './rls/row-wall.js';
import { compileRead, type CompiledRead } from './sql/compile.js';
import { Entities } from './sql/entities.js';
import { compileCreate } from './sql/entity-create.js';
import { StatementNames } from './statement-names.js';
import { compileJudgement } from './sql/judge.js';
import { compileText } from './sql/text/compile-text.js';
import { convertMarked } from './sql/text/marks.js';
import { storedFormOf } from './sql/stored-form.js';
import { postgresUnits } from './sql/unit-source.js';
import { NewEntities } from './write/new-entities.js';
import { runUnit } from './write/run-unit.js';
import type { UnitSource } from './write/unit-source.js';

/** The database interface on PostgreSQL: the entities of one MikroORM instance, read by one compiled statement per plan. */
export class MikroOrmAdapter extends EntityAdapter implements InterfaceAdapter {
  readonly events: EventQueue;
  readonly readsPartitions = true;
  readonly #names = new StatementNames();
  protected readonly units: UnitSource;
  readonly #made: NewEntities;
  #entities: Entities;
  #model: ApplicationModel | undefined;
  #session: ActorSession | undefined;
  #history: HistoryTables;
  readonly #changes: Changes;

  constructor(orm: Orm, options: MikroOrmAdapterOptions = {}) {
    super(orm, options);
    this.events = new TableQueue(new EventTable(orm));
    this.#entities = new Entities(orm, new Map());
    this.#made = new NewEntities(orm);
    this.units = postgresUnits(orm, () => this.#entities, this.#names);
    this.#history = new HistoryTables(orm, this.#entities, new Map());
    this.#changes = new Changes(orm, this.#names, !options.rls);
  }

  get changes(): ChangeLog | undefined {
    return this.#changes.log;
  }

  describe(target: object, declaration: Declaration): InterfaceDescription {
    const meta = this.metaOf(target);
    const description = describeEntity(this.orm, meta, declaration);
    const driver = this.orm.driver.constructor.name;
    if (driver === 'PostgreSqlDriver' || driver === 'PgliteDriver') return description;
    return { ...description, problems: [...description.problems, UnsupportedDriver.problem(meta.className, { driver })] };
  }

  attach(managers: ReadonlyMap<string, ManagerModel>, model: ApplicationModel): void {
    const own = this.ownManagers(managers);
    this.#entities = new Entities(this.orm, own);
    this.#history = new HistoryTables(this.orm, this.#entities, own);
    this.#model = model;
    this.listenToCommits();
    this.refuseResultCache(own);
  }

  /** Who acts is told to the database for a transaction, where it is told at all. */
  compileCreate(create: OpenCreate): CompiledCreate | undefined {
    if (this.options.rls) return undefined;
    const { managerOf, keyedOtherwise } = this.unitRunner(this.attached(), this.units);
    const recorded = (meta: Meta, from: string): string | undefined => this.#changes.expressionFor(this.#entities, meta, from);
    return compileCreate({ entities: this.#entities, names: this.#names, made: this.#made, managerOf, keyedOtherwise, recorded }, create);
  }

  verifySideTables(): readonly Problem[] {
    return this.#history.problems();
  }

  async beginHistory(): Promise<readonly Problem[]> {
    return this.#history.begin();
  }

  override async verifyChanges(): Promise<readonly Problem[]> {
    const model = this.attached();
    return this.#changes.prepare(model, this.ownManagers(model.managers), this.#entities);
  }

  /** Of a database that does not say, the worst is taken. */
  override async lookAtRows(): Promise<void> {
    if (!this.options.rls) this.wall = await rowWall(this.#entities).catch(() => 'own' as const);
  }

  changeTriggers(managers: readonly ManagerModel[]): ChangeTriggers {
    return this.#changes.triggers(this.#entities, managers);
  }

  override recordChanges(): void {
    this.#changes.begin();
  }

  async close(): Promise<void> {
    await this.#changes.close();
  }

  /** The rules that row-level security cannot say, where reads tell the database who acts. */
  verifyPolicies(): readonly Problem[] {
    return this.options.rls ? compilePolicies(this.#entities, this.attached(), this).problems : [];
  }

  /** The session that tells the database who acts, for units of work of the application's own. */
  session(actor: Actor): DatabaseSession {
    return this.#actors().of(actor);
  }

  async read(plan: ReadPlan, context: ReadContext, caller: Caller): Promise<PageResult> {
    const { text, parameters, decode } = await this.#compiled(plan, context);
    try {
      const name = this.#names.ofText(text);
      return decode(await this.#within(caller, context, (within) => execute(this.orm, text, parameters, within, name)));
    } catch (error) {
      throw named(plan.manager, error);
    }
  }

  async #compiled(plan: ReadPlan, { asOf, session }: ReadContext): Promise<CompiledRead> {
    if (plan.history) return compileHistory(this.#entities, await this.#history.timeline(session), plan, plan.history);
    return compileRead(asOf ? await this.#history.asOf(asOf, session) : this.#entities, plan);
  }

  compileText(plan: OpenPlan, response: ResponseRoot): TextStatement {
    return compileText(this.#entities, plan, response);
  }

  async readText(statement: TextStatement, values: readonly unknown[], { caller, context, seal }: TextRun): Promise<JsonText | undefined> {
    const name = this.#names.of(statement);
    try {
      const text = await this.#within(caller, context, (within) => executeText(this.orm, statement.text, values, within, name));
      return typeof text === 'string' || text instanceof JsonBytes ? convertMarked(text, statement.conversions, seal) : 'null';
    } catch (error) {
      throw named(statement.manager, error);
    }
  }

  compileRows(plan: OpenPlan): SourceStatement {
    // Nothing is decoded, so that what is open may stay so.
    const { text, parameters } = compileRead(this.#entities, plan as ReadPlan);
    return { text, parameters };
  }

  async explainStatement(
    { text }: SourceStatement,
    values: readonly unknown[],
    { caller, context }: Omit<TextRun, 'seal'>,
  ): Promise<readonly string[]> {
    const rows = await this.#within(caller, context, async (within) => executeRows(this.orm, `explain ${text}`, values, within));
    return (rows as readonly Record<string, unknown>[]).map((row) => String(Object.values(row)[0]));
  }

  async write<T>(run: (unit: WriteUnit) => Promise<T>, context: WriteContext, caller: Caller): Promise<T> {
    const session = this.options.rls && 'actor' in caller ? this.#actors().of(caller.actor) : undefined;
    const runner = this.unitRunner(this.attached(), this.units);
    const recorderOf = this.#history.isKept ? (em: object): HistoryRecorder => this.#history.recorder(em) : undefined;
    return runUnit({ ...runner, recorderOf, locked: this.#changes.locked }, run, context, session);
  }

  /** Tells the database who acts, where it decides as well. */
  #within(caller: Caller, context: ReadContext, run: (context: ReadContext) => Promise<unknown>): Promise<unknown> {
    return this.options.rls && 'actor' in caller ? this.#actors().run(caller.actor, context, run) : run(context);
  }

  async judge(manager: ManagerModel, key: readonly unknown[], conditions: readonly Condition[]): Promise<readonly Judgement[] | undefined> {
    const { text, parameters, decode } = compileJudgement(this.#entities, manager, key, conditions);
    return decode(await execute(this.orm, text, parameters, {}));
  }

  rowLevelSecurity(options: RowLevelSecurityOptions): RowLevelSecurity {
    return statementsOf(compilePolicies(this.#entities, this.attached(), this, options.schema), options);
  }

  storedForm(manager: ManagerModel, path: readonly string[]): StoredForm | undefined {
    return storedFormOf(this.#entities, manager, path);
  }

  async advise(): Promise<readonly Advice[]> {
    if (!(this.orm.driver.getPlatform() instanceof BasePostgreSqlPlatform)) throw NoAdvice.create({});
    const model = this.attached();
    const managers = [...model.managers.values()].filter(({ adapter }) => adapter === this);
    return adviseDatabase(this.#entities, model, managers);
  }

  async health(signal?: AbortSignal): Promise<void> {
    await execute(this.orm, 'select 1 as j', [], signal ? { signal } : {});
  }

  /** Compiled when it is first needed: most applications never do. */
  #actors(): ActorSession {
    this.#session ??= new ActorSession(this.orm, compilePolicies(this.#entities, this.attached(), this).slots, this.options.rls ?? {});
    return this.#session;
  }

  protected attached(): ApplicationModel {
    return this.#model ?? { managers: new Map(), enums: new Map(), embeddables: new Map() };
  }
}
