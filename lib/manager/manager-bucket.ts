import type { ReadContext } from '../interface/interface-adapter.js';
import type { ManagerModel } from '../model/model.js';
import type { WriteControl, WriteRequest } from '../write/write-request.js';
import { Bucket } from './bucket.js';
import type { BucketPage } from './bucket-page.js';
import type { HistoryEntry, HistoryOptions } from './history-types.js';
import { toObject } from './row-to-object.js';
import type { Caller, Runtime } from './runtime.js';
import { selectionOf } from '../plan/selection-of.js';
import type { Select } from './types.js';
import type { ActionCall, ActionOutcome, ChangeOptions, Key, WriteData, WriteOptions, Written } from './write-types.js';

type Unselected<Request> = Request extends WriteRequest ? Omit<Request, 'manager' | 'select'> : never;

/**
 * All objects of one manager for one caller: a Bucket that also makes, changes and removes single objects.
 *
 * Every write is a transaction of its own, unless `session` is an EntityManager in one. Whatever fails, nothing has happened.
 *
 * @example
 * const tracks = gm.as(user).manager(Track);
 * const track = await tracks.create({ name: 'Take five', album: { connect: 7 } });
 * await tracks.update(track.id, { name: 'Take Five' }, { reason: 'spelling' });
 */
export class ManagerBucket<T extends object> extends Bucket<T> {
  readonly #runtime: Runtime;
  readonly #manager: ManagerModel;
  readonly #caller: Caller;
  readonly #context: ReadContext;

  constructor(runtime: Runtime, manager: ManagerModel, caller: Caller, context: ReadContext = {}) {
    super(runtime, manager, caller, { filters: [], sort: [], context });
    this.#runtime = runtime;
    this.#manager = manager;
    this.#caller = caller;
    this.#context = context;
  }

  /**
   * Makes an object; null where the caller may make it but not see it.
   *
   * @throws GM_WRITE_INVALID with every violation; GM_PERM_FORBIDDEN, GM_WRITE_FORBIDDEN; GM_WRITE_NOT_FOUND for links; GM_WRITE_NOT_UNIQUE
   */
  async create<const S extends Select<T> | undefined = undefined>(
    data: WriteData<T>,
    options: WriteOptions<S> = {},
  ): Promise<Written<T, S>> {
    return this.#one<S>({ kind: 'create', data }, options);
  }

  /** Makes many objects in few statements: all of them, or none. */
  async createMany<const S extends Select<T> | undefined = undefined>(
    data: readonly WriteData<T>[],
    options: WriteOptions<S> = {},
  ): Promise<readonly Written<T, S>[]> {
    return this.#many<S>({ kind: 'createMany', data }, options);
  }

  /**
   * Changes an object: what is left out stays as it is, `null` is null.
   *
   * @throws GM_WRITE_NOT_FOUND where it is missing or hidden; GM_WRITE_CONFLICT where it is not as `expected`; as `create`
   */
  async update<const S extends Select<T> | undefined = undefined>(
    key: Key,
    data: WriteData<T>,
    options: ChangeOptions<T, S> = {},
  ): Promise<Written<T, S>> {
    return this.#one<S>({ kind: 'update', key, data, expected: options.expected }, options);
  }

  /** Changes the object of a key, or of the value of a unique field, or makes it where there is none. */
  async upsert<const S extends Select<T> | undefined = undefined>(
    where: Key,
    data: { readonly create: WriteData<T>; readonly update: WriteData<T> },
    options: ChangeOptions<T, S> = {},
  ): Promise<Written<T, S>> {
    const { create, update } = data;
    return this.#one<S>({ kind: 'upsert', where, create, update, expected: options.expected }, options);
  }

  /** Removes an object; gives it as it was. */
  async delete<const S extends Select<T> | undefined = undefined>(key: Key, options: ChangeOptions<T, S> = {}): Promise<Written<T, S>> {
    return this.#one<S>({ kind: 'delete', key, expected: options.expected }, options);
  }

  /**
   * Brings a softly deleted object back: for whoever may see deleted objects, and update this one.
   *
   * @throws GM_WRITE_NOT_FOUND; GM_WRITE_FORBIDDEN; GM_WRITE_UNSUPPORTED where objects are not softly deleted
   */
  async restore<const S extends Select<T> | undefined = undefined>(key: Key, options: WriteOptions<S> = {}): Promise<Written<T, S>> {
    return this.#one<S>({ kind: 'restore', key }, options);
  }

