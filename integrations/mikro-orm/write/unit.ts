import { helper, LockMode, type AbortQueryOptions, type Collection, type EntityManager } from '@mikro-orm/core';
import {
  concreteType,
  ConstraintViolation,
  type ApplicationModel,
  type EarlierWrite,
  type EnqueuedEvent,
  type LoadedObject,
  type LoadRequest,
  type ManagerModel,
  type ReadContext,
  type ReadPlan,
  type ReferenceRequest,
  type RelationField,
  type UnitAnswers,
  type UnitChange,
  type UnitQuestions,
  type WriteAuthor,
  type WriteUnit,
} from '../../../lib/plugin.js';
import { enqueue } from '../event/enqueue.js';
import type { LockedRows } from '../change/locked-rows.js';
import { isOwning, type Meta, type Orm, type Property } from '../metadata.js';
import type { HistoryRecorder } from '../history/history-recorder.js';
import { UnitHistory } from '../history/unit-history.js';
import { claim, settle } from '../side/claims.js';
import type { CommitListeners } from './commit-listeners.js';
import { NewObjects } from './new-objects.js';
import { propertyValue } from './property-value.js';
import { primaryKey, referenceTo } from './reference-to.js';
import { stateOf } from './state-of.js';
import { pendingChanges } from './unit-changes.js';
import { keyObject, keyText, type FoundRow, type UnitSource } from './unit-source.js';
import { named, type RefusalContext } from './named-refusal.js';

/** What a unit works with. */
export interface UnitOptions extends RefusalContext {
  readonly orm: Orm;
  readonly model: ApplicationModel;
  readonly source: UnitSource;
  readonly listeners: CommitListeners;
  /** Entities that relations lead to by another key than their primary one. */
  readonly keyedOtherwise: ReadonlySet<Meta>;
  /** Keeps the states of rows, where any class has a history. */
  readonly recorderOf?: ((session: object) => HistoryRecorder) | undefined;
  /** Told of rows that are locked and read. */
  readonly locked?: LockedRows | undefined;
  /** Ends what the unit asks. */
  readonly signal: AbortSignal | undefined;
}

/** A unit of work on an EntityManager of its own, in a transaction. */
export class EntityUnit implements WriteUnit {
  readonly session: EntityManager;
  readonly #options: UnitOptions;
  readonly #history: UnitHistory | undefined;
  readonly #new = new NewObjects();

  constructor(options: UnitOptions) {
    this.session = options.em;
    this.#options = options;
    this.#history = options.recorderOf && new UnitHistory(options.recorderOf(options.em), (object) => this.#keyOf(object));
  }

