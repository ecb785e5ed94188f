// What applications use of the core.
export type { CacheStatistics } from './cache/application-cache.js';
export type { CacheCount } from './cache/cache-counts.js';
export type { CacheLeases, CacheStore } from './cache/cache-store.js';
export type { CacheHints } from './cache/hints.js';
export type { CacheOptions } from './cache/cache-options.js';
export type { Computation, ComputationOptions, WarmOptions } from './cache/computation.js';
export type { CacheScope, TimedScope } from './cache/scope.js';
export { BootError } from './error/boot-error.js';
export { GeneralManagerError, isGeneralManagerError, type ErrorDetails, type ErrorKind, type Violation } from './error/define-error.js';
export type { Problem } from './error/problem.js';
export { actor, ActorReference, type ActorAttributes, type ActorPath } from './permission/actor-reference.js';
export type { ManagerCapabilities } from './permission/capabilities.js';
export type { ExplainedPolicy, ExplainedRule, Explanation } from './permission/explain.js';
export { after, before, changed, type Change } from './permission/change.js';
export { check, type Check } from './permission/check.js';
export { definePredicate, type Predicate } from './permission/predicate.js';
export { deny, require } from './permission/policy.js';
export {
  allOf,
  anyOf,
  authenticated,
  delegate,
  everyone,
  nobody,
  not,
  role,
  where,
  type PolicyOperation,
  type Rule,
} from './permission/rule.js';
export type { Where } from './permission/where.js';
export type { Actor } from './permission/actor.js';
export { Bucket } from './manager/bucket.js';
export type { BucketPage } from './manager/bucket-page.js';
export type { Grouped, GroupFilter, GroupSort, Measured, Measures } from './manager/aggregate-types.js';
export type { HistoryAuthor, HistoryEntry, HistoryOptions } from './manager/history-types.js';
export { GroupedBucket } from './manager/grouped-bucket.js';
export type { CacheExplanation, DependencyDescription, EntryDescription } from './cache/explain-read.js';
export type { DecisionDescription, ParameterDescription, ReadDescription } from './manager/describe-read.js';
export { GeneralManager, type Scope, type SystemScope } from './manager/general-manager.js';
export type { ManagerBucket } from './manager/manager-bucket.js';
export type {
  ActionCall,
  ActionOutcome,
  ChangeOptions,
  Expected,
  Key,
  ManyOptions,
  ManyWrites,
  OneWrites,
  WriteCount,
  WriteData,
  WriteOptions,
  Written,
} from './manager/write-types.js';
export { CONSOLE_LOGGER, type Logger } from './manager/logger.js';
export type { Capable, Direction, Filter, ManagerTarget, RelatedSelection, Select, Selected, SortKey, Values } from './manager/types.js';
export {
  definePlugin,
  type HookMap,
  type OperationArgs,
  type OperationHandler,
  type OperationResult,
  type Plugin,
  type ReadArgs,
  type WriteArgs,
} from './hook/plugin.js';
export type {
  DeliveryOutcome,
  ObservedDelivery,
  CacheObservation,
  ObservedOperation,
  ObservedRequest,
  Observation,
  OperationOutcome,
  RequestedOperation,
  RequestOutcome,
} from './hook/observation.js';
export type { BreakerState, ObservedUpstreamRequest, UpstreamEvent, UpstreamObservation, UpstreamOutcome } from './hook/upstream.js';
export type { RequestObservation } from './manager/observers.js';
export type { WriteEvent } from './write/events.js';
export type { DurableEvents } from './event/durable-events.js';
export type { EventWorker } from './event/worker.js';
export type { WorkerOptions } from './event/worker-options.js';
export type { DeadEvent, PendingEvents, ReplaySelection, StoredEvent } from './interface/event-queue.js';
export type { WriteAuthor } from './interface/write-unit.js';
export type { ValidatedObject, Validator } from './write/validator.js';
export { introspect, policyText, ruleText, type Introspection, type ManagerIntrospection } from './model/introspect.js';
export { managerOf } from './model/lookup.js';
export type { ApplicationModel, ManagerModel } from './model/model.js';
export type { PlanDescription, RelationDescription, SelectionDescription } from './plan/describe-plan.js';
export { DEFAULT_LIMITS, type Limits } from './plan/limits.js';
export {
  defineFactory,
  type DefinedFactory,
  type FactoryDefinition,
  type FactoryRelations,
  type FactoryValues,
} from './factory/define-factory.js';
export type { Factory, InsertOptions } from './factory/factory.js';
export type { FactoryUse } from './factory/factories.js';
export type { ValueContext } from './factory/settings.js';
export type { SeedOptions, SeedProgress } from './factory/seed.js';
export type { SeedStep, SeedTargets } from './factory/seed-plan.js';
