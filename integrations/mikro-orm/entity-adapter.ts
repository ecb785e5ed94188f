import type { ApplicationModel, ManagerModel, PoolUse, Problem } from '../../lib/plugin.js';
import type { Meta, Orm } from './metadata.js';
import { poolUse } from './pool-use.js';
import type { ActorSessionOptions } from './rls/actor-session.js';
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
  readonly #listeners: CommitListeners;
  #runner: UnitRunner | undefined;

  constructor(orm: Orm, options: MikroOrmAdapterOptions = {}) {
    this.orm = orm;
    this.#listeners = new CommitListeners(orm);
    this.options = options;
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

  async pool(): Promise<PoolUse | undefined> {
    return poolUse(this.orm);
  }

  /** What keeps the database from deciding about actors itself, where it is told who acts. */
  abstract verifyPolicies(): readonly Problem[];

  /** Which side tables the ORM lacks for what its classes declare. */
  abstract verifySideTables(): readonly Problem[];

  /** Notes from when on histories are kept; gives what the database lacks for it. */
  abstract beginHistory(): Promise<readonly Problem[]>;

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

  protected metaOf(target: object): Meta {
    return this.orm.getMetadata().get(target as Meta['class']);
  }

  #metas(): readonly Meta[] {
    return [...this.orm.getMetadata().getAll().values()].filter((meta) => !meta.embeddable);
  }
}
