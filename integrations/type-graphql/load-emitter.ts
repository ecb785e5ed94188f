import type { ApplicationModel, FieldModel, Runtime } from '../../lib/plugin.js';
import { emitWith, type Emitted } from './emit-with.js';
import type { EmitOptions } from './emit-options.js';
import { scalarOf } from './emit/value-types.js';
import { OWN_SCALARS } from './scalars/own-scalars.js';
import { isDecorated } from './storage/within.js';

/** Loads what the schema of an application is made with, and gives what emits it: a hundred modules less where TypeGraphQL has nothing to do. */
export async function loadEmitter(model: ApplicationModel, options: EmitOptions): Promise<(runtime: Runtime) => Emitted> {
  if (needsClasses(model, options)) {
    const { emitSchema } = await import('./emit-schema.js');
    return (runtime) => emitSchema(runtime, options);
  }
  const scalars = needsPackage(model) ? (await import('./scalars/index.js')).SCALARS : OWN_SCALARS;
  return (runtime) => emitWith({ scalars }, runtime, options);
}

/** Hand-written code, middlewares before operations, and interfaces for hierarchies are for TypeGraphQL to build. */
function needsClasses(
  { managers }: ApplicationModel,
  { resolvers = [], orphanedTypes = [], globalMiddlewares = [] }: EmitOptions,
): boolean {
  const written = [...resolvers, ...orphanedTypes, ...globalMiddlewares].length > 0 || isDecorated();
  return written || [...managers.values()].some(({ inheritance }) => inheritance !== undefined);
}

/** Whether some value has a scalar of graphql-scalars. */
function needsPackage({ managers, embeddables }: ApplicationModel): boolean {
  const ofManagers = [...managers.values()].flatMap(({ fields, actions }): readonly FieldModel[] => [
    ...fields.values(),
    ...actions.flatMap((action) => [...action.arguments, ...(action.returns ? [action.returns] : [])]),
  ]);
  const all = [...ofManagers, ...[...embeddables.values()].flatMap(({ fields }) => fields)];
  return all.some((field) => field.kind === 'scalar' && ['uuid', 'json'].includes(scalarOf(field) ?? ''));
}
