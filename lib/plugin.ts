// For authors of integrations and plugins: the model, the plans, the ports and the hooks.
export { BootError } from './error/boot-error.js';
export { clientCode } from './error/client-code.js';
export {
  defineError,
  GeneralManagerError,
  isGeneralManagerError,
  type DefinedError,
  type ErrorDefinition,
  type ErrorKind,
} from './error/define-error.js';
export type { Problem } from './error/problem.js';
export { declarationOf, type Declaration } from './declaration/declaration.js';
export { fieldOptionsOf } from './declaration/field-options.js';
export type { FieldOptions, InterfaceDeclaration, ManagerOptions, OperationOption } from './declaration/options.js';
export { aggregateName, offersAggregate } from './model/aggregate-name.js';
export { canGroup, canMeasure, FIELD_MEASURES, measureField, type FieldMeasureKind, type MeasureKind } from './model/measure.js';
export type { EmbeddedField, EnumField, FieldModel, RelationField, ScalarField, ValueField } from './model/field.js';
export { embeddableNamed, enumNamed, managerNamed, managerOf, targetOf } from './model/lookup.js';
export type {
  ApplicationModel,
  EmbeddableModel,
  EnumModel,
  InheritanceModel,
  KeyModel,
  KeyPart,
  ManagerModel,
  OperationModel,
} from './model/model.js';
export { ENUM_OPERATORS, LIST_OPERATORS, operatorsOf, type Operator, type ScalarType } from './model/scalar.js';
export type {
  DescribedEmbeddable,
  DescribedField,
  DescribedKey,
  InterfaceAdapter,
  InterfaceDescription,
  ReadContext,
} from './interface/interface-adapter.js';
export { CONCRETE, READ, type Group, type PageResult, type Position, type Row } from './interface/result.js';
export type { Judgement } from './permission/explain.js';
export { isOpen, type OperationPolicy, type Policy } from './permission/policy.js';
export type { Actor } from './permission/actor.js';
export type { Aggregation, GroupKey, GroupOrderTerm, Having, Measure, MeasureComparison } from './plan/aggregation.js';
export type {
  Comparison,
  Condition,
  Hop,
  KeyCondition,
  PredicateCondition,
  RelationCondition,
  RelationMeasure,
  ValuePath,
} from './plan/condition.js';
export type { OrderTerm, Page, ReadPlan, RelationSelection, Selection } from './plan/read-plan.js';
export type {
  AggregateRequest,
  MeasureRequest,
  ObjectRequest,
  PageRequest,
  ReadRequest,
  RelationRequest,
  SelectionRequest,
} from './plan/read-request.js';
export { bootCore, type BootedCore, type CoreOptions } from './manager/boot.js';
export type { Caller, Runtime } from './manager/runtime.js';
