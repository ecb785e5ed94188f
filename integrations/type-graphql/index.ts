export { emitSchema, type Emitted, type EmitOptions } from './emit-schema.js';
export type { GeneralManagerContext } from './resolve/context.js';
export { toGraphQLError } from './resolve/graphql-error.js';
export { SCALARS } from './scalars/index.js';
