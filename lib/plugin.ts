// For authors of integrations and plugins: the model, the plans, the ports and the hooks.
export type { ChangeLog, Dependency, Fence, Footprint, Validation } from './cache/change-log.js';
export { dependenciesOf } from './cache/dependencies-of.js';
export { decodeDependencies, encodeDependencies } from './cache/dependency-codec.js';
export { Touches, type ObjectChange } from './cache/touches.js';
export type { Image } from './cache/possible-truths.js';
export type { ApplicationCache, CacheStatistics, ComputationRequest } from './cache/application-cache.js';
export type { MemberOutcome, MemberRead } from './cache/member-cache.js';
export { Sharing } from './cache/sharing.js';
export type { CacheLeases, CacheStore } from './cache/cache-store.js';
export type { CacheHints } from './cache/hints.js';
export type { CacheOptions } from './cache/cache-options.js';
export { InvalidBootOption, NoManagers } from './error/boot-option-errors.js';
export { nearestName } from './error/nearest-name.js';
export { limitProblems, limitsFrom } from './plan/limit-options.js';
export { isTracked } from './cache/tells-changes.js';
export { unseenProblems, untrackedProblems } from './cache/verify-scopes.js';
export type { CacheScope, TimedScope } from './cache/scope.js';
export { BootError } from './error/boot-error.js';
export { NoAdvice, NoRowLevelSecurity } from './error/errors.js';
export { InvalidSeedTarget } from './error/factory-errors.js';
export { clientCode } from './error/client-code.js';
export { clientExtensions, type ClientExtensions } from './error/client-extensions.js';
export {
  defineError,
  GeneralManagerError,
  isGeneralManagerError,
  type DefinedError,
  type ErrorDefinition,
  type ErrorKind,
} from './error/define-error.js';
export { InvalidCursor, NotFound, ReadTimeout } from './error/errors.js';
export { HistoryUnsupported } from './error/history-errors.js';
export { InvalidWrite, NoWrites, WriteTimeout } from './error/write-errors.js';
export type { ErrorDetails, Violation } from './error/define-error.js';
export { AfterFlush } from './interface/after-flush.js';
export type { CompiledCreate, Look, NewObject, OpenCreate, OpenLink } from './interface/compiled-create.js';
export {
  ConstraintViolation,
  ContendedUnit,
  StaleObject,
  type EarlierWrite,
  type InsertedObject,
  type Isolation,
  type LoadedObject,
  type LoadRequest,
  type ReferenceRequest,
  type UnitAnswers,
  type UnitChange,
  type UnitQuestions,
  type WriteAuthor,
  type WriteContext,
  type WriteUnit,
} from './interface/write-unit.js';
export type { Truth } from './permission/truth.js';
export type { WriteControl, WriteRequest, WriteResult } from './write/write-request.js';
export { RELATION_WRITES, type RelationWriteKind } from './write/write-plan.js';
export { impliedBy } from './write/parse-link.js';
export { isWritable, writableFields } from './write/writable.js';
export type { ValidatedObject, Validator } from './write/validator.js';
export type { WriteEvent } from './write/events.js';
export type {
  DeadEvent,
  EnqueuedEvent,
  EventLease,
  EventQueue,
  LeasedEvent,
  PendingEvents,
  ReplaySelection,
  StoredEvent,
} from './interface/event-queue.js';
export type { Problem } from './error/problem.js';
export {
  ARGUMENT_NAMES,
  RESULT_NAMES,
  type ActionArgument,
  type ActionDeclaration,
  type ActionResult,
  type ActionType,
} from './declaration/action.js';
export type { ComputeContext, ComputedDeclaration } from './declaration/computed.js';
export { declarationOf, membersOf, type Declaration } from './declaration/declaration.js';
export { fieldOptionsOf } from './declaration/field-options.js';
export { unknownOptions, type NamesOf, type OptionNames } from './declaration/option-names.js';
export type { FieldOptions, InterfaceDeclaration, ManagerOptions, OperationOption, PermissionRule } from './declaration/options.js';
export { aggregateName, offersAggregate } from './model/aggregate-name.js';
export { canGroup, canMeasure, FIELD_MEASURES, measureField, type FieldMeasureKind, type MeasureKind } from './model/measure.js';
export type { EmbeddedField, EnumField, FieldModel, RelationField, RelationMatch, ScalarField, ValueField } from './model/field.js';
export { capitalised } from './model/capitalised.js';
export { memberName } from './model/member-name.js';
export { keyColumns, keyText, type KeyColumn } from './model/key.js';
export { adaptersIn, embeddableNamed, enumNamed, managerNamed, managerOf, targetOf } from './model/lookup.js';
export type {
  ApplicationModel,
  CapabilitiesModel,
  EmbeddableModel,
  EnumModel,
  Discriminator,
  InheritanceModel,
  KeyModel,
  LifecycleModel,
  SoftDeletion,
  KeyPart,
  ManagerModel,
  MutationKind,
  OperationModel,
  QueryKind,
} from './model/model.js';
export { actionNamed, classActions, objectActions, type ActionModel } from './model/action.js';
export { isMutation, isQuery } from './model/operation.js';
export { ruledFields } from './model/ruled-fields.js';
export { ENUM_OPERATORS, isScalarType, LIST_OPERATORS, operatorsOf, type Operator, type ScalarType } from './model/scalar.js';
export type {
  DescribedEmbeddable,
  DescribedField,
  DescribedKey,
  DescribedNeeds,
  DescriptionOf,
  InterfaceAdapter,
  InterfaceDescription,
  ReadContext,
} from './interface/interface-adapter.js';
export type { PoolUse } from './interface/pool-use.js';
export { countsStatements, countStatement } from './hook/statement-tally.js';
export { SENT_ALONE, type Sending, type UpstreamObserver } from './interface/upstream-observer.js';
export type { UpstreamUse } from './interface/upstream-use.js';
export type {
  CapabilitiesMember,
  EdgesMember,
  NodesMember,
  LiteralMember,
  PageInfoMember,
  ResponseMember,
  ResponseObject,
  ResponsePage,
  ResponseRoot,
  ResponseRow,
  ValueForm,
  ValueMember,
  WriteGroups,
  WriteValue,
} from './interface/response.js';
export { bytesOf, JsonBytes, type JsonText } from './interface/json-text.js';
export type { SealCursor, SourceStatement, TextRun, TextStatement } from './interface/text-statement.js';
export { advise, type Advice } from './interface/advice.js';
export { changeTriggers, type ChangeTriggers, type ChangeTriggersOptions } from './interface/change-triggers.js';
export { rowLevelSecurity, type RowLevelSecurity, type RowLevelSecurityOptions } from './interface/row-level-security.js';
export { identityOf, valueOfText } from './interface/local/value-text.js';
export { averageOf } from './interface/local/average.js';
export { compareLocally } from './interface/local/compare-locally.js';
export { orderValues } from './interface/local/order-values.js';
export { LocalExecutor } from './interface/local/local-executor.js';
export { LocalEvaluator } from './interface/local/local-evaluator.js';
export { groupPage, pageOf, type PlacedRow } from './interface/local/page.js';
export { marksRows } from './interface/marks-rows.js';
export { scalarField } from './interface/scalar-field.js';
export { CONCRETE, READ, type Group, type PageResult, type Position, type Row } from './interface/result.js';
export type { Judgement } from './permission/explain.js';
export type { ManagerCapabilities } from './permission/capabilities.js';
export type { StoredForm } from './permission/stored-form.js';
export { concreteType, discriminatorOf } from './permission/concrete-type.js';
export { askable } from './permission/askable.js';
export { isStorableText } from './plan/storable-text.js';
export type { Change } from './permission/change.js';
export type { ChangeDecision, WriteOperation } from './permission/decide.js';
export { isClosed, isOpen, operationPolicy, type OperationPolicy, type Policy } from './permission/policy.js';
export { attributeOf, type Actor } from './permission/actor.js';
export { containsReference, isActorReference } from './permission/actor-reference.js';
export { NoExplanation } from './error/permission-errors.js';
export { bind } from './permission/bind.js';
export { allowed, RuleCompiler } from './permission/compile-rule.js';
export { valueText } from './permission/condition-text.js';
export type { ActorRule, PolicyOperation } from './permission/rule.js';
export { allOfConditions, anyOfConditions, FALSE, isCondition, notCondition, TRUE } from './plan/condition.js';
export type { Aggregation, GroupKey, GroupOrderTerm, Having, Measure, MeasureComparison } from './plan/aggregation.js';
export type {
  ChangedCondition,
  CheckCondition,
  Comparison,
  Condition,
  Hop,
  ImageCondition,
  KeyCondition,
  PredicateCondition,
  RelationCondition,
  RelationMeasure,
  ValuePath,
} from './plan/condition.js';
export { Lru } from './plan/lru.js';
export { SharedCache, type CachePart } from './plan/shared-cache.js';
export { isParameter, mapItems, mapValue, Parameter, type Inputs, type ParameterOrigin } from './plan/parameter.js';
export { NOTHING } from './plan/read-plan.js';
export type {
  CapabilitySelection,
  HistoryReading,
  OpenPlan,
  OpenPosition,
  MatchSelection,
  OrderTerm,
  Page,
  Partition,
  ReadPlan,
  RelationSelection,
  Selection,
} from './plan/read-plan.js';
export type {
  AggregateRequest,
  CapabilityRequest,
  HistoryRequest,
  MeasureRequest,
  ObjectOperation,
  ObjectRequest,
  PageRequest,
  ReadRequest,
  RelationRequest,
  SelectionRequest,
} from './plan/read-request.js';
export { INVALID, parseScalar } from './plan/parse-value.js';
export { RowBudget } from './plan/row-budget.js';
export { adaptersOf } from './manager/adapters-of.js';
export { selectionOf } from './plan/selection-of.js';
export { MergedSelection, widened, type NeededOf } from './plan/merged-selection.js';
export { ownCopy } from './manager/own-copy.js';
export { checkedValue } from './plan/computed-value.js';
export { enumModel, type EnumMembers } from './model/enum-model.js';
export { computedField } from './compiler/computed-field.js';
export { orderByNeeds } from './compiler/order-by-needs.js';
export { Deadline } from './manager/deadline.js';
export { isKept, type ComputedMember } from './model/computed.js';
export { bootCore, type BootedCore, type CoreOptions } from './manager/boot.js';
export type { DescribedRequest, DescribeOptions, ReadDescription } from './manager/describe-read.js';
export type { PreparedRead, TextRequest } from './manager/prepared-read.js';
export type { Caller, Runtime } from './manager/runtime.js';
export { allConstraints, type Bound, type TextFormat, type ValueConstraints } from './factory/constraints.js';
export type { FactoryOptions } from './factory/options.js';
export { Random } from './factory/random.js';
export type { ConstraintSource, DeclaredField, Draw, FactorySources, Generate, ValueRequest, ValueSource } from './factory/value-source.js';
export type { FieldComparison, FieldFacts, FillRow, ObjectLink, ValueFacts } from './interface/value-facts.js';
