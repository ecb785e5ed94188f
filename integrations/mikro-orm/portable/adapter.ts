import {
  HistoryUnsupported,
  NoRowLevelSecurity,
  type ApplicationModel,
  type Condition,
  type Declaration,
  type InterfaceAdapter,
  type InterfaceDescription,
  type Judgement,
  type ManagerModel,
  type PageResult,
  type Problem,
  type ReadContext,
  type ReadPlan,
  type StoredForm,
  type WriteContext,
  type WriteUnit,
} from '../../../lib/plugin.js';
import { describeEntity } from '../describe/describe-entity.js';
import { InvalidLifecycle } from '../errors.js';
import { EntityAdapter, type MikroOrmAdapterOptions } from '../entity-adapter.js';
import type { Orm } from '../metadata.js';
import { named } from '../named-errors.js';
import { storedFormOf } from '../sql/stored-form.js';
import { runUnit } from '../write/run-unit.js';
import type { UnitSource } from '../write/unit-source.js';
import type { Dialect } from './dialect.js';
import { judge } from './judge.js';
import { refuseUnknown } from './known-plan.js';
import { needsSnapshot, readPlan } from './read.js';
import { running } from './run.js';
import { raw } from './sql.js';
import { Tables } from './tables.js';
import { portableUnits } from './unit-source.js';

/**
 * The database interface besides PostgreSQL: plans are executed level by level, in a number of statements that only the plan decides.
 * It writes no text of responses and no policies of row-level security.
 */
export class PortableAdapter extends EntityAdapter implements InterfaceAdapter {
  readonly readsPartitions = true;
  readonly #dialect: Dialect;
  protected readonly units: UnitSource;
  #tables: Tables;
  #historic: readonly ManagerModel[] = [];
  #model: ApplicationModel | undefined;

  constructor(orm: Orm, dialect: Dialect, options: MikroOrmAdapterOptions = {}) {
    super(orm, options);
    this.#dialect = dialect;
    this.#tables = new Tables(orm, new Map(), dialect);
    this.units = portableUnits(() => this.#tables);
  }

  describe(target: object, declaration: Declaration): InterfaceDescription {
    return describeEntity(this.orm, this.metaOf(target), declaration, this.#dialect);
  }

  attach(managers: ReadonlyMap<string, ManagerModel>, model: ApplicationModel): void {
    const own = this.ownManagers(managers);
    this.#tables = new Tables(this.orm, own, this.#dialect);
    this.#historic = [...own.values()].filter(({ lifecycle }) => lifecycle.history);
    this.#model = model;
    this.listenToCommits();
    this.refuseResultCache(own);
  }

  verifyPolicies(): readonly Problem[] {
    return this.options.rls ? [NoRowLevelSecurity.problem('rls', {})] : [];
  }

  /** The states of rows are kept by PostgreSQL's own functions. */
  verifySideTables(): readonly Problem[] {
    return this.#historic.map(({ name }) =>
      InvalidLifecycle.problem(`${name}.interface.history`, { entity: name, option: 'history', reason: 'only PostgreSQL keeps it' }),
    );
  }

  async beginHistory(): Promise<readonly Problem[]> {
    return [];
  }

  async read(plan: ReadPlan, context: ReadContext): Promise<PageResult> {
    refuseUnknown(plan);
    if (context.asOf) throw HistoryUnsupported.create({ manager: plan.manager.name, reason: 'only PostgreSQL keeps history' });
    try {
      return await running(this.#tables, context, needsSnapshot(plan), async (run) => readPlan(this.#tables, run, plan));
    } catch (error) {
      throw named(plan.manager, error);
    }
  }

  async write<T>(run: (unit: WriteUnit) => Promise<T>, context: WriteContext): Promise<T> {
    return runUnit(this.unitRunner(this.attached(), this.units), run, context, undefined);
  }

  async judge(manager: ManagerModel, key: readonly unknown[], conditions: readonly Condition[]): Promise<readonly Judgement[] | undefined> {
    return running(this.#tables, {}, false, async (run) => judge(this.#tables, run, manager, key, conditions));
  }

  storedForm(manager: ManagerModel, path: readonly string[]): StoredForm | undefined {
    return storedFormOf(this.#tables.entities, manager, path, (property) => this.#dialect.stores(property));
  }

  protected attached(): ApplicationModel {
    return this.#model ?? { managers: new Map(), enums: new Map(), embeddables: new Map() };
  }

  async health(signal?: AbortSignal): Promise<void> {
    await running(this.#tables, signal ? { signal } : {}, false, async (run) => run(raw('select 1 as c')));
  }
}
