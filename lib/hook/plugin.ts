import type { PageResult } from '../interface/result.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Decision } from '../permission/policy.js';
import type { PolicyOperation } from '../permission/rule.js';
import type { ReadPlan } from '../plan/read-plan.js';
import type { Caller, Runtime } from '../manager/runtime.js';
import type {
  CacheObservation,
  DeliveryOutcome,
  Observation,
  ObservedDelivery,
  ObservedOperation,
  ObservedRequest,
  OperationOutcome,
  RequestOutcome,
} from './observation.js';
import type { ObservedUpstreamRequest, UpstreamEvent, UpstreamObservation } from './upstream.js';
import type { WriteEvent } from '../write/events.js';
import type { WriteRequest, WriteResult } from '../write/write-request.js';

/** A read on its way to its interface. */
export interface ReadArgs {
  readonly operation: 'read';
  readonly manager: ManagerModel;
  readonly plan: ReadPlan;
  readonly caller: Caller;
}

/** A write on its way to its interface: checked, and allowed as far as that is known before it happens. */
export interface WriteArgs {
  readonly operation: 'create' | 'update' | 'upsert' | 'delete' | 'action';
  readonly manager: ManagerModel;
  readonly request: WriteRequest;
  readonly caller: Caller;
}

/** An operation on its way to its interface. */
export type OperationArgs = ReadArgs | WriteArgs;

/** What an operation gives: a read a page, a write what it did. */
export type OperationResult = PageResult | WriteResult;

/** Carries out an operation. */
export type OperationHandler = (args: OperationArgs) => Promise<OperationResult>;

/** What a plugin may hook into; every hook is optional and takes one object, so that it can grow. */
export interface HookMap {
  /** Rewrites the model before anything reads it. */
  transformModel(args: { readonly model: ApplicationModel }): ApplicationModel;
  /** Told once when the application has booted. */
  onBoot(args: { readonly model: ApplicationModel; readonly runtime: Runtime }): void | Promise<void>;
  /** Surrounds each operation: gives a handler that may call `next`. */
  wrapOperation(args: { readonly next: OperationHandler }): OperationHandler;
  /**
   * Observes each operation, on every way that it may take, from before it is decided about until the caller has its answer. Sees no data, and
   * cannot change anything.
   */
  onOperation(args: ObservedOperation): Observation<OperationOutcome> | undefined;
  /** Observes each request to an API of the application, with the operations in it. */
  onRequest(args: ObservedRequest): Observation<RequestOutcome> | undefined;
  /** Observes each request to an upstream, with all of its repetitions, and may send headers with it that name a trace. */
  onUpstreamRequest(args: ObservedUpstreamRequest): UpstreamObservation | undefined;
  /** Told what happens to requests to upstreams meanwhile, within the context of the request. */
  onUpstreamEvent(args: { readonly event: UpstreamEvent }): void;
  /**
   * Gives what is kept with the durable events of a write, within its context: texts by name, such as `traceparent`. Operators and whoever reads
   * the database can see them.
   */
  onEnqueue(args: Readonly<Record<string, never>>): Readonly<Record<string, string>> | undefined;
  /** Observes each attempt to deliver a durable event. */
  onDelivery(args: ObservedDelivery): Observation<DeliveryOutcome> | undefined;
  /** Told of each question to the cache, and how it went. Sees no data. */
  onCache(args: CacheObservation): void;
  /** Told of each decision about an operation on a manager. */
  onDecision(args: {
    readonly manager: ManagerModel;
    readonly operation: PolicyOperation;
    readonly caller: Caller;
    readonly decision: Decision;
  }): void;
  /**
   * Told of each object that a write made, changed or removed, after it was committed: in this process, or by a worker where the plugin has
   * durable events. The signal aborts when the lease of a durable event ends.
   */
  onEvent(args: { readonly event: WriteEvent; readonly signal: AbortSignal }): void | Promise<void>;
}

/** An extension: named, described, ordered against others by name. */
export interface Plugin {
  readonly name: string;
  /** One sentence, printed by introspection. */
  readonly description: string;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /**
   * How `onEvent` is told: `memory` once, in the process that wrote, and never where that ends before; `durable` by a worker, at least once, in
   * order for each object. Default: `memory`.
   */
  readonly events?: 'memory' | 'durable';
  readonly hooks: Readonly<Partial<HookMap>>;
}

/**
 * Makes a plugin.
 *
 * @example
 * definePlugin({ name: 'slow-reads', description: 'Logs slow reads.', hooks: { wrapOperation: ({ next }) => next } });
 */
export const definePlugin = (plugin: Plugin): Plugin => Object.freeze(plugin);