  async load(request: LoadRequest): Promise<readonly LoadedObject[]> {
    const { manager } = request;
    this.#new.joined();
    const rows = await this.#asked(manager, async () => this.#options.source.find(this.#context, request));
    if (rows.length === 0) return [];
    await this.#history?.found(
      this.#meta(manager),
      rows.map(({ key }) => key),
    );
    const entities = await this.#entities({ ...request, lock: true }, rows);
    this.#options.locked?.add(this.session.getTransactionContext(), this.#meta(manager), entities.values());
    return this.#loaded(manager, rows, entities);
  }

  async references(requests: readonly ReferenceRequest[]): Promise<readonly (readonly LoadedObject[])[]> {
    const found = await this.#asked(requests[0]?.manager, async () => this.#options.source.locate(this.#context, requests));
    return Promise.all(
      requests.map(async ({ manager, whole = false }, index) => {
        const rows = found[index] ?? [];
        // Of which class an object of a hierarchy is tells only the object, and another key as well.
        const isLoaded = rows.length > 0 && (whole || manager.inheritance || this.#options.keyedOtherwise.has(this.#meta(manager).root));
        return this.#loaded(
          manager,
          rows,
          isLoaded ? await this.#entities({ manager, lazy: [], lock: false }, rows) : this.#references(manager, rows),
        );
      }),
    );
  }

  #loaded(manager: ManagerModel, rows: readonly FoundRow[], entities: ReadonlyMap<string, object>): readonly LoadedObject[] {
    return rows.flatMap(({ key, answers }): readonly LoadedObject[] => {
      const object = entities.get(keyText(key));
      return object ? [{ object, key, answers, type: this.#typeOf(manager, object) }] : [];
    });
  }

  stateOf(manager: ManagerModel, object: object): Readonly<Record<string, unknown>> {
    return stateOf(this.#typeOf(manager, object), object);
  }

  async populate(_manager: ManagerModel, objects: readonly object[], paths: readonly string[]): Promise<void> {
    await this.session.populate([...objects], paths as never, { filters: false });
  }

  create(manager: ManagerModel, values: ReadonlyMap<string, unknown>): object {
    const { class: target, properties } = this.#meta(manager);
    const data = [...values].map(([name, value]): [string, unknown] => {
      const property = properties[name];
      // Related objects are taken as they are; only values are converted.
      return [name, property && property.kind !== 'm:1' && property.kind !== '1:1' ? propertyValue(this.session, property, value) : value];
    });
    const made = this.session.create(target, Object.fromEntries(data) as never, { partial: true, persist: false } as never) as object;
    this.#new.add(this.#meta(manager), made, values.values());
    this.#history?.made(this.#meta(manager), made);
    return made;
  }

  assign(manager: ManagerModel, object: object, values: ReadonlyMap<string, unknown>): void {
    for (const [name, value] of values) Reflect.set(object, name, propertyValue(this.session, this.#property(manager, name), value));
  }

  link(manager: ManagerModel, object: object, { name }: RelationField, target: object | null): void {
    this.#new.joined();
    const property = this.#property(manager, name);
    if (isOwning(property)) Reflect.set(object, name, propertyValue(this.session, property, target));
    else if (target) this.#setOwner(property, target, object);
  }

  async relink(
    manager: ManagerModel,
    object: object,
    { name }: RelationField,
    { add, remove }: { readonly add: readonly object[]; readonly remove: readonly object[] },
  ): Promise<void> {
    this.#new.joined();
    const property = this.#property(manager, name);
    if (property.kind !== 'm:n') {
      for (const each of add) this.#setOwner(property, each, object);
      for (const each of remove) this.#setOwner(property, each, null);
      return;
    }
    await this.#history?.relinked(this.#meta(manager), property, object, [...add, ...remove]);
    const collection = Reflect.get(object, name) as Collection<object>;
    collection.add([...add]);
    if (remove.length === 0) return;
    if (!collection.isInitialized()) await collection.init({ refs: true, filters: false } as never);
    collection.remove(remove[0] as object, ...remove.slice(1));
  }

  delete(manager: ManagerModel, object: object): void {
    this.#history?.removed(this.#meta(manager), object);
    this.session.remove(object);
  }

  async changes(): Promise<readonly UnitChange[]> {
    const { changes, links } = pendingChanges(this.session, this.#options.managerOf);
    for (const { meta, owner, property, others } of links) await this.#history?.relinked(meta, property, owner, others);
    return changes;
  }

  async flush(): Promise<void> {
    await this.#history?.beforeFlush();
    await named(this.#options, async () => {
      await this.#new.flush(this.session, this.#bounds);
      await this.session.flush();
    });
  }

  async claim(scope: string, request: string): Promise<EarlierWrite | undefined> {
    return claim(this.session, scope, request);
  }

  async settle(scope: string, keys: readonly (readonly unknown[])[]): Promise<void> {
    await settle(this.session, scope, keys);
  }

  async record(author: WriteAuthor): Promise<void> {
    await this.#history?.record(author);
  }

  async enqueue(events: readonly EnqueuedEvent[], author: WriteAuthor): Promise<void> {
    await enqueue(this.#options.orm, this.session, events, author);
  }

  async ask(asked: readonly UnitQuestions[], plan?: ReadPlan): Promise<UnitAnswers> {
    const keyed = asked.map(({ manager, objects, questions }) => ({
      manager,
      questions,
      keys: objects.map((object) => this.keyOf(manager, object)),
    }));
    const { found, page } = await this.#options.source.ask(this.#context, keyed, plan);
    const truths = keyed.map(({ keys }, index) => {
      const answers = new Map((found[index] ?? []).map((row) => [keyText(row.key), row.answers]));
      return keys.map((key) => answers.get(keyText(key)));
    });
    return { truths, ...(page && { page }) };
  }

  afterCommit(run: () => Promise<void>): void {
    this.#options.listeners.add(this.session, run);
  }

  keyOf(_manager: ManagerModel, object: object): readonly unknown[] {
    return this.#keyOf(object);
  }

  #keyOf(object: object): readonly unknown[] {
    return ([helper(object as never).getPrimaryKeys()] as unknown[]).flat(Infinity);
  }

  get #bounds(): AbortQueryOptions {
    const { signal, source } = this.#options;
    return signal ? { signal, inflightQueryAbortStrategy: source.cancels === false ? 'ignore query' : 'cancel query' } : {};
  }

  get #context(): ReadContext {
    const { signal } = this.#options;
    return { session: this.session, ...(signal && { signal }) };
  }

  /** A value that a column cannot hold is the caller's; that a row cannot be locked may be the database's policy. */
  async #asked<T>(manager: ManagerModel | undefined, ask: () => Promise<T>): Promise<T> {
    const { managerOf, em } = this.#options;
    try {
      return await named({ em, managerOf, lastWrite: () => undefined }, ask);
    } catch (error) {
      if (!(error instanceof ConstraintViolation)) throw error;
      throw new ConstraintViolation(error.kind, { manager }, { cause: error });
    }
  }

  async #entities(
    { manager, lazy, lock }: Pick<LoadRequest, 'manager' | 'lazy'> & { readonly lock: boolean },
    rows: readonly FoundRow[],
  ): Promise<ReadonlyMap<string, object>> {
    const { class: target, primaryKeys, relations } = this.#meta(manager);
    const keys = rows.map(({ key }) => primaryKey(this.session, this.#meta(manager), key));
    // MikroORM takes what is known by another key than its primary one for new.
    const populate = [...lazy, ...relations.filter(({ targetKey }) => targetKey !== undefined).map(({ name }) => name)];
    const [only] = primaryKeys;
    const where =
      primaryKeys.length === 1 && only !== undefined ? { [only]: { $in: keys } } : { $or: keys.map((key) => keyObject(primaryKeys, key)) };
    const locks = lock && this.#options.source.readsLocked === true;
    const options = { filters: false, ...(populate.length > 0 && { populate }), ...(locks && { lockMode: LockMode.PESSIMISTIC_WRITE }) };
    const entities: readonly object[] = await this.session.find(target, where, options as never);
    return new Map(entities.map((entity) => [keyText(this.keyOf(manager, entity)), entity]));
  }

  #references(manager: ManagerModel, rows: readonly FoundRow[]): ReadonlyMap<string, object> {
    const meta = this.#meta(manager);
    return new Map(rows.map(({ key }) => [keyText(key), referenceTo(this.session, meta, key)]));
  }

  /** Sets the end of a one-to-many, or of the inverse end of a one-to-one, that keeps the link. */
  #setOwner(property: Property, child: object, parent: object | null): void {
    const owner = property.targetMeta?.properties[property.mappedBy] as Property;
    if (parent === null && !owner.nullable) {
      throw new ConstraintViolation('required', { manager: this.#options.managerOf(child), fields: [owner.name] });
    }
    Reflect.set(child, owner.name, propertyValue(this.session, owner, parent));
  }

  #typeOf(manager: ManagerModel, object: object): ManagerModel {
    return manager.inheritance ? (concreteType(this.#options.model, object) ?? manager) : manager;
  }

  #property(manager: ManagerModel, name: string): Property {
    const property = this.#meta(manager).properties[name];
    if (!property) throw new TypeError(`${manager.name}.${name} is not a property`);
    return property;
  }

  #meta(manager: ManagerModel): Meta {
    return this.session.getMetadata().get(manager.target as Meta['class']);
  }
}
