import type { CacheScope } from '../cache/scope.js';
import { scopeFor } from '../cache/verify-scopes.js';
import { CapabilityName, NotFound } from '../error/errors.js';
import type { PageResult, Row } from '../interface/result.js';
import type { ReadContext } from '../interface/interface-adapter.js';
import type { ManagerModel } from '../model/model.js';
import type { ManagerCapabilities } from '../permission/capabilities.js';
import { wholeCapability } from '../plan/capability.js';
import type { AggregateRequest, PageRequest, ReadRequest, SelectionRequest } from '../plan/read-request.js';
import type { GroupPath, Measured, Measures } from './aggregate-types.js';
import type { BucketPage } from './bucket-page.js';
import { GroupedBucket, type ReadGroups } from './grouped-bucket.js';
import { measured, measureRequests } from './measures.js';
import { toObject } from './row-to-object.js';
import type { Caller, Runtime } from './runtime.js';
import { selectionOf } from '../plan/selection-of.js';
import type { ManyOptions, WriteCount, WriteData } from './write-types.js';
import type { Capable, Filter, Select, Selected, SortKey, ValueKey, Values } from './types.js';

/** How values are read. */
interface ValuesOptions {
  /** Default: false. */
  readonly distinct?: boolean;
}

interface BucketState {
  readonly filters: readonly unknown[];
  readonly sort: readonly unknown[];
  readonly select?: object;
  /** Under which names each item has what the caller may do with it. */
  readonly capabilities?: readonly string[];
  readonly context: ReadContext;
}

const EMPTY: BucketState = Object.freeze({ filters: [], sort: [], context: {} });

/**
 * A lazy, immutable query of one manager for one caller.
 *
 * Building reads nothing; the terminals (`all`, `page`, `get`, `find`, `first`, `count`, `exists`,
 * `values`, `aggregate`, iteration) do.
 *
 * @example
 * const tracks = gm.as(user).manager(Track).filter({ album: { title: { contains: 'live' } } }).sort('-name');
 * for await (const track of tracks) console.log(track.name);
 */
export class Bucket<T extends object, Item = Values<T>, Extra = unknown> implements AsyncIterable<Item & Extra> {
  readonly #runtime: Runtime;
  readonly #manager: ManagerModel;
  readonly #caller: Caller;
  readonly #state: BucketState;

  constructor(runtime: Runtime, manager: ManagerModel, caller: Caller, state: BucketState = EMPTY) {
    this.#runtime = runtime;
    this.#manager = manager;
    this.#caller = caller;
    this.#state = state;
  }

  /** Only objects that match; several filters are joined by and. */
  filter(filter: Filter<T>): Bucket<T, Item, Extra> {
    return this.#with({ filters: [...this.#state.filters, filter] });
  }

  /** Only objects of which the filter is not true; where it is unknown (null), they stay out too, as with `not`. */
  exclude(filter: Filter<T>): Bucket<T, Item, Extra> {
    return this.#with({ filters: [...this.#state.filters, { not: filter }] });
  }

  /** Orders by these keys, in place of an earlier order; the key of the manager breaks ties. */
  sort(...keys: readonly SortKey<T>[]): Bucket<T, Item, Extra> {
    return this.#with({ sort: keys });
  }

