import type { CacheStatistics } from '../cache/application-cache.js';
import { Computations, type Computation, type ComputationOptions } from '../cache/computation.js';
import { SystemReason } from '../error/errors.js';
import type { ObservedRequest } from '../hook/observation.js';
import type { DurableEvents } from '../event/durable-events.js';
import type { EventWorker } from '../event/worker.js';
import type { WorkerOptions } from '../event/worker-options.js';
import type { ReadContext } from '../interface/interface-adapter.js';
import type { DefinedFactory } from '../factory/define-factory.js';
import type { Factory } from '../factory/factory.js';
import type { FactoryUse } from '../factory/factories.js';
import { seedManagers, type SeedOptions } from '../factory/seed.js';
import type { SeedStep } from '../factory/seed-plan.js';
import { introspect, type Introspection } from '../model/introspect.js';
import { adaptersIn, managerOf } from '../model/lookup.js';
import type { ApplicationModel } from '../model/model.js';
import type { Actor } from '../permission/actor.js';
import type { Explanation } from '../permission/explain.js';
import type { PolicyOperation } from '../permission/rule.js';
import { ManagerBucket } from './manager-bucket.js';
import type { RequestObservation } from './observers.js';
import type { Caller, Runtime } from './runtime.js';
import type { ManagerTarget } from './types.js';

/** The managers as one caller may use them. */
export class Scope {
  readonly #runtime: Runtime;
  readonly #caller: Caller;
  readonly #context: ReadContext;

  constructor(runtime: Runtime, caller: Caller, context: ReadContext = {}) {
    this.#runtime = runtime;
    this.#caller = caller;
    this.#context = context;
  }

  /** Who acts. */
  get caller(): Caller {
    return this.#caller;
  }

  /** Whether it acts in a unit of work of the caller's own. */
  get isInSession(): boolean {
    return this.#context.session !== undefined;
  }

  /**
   * The Bucket of a manager, by its class, schema or name.
   *
   * @throws GM_READ_UNKNOWN_MANAGER
   */
  manager<T extends object>(target: ManagerTarget<T>): ManagerBucket<T>;
  manager(name: string): ManagerBucket<Record<string, unknown>>;
  manager(target: object | string): ManagerBucket<Record<string, unknown>> {
    return new ManagerBucket(this.#runtime, managerOf(this.#runtime.model, target), this.#caller, this.#context);
  }
}

/** The managers without permissions, typed apart so that nobody takes one for the other; every use is audited with its reason. */
export class SystemScope extends Scope {
  readonly reason: string;

  /** @throws GM_READ_SYSTEM_REASON without a reason */
  constructor(runtime: Runtime, reason: string, context: ReadContext = {}) {
    if (reason.trim() === '') throw SystemReason.create({});
    super(runtime, { system: reason }, context);
    this.reason = reason;
  }
}

/** A booted application. */
export class GeneralManager {
  readonly runtime: Runtime;
  readonly model: ApplicationModel;
  readonly #computations: Computations;

  constructor(runtime: Runtime) {
    this.runtime = runtime;
    this.model = runtime.model;
    this.#computations = new Computations(runtime.cache, (error) => void runtime.mask(error));
  }

  /** Acts for somebody; `null` is the anonymous actor. Nothing is cached between calls. */
  as(actor: Actor): Scope {
    // Who comes from an untyped request may be undefined, and that is nobody.
    return new Scope(this.runtime, { actor: actor ?? null });
  }

  /**
   * Acts without permissions, for a reason that is told to every `onDecision` hook.
   *
   * @throws GM_READ_SYSTEM_REASON without a reason
   */
  system(reason: string): SystemScope {
    return new SystemScope(this.runtime, reason);
  }

  /**
   * Tells why an actor may or may not do something with an object: which rule decided, on which values. For developers and for audit; it
   * holds data of the object and must not reach clients.
   *
   * With `field`, what decides about that field as well. With `action`, which is an update, what decides about that action: its own rules, or
   * those for updates; of an action of the class as a whole there is no object, and the key is not looked at. Where the key is
   * undefined, it tells what can be said without an object: `found` is false. Through a class above, `also` holds
   * the policy of the object's own class. For an update there is no change to look at: what asks for one is unknown.
   *
   * @throws GM_READ_INVALID_KEY, GM_READ_UNKNOWN_MANAGER, GM_READ_UNKNOWN_FIELD, GM_WRITE_UNKNOWN_ACTION, GM_PERM_NO_EXPLANATION
   * @example
   * const { allowed, allow } = await gm.explain(user, 'update', Track, 1);
   * @example
   * const { allowed, also } = await gm.explain(user, 'read', Track, 1, { field: 'royalty' });
   * @example
   * const { allowed, deny } = await gm.explain(user, 'update', Invoice, 7, { action: 'settle' });
   */
  async explain(
    actor: Actor,
    operation: PolicyOperation,
    target: object | string,
    key: unknown,
    options: { readonly field?: string; readonly action?: string } = {},
  ): Promise<Explanation> {
    return this.runtime.explain(managerOf(this.model, target), operation, key, actor ?? null, options);
  }