  /**
   * Performs an action of the class: with the object of a `key`, or, where its method is static, without one. Objects among the arguments are given
   * by their keys.
   *
   * @throws GM_WRITE_UNKNOWN_ACTION; GM_WRITE_INVALID with every argument that is not valid, and with what the action refuses; as `update`
   * @example
   * const { object, result } = await gm.as(user).manager(Invoice).perform('settle', { key: 7, arguments: { paidOn: '2026-01-31' } });
   */
  async perform<const Name extends string, const S extends Select<T> | undefined = undefined>(
    action: Name,
    { key, arguments: given = {} as never, expected, ...options }: ActionCall<T, Name, S> = {},
  ): Promise<ActionOutcome<T, Name, S>> {
    const request = { kind: 'action' as const, action, key, arguments: given, expected };
    const { rows, result } = await this.#written<S>(request, options);
    return { object: rows[0] ?? null, result: result as ActionOutcome<T, Name, S>['result'] };
  }

  /**
   * Tells how an object came to be as it is: its changes, newest first, a page at a time. A change is there where the caller may see what came of
   * it, as the object was then, and may see the object as it is; the system also reads of objects that are gone.
   *
   * @throws GM_READ_NO_HISTORY where the class keeps none, or one that its policy leads to; GM_READ_INVALID_KEY; GM_READ_INVALID_CURSOR
   * @example
   * const { items } = await gm.as(user).manager(Contract).history(7, { first: 10, select: { terms: true } });
   */
  async history<const S extends Select<T> | undefined = undefined>(
    key: unknown,
    { first, after, select, deleted, session, signal, timeoutMs }: HistoryOptions<S> = {},
  ): Promise<BucketPage<HistoryEntry<NonNullable<Written<T, S>>>>> {
    const selection = selectionOf(this.#runtime.model, this.#manager, select);
    const context = {
      ...(deleted !== undefined && { deleted }),
      ...(session !== undefined && { session }),
      ...(signal !== undefined && { signal }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    };
    const request = { before: selection, after: selection, page: { first, after } };
    const page = await this.#runtime.history(this.#manager, key, request, this.#caller, context);
    const last = page.rows.length - 1;
    return {
      items: page.rows.map((row) => toObject(row) as HistoryEntry<NonNullable<Written<T, S>>>),
      hasNext: page.hasNext,
      hasPrevious: page.hasPrevious,
      ...(last >= 0 && {
        startCursor: this.#runtime.cursor(page, 0, this.#caller),
        endCursor: this.#runtime.cursor(page, last, this.#caller),
      }),
    };
  }

  async #one<S>(request: Unselected<WriteRequest>, options: WriteOptions<S>): Promise<Written<T, S>> {
    const [row] = await this.#many<S>(request, options);
    return row ?? null;
  }

  async #many<S>(request: Unselected<WriteRequest>, options: WriteOptions<S>): Promise<readonly Written<T, S>[]> {
    return (await this.#written<S>(request, options)).rows;
  }

  async #written<S>(
    request: Unselected<WriteRequest>,
    { select, ...control }: WriteOptions<S>,
  ): Promise<{ readonly rows: readonly Written<T, S>[]; readonly result?: unknown }> {
    const selection = selectionOf(this.#runtime.model, this.#manager, select);
    const whole = { ...request, manager: this.#manager, select: selection } as WriteRequest;
    const { rows, result } = await this.#runtime.write(whole, this.#caller, { ...this.#context, ...controlOf(control) });
    return { rows: rows.map((row) => (row && toObject(row)) as Written<T, S>), result };
  }
}

/** What of the options controls the write. */
const controlOf = ({ reason, idempotencyKey, isolation, session, signal, timeoutMs }: WriteControl): WriteControl => ({
  ...(reason !== undefined && { reason }),
  ...(idempotencyKey !== undefined && { idempotencyKey }),
  ...(isolation !== undefined && { isolation }),
  ...(session !== undefined && { session }),
  ...(signal !== undefined && { signal }),
  ...(timeoutMs !== undefined && { timeoutMs }),
});