  /** What to read of each object; by default all its own values that are not lazy. */
  select<const S extends Select<T>>(select: S): Bucket<T, Selected<T, S>, Extra> {
    return new Bucket<T, Selected<T, S>, Extra>(this.#runtime, this.#manager, this.#caller, { ...this.#state, select });
  }

  /**
   * Adds to each object what the caller may do with it, decided in the same statement; fields are those with `update` rules of their own.
   *
   * @throws GM_READ_CAPABILITY_NAME where the objects have a field of this name: give another one
   * @example
   * const [track] = await gm.as(user).manager(Track).withCapabilities().all();
   * if (track?.capabilities.update) …
   */
  withCapabilities<const Name extends string = 'capabilities'>(
    name: Name = 'capabilities' as Name,
  ): Bucket<T, Item, Extra & { readonly [K in Name]: Capable<T> }> {
    if (this.#manager.fields.has(name)) throw CapabilityName.create({ manager: this.#manager.name, name });
    const state = { ...this.#state, capabilities: [...(this.#state.capabilities ?? []), name] };
    return new Bucket<T, Item, Extra & { readonly [K in Name]: Capable<T> }>(this.#runtime, this.#manager, this.#caller, state);
  }

  /** Whether the caller may read, and create, any object of the manager at all; reads nothing. */
  capabilities(): ManagerCapabilities {
    return this.#runtime.capabilities(this.#manager, this.#caller);
  }

  /** Runs in the caller's unit of work (an EntityManager, so that a transaction is seen), or with an abort signal. */
  using(context: ReadContext): Bucket<T, Item, Extra> {
    return this.#with({ context: { ...this.#state.context, ...context } });
  }

  /**
   * Reads everything, related objects included, as it was at a time; who may see what is decided on that state.
   *
   * @throws GM_READ_NO_HISTORY where any class that the read leads to keeps no history, or not since before that time
   * @example
   * const then = await gm.as(user).manager(Contract).asOf(new Date('2026-01-01')).get(7);
   */
  asOf(date: Date): Bucket<T, Item, Extra> {
    return this.using({ asOf: date });
  }

  /** Reads softly deleted objects, too, where the caller may see those. */
  withDeleted(): Bucket<T, Item, Extra> {
    return this.using({ deleted: true });
  }

  /**
   * Keeps what it reads, where the application has a cache: for the request, until something that it depends on changes, or for some time. Takes the
   * place of what the manager says.
   *
   * @throws GM_CACHE_INVALID_SCOPE; GM_CACHE_UNTRACKED where the source tells no changes
   * @example
   * const genres = await gm.as(user).manager(Genre).sort('name').cached('dependency').all();
   */
  cached(scope: CacheScope): Bucket<T, Item, Extra> {
    return this.using({ cache: scopeFor(this.#manager, scope) });
  }

  /** Reads one page. */
  async page(request: PageRequest & { readonly total?: boolean } = {}): Promise<BucketPage<Item & Extra>> {
    const { total, ...page } = request;
    const result = await this.#read({ page, positions: this.#manager.key !== undefined, ...(total && { total }) });
    const cursor = (index: number): string | undefined => result.positions[index] && this.#runtime.cursor(result, index, this.#caller);
    const startCursor = cursor(0);
    const endCursor = cursor(result.rows.length - 1);
    return {
      items: result.rows.map((row) => this.#item(row)),
      hasNext: result.hasNext,
      hasPrevious: result.hasPrevious,
      ...(startCursor !== undefined && { startCursor }),
      ...(endCursor !== undefined && { endCursor }),
      ...(result.total !== undefined && { total: result.total }),
    };
  }

  /** Reads everything, page by page. */
  async all(): Promise<readonly (Item & Extra)[]> {
    const items: (Item & Extra)[] = [];
    for await (const item of this) items.push(item);
    return items;
  }

  /** Reads page by page while it is iterated; each object comes once, also while others write. */
  async *[Symbol.asyncIterator](): AsyncIterator<Item & Extra> {
    let next: PageRequest | undefined = {};
    let read = 0;
    while (next) {
      const page: BucketPage<Item & Extra> = await this.page(next);
      yield* page.items;
      read += page.items.length;
      next = page.hasNext ? (page.endCursor === undefined ? { offset: read } : { after: page.endCursor }) : undefined;
    }
  }

  /**
   * The object of a key.
   *
   * @throws GM_READ_NOT_FOUND where it is missing or hidden, or not in the Bucket; GM_READ_INVALID_KEY
   */
  async get(key: unknown): Promise<Item & Extra> {
    const item = await this.find(key);
    if (item === null) throw NotFound.create({ manager: this.#manager.name });
    return item;
  }

  /** The object of a key, or null where it is missing or hidden. */
  async find(key: unknown): Promise<(Item & Extra) | null> {
    const { context, filters } = this.#state;
    const row = await this.#runtime.readOne(
      this.#manager,
      key,
      { select: this.#selection(), filter: joined(filters) },
      this.#caller,
      context,
    );
    return row && this.#item(row);
  }

  /** The first object of the order, or null. */
  async first(): Promise<(Item & Extra) | null> {
    const { rows } = await this.#read({ page: { first: 1 } });
    return rows[0] ? this.#item(rows[0]) : null;
  }

  /** How many there are. */
  async count(): Promise<number> {
    const { total } = await this.#read({ select: { fields: [], relations: [] }, rows: false, total: true });
    return total ?? 0;
  }

  /** Whether there is any. */
  async exists(): Promise<boolean> {
    const { rows } = await this.#read({ select: { fields: [], relations: [] }, page: { first: 1 } });
    return rows.length > 0;
  }

  /**
   * Computes measures of everything; nulls and what may not be seen are left out, and null comes of no values.
   *
   * @throws GM_READ_INVALID_AGGREGATE, GM_READ_NO_AGGREGATE, GM_LIMIT_MEASURES
   * @example
   * const { count, sum } = await gm.as(user).manager(Book).aggregate({ count: true, sum: ['price'] });
   */
  async aggregate<const M extends Measures<T>>(measures: M): Promise<Measured<T, M>> {
    const { plan, groups = [] } = await this.#groups({ measures: measureRequests(measures) });
    return measured(plan, groups[0] ?? { key: [], measures: [] }, measures) as Measured<T, M>;
  }

  /** The objects in groups of equal values; a sort of the Bucket says nothing of them. */
  groupBy<Keys extends GroupPath<T>>(...keys: readonly Keys[]): GroupedBucket<T, Keys> {
    const read: ReadGroups = async (aggregate, page) => this.#groups(aggregate, page);
    return new GroupedBucket<T, Keys>(read, this.#runtime.limits.maxPageSize, { keys, having: [], sort: [] });
  }

  /** The values of one field, of everything; with `distinct` each of them once, in ascending order, null at the end. */
  async values<K extends ValueKey<T> & keyof T>(field: K, { distinct = false }: ValuesOptions = {}): Promise<readonly T[K][]> {
    if (distinct) {
      const groups = await new Bucket<Row>(this.#runtime, this.#manager, this.#caller, this.#state).groupBy(field).aggregate({});
      return groups.map(({ key }) => key[field] as T[K]);
    }
    const { capabilities: _unread, ...state } = this.#state;
    const bucket = new Bucket<T, Row>(this.#runtime, this.#manager, this.#caller, { ...state, select: { [field]: true } });
    return (await bucket.all()).map((row) => row[field as string] as T[K]);
  }

  /**
   * Changes everything in the Bucket: all of it, or nothing. The caller has to be allowed to change each of the objects.
   *
   * @throws GM_LIMIT_WRITES where there are more than `max`; GM_WRITE_FORBIDDEN; GM_WRITE_INVALID
   * @example
   * const { count } = await gm.as(user).manager(Task).filter({ done: true }).updateMany({ archived: true }, { max: 500 });
   */
  async updateMany(data: WriteData<T>, options: ManyOptions = {}): Promise<WriteCount> {
    return this.#writeAll({ kind: 'updateMany', data }, options);
  }

  /** Removes everything in the Bucket: all of it, or nothing. */
  async deleteMany(options: ManyOptions = {}): Promise<WriteCount> {
    return this.#writeAll({ kind: 'deleteMany' }, options);
  }

  async #writeAll(
    write: { readonly kind: 'updateMany'; readonly data: unknown } | { readonly kind: 'deleteMany' },
    { max, dryRun, ...control }: ManyOptions,
  ): Promise<WriteCount> {
    const { context, filters } = this.#state;
    const request = { ...write, manager: this.#manager, filter: joined(filters), max, dryRun };
    const { count, refused } = await this.#runtime.write(request, this.#caller, { ...context, ...control });
    return { count, ...(refused !== undefined && { refused }) };
  }

  #with(change: Partial<BucketState>): Bucket<T, Item, Extra> {
    return new Bucket<T, Item, Extra>(this.#runtime, this.#manager, this.#caller, { ...this.#state, ...change });
  }

  async #read(request: Partial<ReadRequest>): Promise<PageResult> {
    const { context, filters, sort } = this.#state;
    const whole: ReadRequest = { filter: joined(filters), sort, ...request, select: request.select ?? this.#selection() };
    return this.#runtime.read(this.#manager, whole, this.#caller, context);
  }

  async #groups(aggregate: AggregateRequest, page: PageRequest = {}): Promise<PageResult> {
    const { context, filters } = this.#state;
    const request: ReadRequest = { select: { fields: [], relations: [] }, filter: joined(filters), page, aggregate };
    return this.#runtime.read(this.#manager, request, this.#caller, context);
  }

  #selection(): SelectionRequest {
    const { select, capabilities } = this.#state;
    const selection = selectionOf(this.#runtime.model, this.#manager, select);
    return capabilities ? { ...selection, capabilities: capabilities.map((name) => wholeCapability(this.#manager, name)) } : selection;
  }

  #item(row: Row): Item & Extra {
    return toObject(row) as Item & Extra;
  }
}

const joined = (filters: readonly unknown[]): unknown => (filters.length > 1 ? { and: filters } : filters[0]);