  /**
   * Makes objects of a manager for tests and for empty databases, from what is known of its fields; the same seed gives the same data.
   *
   * @throws GM_READ_UNKNOWN_MANAGER
   * @example
   * const track = await gm.factory(Track).create({ name: 'Take five' });
   */
  factory<T extends object, Params, Trait extends string>(
    target: DefinedFactory<T, Params, Trait>,
    use?: FactoryUse,
  ): Factory<T, Params, Trait>;
  factory<T extends object>(target: ManagerTarget<T>, use?: FactoryUse): Factory<T>;
  factory(name: string, use?: FactoryUse): Factory<Record<string, unknown>>;
  factory(target: object | string, use?: FactoryUse): object {
    return this.runtime.factories.factory(target, use);
  }

  /**
   * Makes objects until there are as many of each manager as are wanted, in the order in which they need each other; gives what was missing. A run
   * that was cut off goes on where it ended.
   *
   * @throws GM_SEED_INVALID_TARGET, GM_READ_UNKNOWN_MANAGER, GM_FACTORY_CYCLE, GM_FACTORY_NO_VALUE, GM_FACTORY_RULE, GM_FACTORY_EXHAUSTED
   * @example
   * await gm.seed({ managers: { Track: 1000 } });
   */
  async seed(options: SeedOptions): Promise<readonly SeedStep[]> {
    return seedManagers(await this.runtime.factories.engine(options.seed), options);
  }

  /**
   * Names something that is computed from what is read, and keeps its answers: for each caller and each arguments (plain data), and until something that
   * it read through the application changes.
   *
   * @throws GM_CACHE_DUPLICATE_NAME, GM_CACHE_INVALID_SCOPE, GM_CACHE_INVALID_OPTION
   * @example
   * const turnover = gm.computation('turnover', {}, async (as, year: number) => {
   *   const { sum } = await as.manager(Invoice).filter({ year }).aggregate({ sum: ['total'] });
   *   return sum.total;
   * });
   * await turnover(gm.as(user), 2026);
   */
  computation<Args extends readonly unknown[], T>(
    name: string,
    options: ComputationOptions<Args>,
    run: Computation<Args, T>,
  ): Computation<Args, T> {
    return this.#computations.define(name, options, run);
  }

  /** Runs a request of a server: what has the scope `request` is read once in it. */
  inRequest<T>(run: () => T): T {
    return this.runtime.cache.inRequest(run);
  }

  /** What is kept of answers at the moment, and how questions to the cache went. */
  get cacheStatistics(): CacheStatistics {
    return this.runtime.cache.statistics;
  }

  /** Forgets answers: of one manager or computation by its name, or all. They stay right without it. */
  async clearCache(name?: string): Promise<void> {
    await this.runtime.cache.clear(name);
  }

  /** The durable events: what waits, what is dead, and what to do about it. For operators, not for clients. */
  get events(): DurableEvents {
    return this.runtime.events;
  }

  /**
   * A worker that gives durable events to the plugins that want them, here or in a process of its own; several share the work.
   *
   * @throws GM_EVENT_NONE, GM_EVENT_UNKNOWN_CONSUMER
   * @example
   * const worker = gm.worker().start();
   * process.once('SIGTERM', () => void worker.stop());
   */
  worker(options: WorkerOptions = {}): EventWorker {
    return this.runtime.events.worker(options);
  }

  /** The model as plain data: managers, fields, relations, operations, policies. */
  introspect(): Introspection {
    return introspect(this.model);
  }

  /** Masks an error that is not of this project, for servers; known errors pass. */
  mask(error: unknown): Error {
    return this.runtime.mask(error);
  }

  /** Tells plugins of a request to an API, for servers; undefined where nobody wants to know. */
  observeRequest(request: ObservedRequest): RequestObservation | undefined {
    return this.runtime.observeRequest(request);
  }

  /** Resolves when every source answers. */
  async health(signal?: AbortSignal): Promise<void> {
    await Promise.all(adaptersIn(this.model).map(async (adapter) => adapter.health?.(signal)));
  }

  /** Waits for what is on its way to sources that were opened for this application, and frees what they hold; its ORM stays open. */
  async close(): Promise<void> {
    this.#computations.stop();
    await Promise.all([this.runtime.cache.close(), ...adaptersIn(this.model).map(async (adapter) => adapter.close?.())]);
  }
}
