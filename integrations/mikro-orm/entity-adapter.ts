import type { ApplicationModel, FillRow, ManagerModel, ObjectLink, PoolUse, Problem, ValueFacts } from '../../lib/plugin.js';
import { entityFacts } from './factory/entity-facts.js';
import { fillTable } from './factory/fill.js';
import { entityInstance } from './factory/instance.js';
import { inheritPivots } from './inherited-pivots.js';
import type { Meta, Orm } from './metadata.js';
import { poolUse } from './pool-use.js';
import { refuseResultCache } from './result-cache.js';
import type { ActorSessionOptions } from './rls/actor-session.js';
import type { RowWall } from './rls/row-wall.js';
import { sideTableOf } from './side/side-tables.js';
import { CommitListeners } from './write/commit-listeners.js';
import type { UnitRunner } from './write/run-unit.js';
import type { UnitSource } from './write/unit-source.js';

/** What the database interface may be told. */
export interface MikroOrmAdapterOptions {
  /** Tells the database who acts, for policies of row-level security. Default: not told. */
  readonly rls?: ActorSessionOptions | undefined;
}

/** What the database interfaces share: the entities of one MikroORM instance. */
export abstract class EntityAdapter {
  readonly name = 'database';
  protected readonly orm: Orm;
  protected readonly options: MikroOrmAdapterOptions;
  /** How the database decides about rows by itself. */
  protected wall: RowWall = 'none';
  readonly #listeners: CommitListeners;
  #runner: UnitRunner | undefined;

  constructor(orm: Orm, options: MikroOrmAdapterOptions = {}) {
    this.orm = orm;
    inheritPivots(orm);
    this.#listeners = new CommitListeners(orm);
    this.options = options;
  }

  /** Where the database decides about actors itself, their attributes are no part of plans. */
  get ignoresCallers(): boolean {
    return this.options.rls === undefined && this.wall === 'none';
  }

  /** Policies that nobody tells who acts decide by something else. */
  get decidesUnseen(): boolean {
    return this.options.rls === undefined && this.wall === 'own';
  }

  /** Every entity of the ORM; which of them are managers is not the adapter's to say. */
  discover(): readonly object[] {
    return this.#metas().map((meta) => meta.class);
  }

  owns(target: object): boolean {
    const meta = this.orm.getMetadata().find(target as Meta['class']);
    return meta !== undefined && meta.class === target && !meta.embeddable;
  }

  remembersWrites(): boolean {
    return sideTableOf(this.orm, 'idempotency') !== undefined;
  }

  valueFacts(manager: ManagerModel): ValueFacts {
    const { managers } = this.attached();
    const targets = new Set<unknown>([...managers.values()].map(({ target }) => target));
    return entityFacts(this.orm, this.metaOf(manager.target), manager, (target) => targets.has(target));
  }

  instance(manager: ManagerModel, values: Readonly<Record<string, unknown>>, links: Readonly<Record<string, ObjectLink>>): object {
    return entityInstance(this.orm, this.metaOf(manager.target), values, links);
  }

  storedIn(manager: ManagerModel, fields?: readonly string[]): readonly string[] {
    const { root, relations } = this.metaOf(manager.target);
    const links = relations.filter(({ kind, name }) => kind === 'm:n' && (fields === undefined || fields.includes(name)));
    return [[root.schema, root.tableName].filter((part) => part !== undefined).join('.'), ...links.map(({ pivotTable }) => pivotTable)];
  }

  async fill(manager: ManagerModel, rows: readonly FillRow[]): Promise<readonly (readonly unknown[])[]> {
    const { managerOf } = this.unitRunner(this.attached(), this.units);
    return fillTable({ orm: this.orm, meta: this.metaOf(manager.target), managerOf }, rows);
  }

  /** The model of the application, once it is there. */
  protected abstract attached(): ApplicationModel;

  /** What units of work find objects with. */
  protected abstract readonly units: UnitSource;

  async pool(): Promise<PoolUse | undefined> {
    return poolUse(this.orm);
  }

  /** What keeps the database from deciding about actors itself, where it is told who acts. */
  abstract verifyPolicies(): readonly Problem[];

  /** Which side tables the ORM lacks for what its classes declare. */
  abstract verifySideTables(): readonly Problem[];

  /** Notes from when on histories are kept; gives what the database lacks for it. */
  abstract beginHistory(): Promise<readonly Problem[]>;

  /** Looks at what it takes to write down what is written, so that caches can tell; gives what the database lacks for it. Databases that cannot lack nothing. */
  async verifyChanges(): Promise<readonly Problem[]> {
    return [];
  }

  /** Looks how the database decides about rows by itself, so that nothing is kept for those who may not see it. */
  async lookAtRows(): Promise<void> {}

  /** Writes down everything that is written from now on, where that was found to be possible. */
  recordChanges(): void {}

  /** What units of work need; `managerOf` takes entities and their classes. */
  protected unitRunner(model: ApplicationModel, source: UnitSource): UnitRunner {
    if (this.#runner?.model === model) return this.#runner;
    const byTarget = new Map([...model.managers.values()].map((manager) => [manager.target, manager]));
    const managerOf = (entity: object): ManagerModel | undefined => byTarget.get(entity) ?? byTarget.get(entity.constructor);
    const relations = this.#metas().flatMap((meta) => meta.relations.filter(({ targetKey }) => targetKey !== undefined));
    const keyedOtherwise = new Set(relations.flatMap(({ targetMeta }) => (targetMeta ? [targetMeta.root as Meta] : [])));
    this.#runner = { orm: this.orm, model, source, managerOf, keyedOtherwise, listeners: this.#listeners };
    return this.#runner;
  }

  /** For what is left for after commits. */
  protected listenToCommits(): void {
    this.#listeners.subscribe();
  }

  /** Queries of managed entities are kept by the application's cache or not at all. */
  protected refuseResultCache(managers: ReadonlyMap<string, ManagerModel>): void {
    refuseResultCache(
      this.orm,
      [...managers.values()].map(({ target }) => this.metaOf(target)),
    );
  }

  /** The managers whose entities are those of the ORM; others live elsewhere. */
  protected ownManagers(managers: ReadonlyMap<string, ManagerModel>): ReadonlyMap<string, ManagerModel> {
    return new Map([...managers].filter(([, { target }]) => this.owns(target)));
  }

  protected metaOf(target: object): Meta {
    return this.orm.getMetadata().get(target as Meta['class']);
  }

  #metas(): readonly Meta[] {
    return [...this.orm.getMetadata().getAll().values()].filter((meta) => !meta.embeddable);
  }
}
