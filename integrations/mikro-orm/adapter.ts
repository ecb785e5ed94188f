import {
  ReadTimeout,
  type Actor,
  type ApplicationModel,
  type Caller,
  type Condition,
  type Declaration,
  type InterfaceAdapter,
  type InterfaceDescription,
  type Judgement,
  type ManagerModel,
  type OpenPlan,
  type PageResult,
  type Problem,
  type ReadContext,
  type ReadPlan,
  type ResponseRoot,
  type RowLevelSecurity,
  type RowLevelSecurityOptions,
  type StoredForm,
  type TextRun,
  type TextStatement,
} from '../../lib/plugin.js';
import { describeEntity } from './describe/describe-entity.js';
import { ReadFailed, UnsupportedDriver } from './errors.js';
import { execute } from './execute.js';
import type { Meta, Orm } from './metadata.js';
import { ActorSession, type ActorSessionOptions, type DatabaseSession } from './rls/actor-session.js';
import { compilePolicies, statementsOf } from './rls/compile-policies.js';
import { compileRead } from './sql/compile.js';
import { Entities } from './sql/entities.js';
import { StatementNames } from './statement-names.js';
import { compileJudgement } from './sql/judge.js';
import { compileText } from './sql/text/compile-text.js';
import { convertMarked } from './sql/text/marks.js';
import { storedFormOf } from './sql/stored-form.js';

/** SQLSTATEs of values that a column cannot hold: the caller's fault, not the server's. */
const VALUE_STATES = /^22/;

/** SQLSTATE of a statement that something else cancelled, above all a statement_timeout of the database. */
const CANCELLED = '57014';

/** What the database interface may be told. */
export interface MikroOrmAdapterOptions {
  /** Tells the database who acts, for policies of row-level security. Default: not told. */
  readonly rls?: ActorSessionOptions | undefined;
}

/** The database interface: the entities of one MikroORM instance, read by one compiled statement per plan. */
export class MikroOrmAdapter implements InterfaceAdapter {
  readonly name = 'database';
  readonly #orm: Orm;
  readonly #names = new StatementNames();
  readonly #options: MikroOrmAdapterOptions;
  #entities: Entities;
  #model: ApplicationModel | undefined;
  #session: ActorSession | undefined;

  constructor(orm: Orm, options: MikroOrmAdapterOptions = {}) {
    this.#orm = orm;
    this.#options = options;
    this.#entities = new Entities(orm, new Map());
  }

  /** Every entity of the ORM; which of them are managers is not the adapter's to say. */
  discover(): readonly object[] {
    return this.#metas().map((meta) => meta.class);
  }

  owns(target: object): boolean {
    const meta = this.#orm.getMetadata().find(target as Meta['class']);
    return meta !== undefined && meta.class === target && !meta.embeddable;
  }

  describe(target: object, declaration: Declaration): InterfaceDescription {
    const meta = this.#orm.getMetadata().get(target as Meta['class']);
    const description = describeEntity(this.#orm, meta, declaration);
    const driver = this.#orm.driver.constructor.name;
    if (driver === 'PostgreSqlDriver' || driver === 'PgliteDriver') return description;
    return { ...description, problems: [...description.problems, UnsupportedDriver.problem(meta.className, { driver })] };
  }

  attach(managers: ReadonlyMap<string, ManagerModel>, model: ApplicationModel): void {
    this.#entities = new Entities(this.#orm, managers);
    this.#model = model;
  }

  /** The rules that row-level security cannot say, where reads tell the database who acts. */
  verifyPolicies(): readonly Problem[] {
    return this.#options.rls ? compilePolicies(this.#entities, this.#attached(), this).problems : [];
  }

  /** The session that tells the database who acts, for units of work of the application's own. */
  session(actor: Actor): DatabaseSession {
    return this.#actors().of(actor);
  }

  async read(plan: ReadPlan, context: ReadContext, caller: Caller): Promise<PageResult> {
    const { text, parameters, decode } = compileRead(this.#entities, plan);
    const answer = this.#within(caller, context, async (within) => execute(this.#orm, text, parameters, within));
    return decode(await named(plan.manager, answer));
  }

  compileText(plan: OpenPlan, response: ResponseRoot): TextStatement {
    return compileText(this.#entities, plan, response);
  }

  async readText(statement: TextStatement, values: readonly unknown[], { caller, context, seal }: TextRun): Promise<string | undefined> {
    const answer = this.#within(caller, context, async (within) => execute(this.#orm, statement.text, values, within, this.#names.of(statement)));
    const text = await named(statement.manager, answer);
    return typeof text === 'string' ? convertMarked(text, statement.conversions, seal) : 'null';
  }

  /** Tells the database who acts, where it decides as well. */
  async #within(caller: Caller, context: ReadContext, run: (context: ReadContext) => Promise<unknown>): Promise<unknown> {
    return this.#options.rls && 'actor' in caller ? this.#actors().run(caller.actor, context, run) : run(context);
  }

  async judge(manager: ManagerModel, key: readonly unknown[], conditions: readonly Condition[]): Promise<readonly Judgement[] | undefined> {
    const { text, parameters, decode } = compileJudgement(this.#entities, manager, key, conditions);
    return decode(await execute(this.#orm, text, parameters, {}));
  }

  rowLevelSecurity(options: RowLevelSecurityOptions): RowLevelSecurity {
    return statementsOf(compilePolicies(this.#entities, this.#attached(), this, options.schema), options);
  }

  storedForm(manager: ManagerModel, path: readonly string[]): StoredForm | undefined {
    return storedFormOf(this.#entities, manager, path);
  }

  async health(signal?: AbortSignal): Promise<void> {
    await execute(this.#orm, 'select 1 as j', [], signal ? { signal } : {});
  }

  /** Compiled when it is first needed: most applications never do. */
  #actors(): ActorSession {
    this.#session ??= new ActorSession(this.#orm, compilePolicies(this.#entities, this.#attached(), this).slots, this.#options.rls ?? {});
    return this.#session;
  }

  #attached(): ApplicationModel {
    return this.#model ?? { managers: new Map(), enums: new Map(), embeddables: new Map() };
  }

  #metas(): readonly Meta[] {
    return [...this.#orm.getMetadata().getAll().values()].filter((meta) => !meta.embeddable);
  }
}

/** Names what is at fault, as far as the caller may know. */
async function named<T>({ name }: ManagerModel, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const state = sqlState(error);
    if (state !== undefined && VALUE_STATES.test(state)) throw ReadFailed.create({ manager: name, state }, { cause: error });
    throw state === CANCELLED ? ReadTimeout.create({}, { cause: error }) : error;
  }
}

function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}
