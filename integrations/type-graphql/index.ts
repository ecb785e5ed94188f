export type { DirectAnswer } from './direct/direct-answer.js';
export type { DirectOperation } from './direct/direct-operation.js';
export type { FieldPlan, OperationPlan, PlanOptions } from './direct/describe-operation.js';
export type { DirectRoute } from './direct/direct-route.js';
export { emitSchema, type Emitted } from './emit-schema.js';
export type { EmitOptions } from './emit-options.js';
export type { GeneralManagerContext } from './resolve/context.js';
export { toGraphQLError } from './resolve/graphql-error.js';
export { SCALARS, type ScalarTypes } from './scalars/index.js';
