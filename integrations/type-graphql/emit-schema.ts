import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import type { Problem, Runtime } from '../../lib/plugin.js';
import { buildOptions, MAX_RELATIONS, type EmitOptions } from './emit-options.js';
import { Emission, type TypeClass } from './emit/emission.js';
import { Handwritten } from './emit/handwritten.js';
import { concreteType, managerType } from './emit/object-types.js';
import { queriesClass } from './emit/queries.js';
import { concreteTypes } from './emit/type-names.js';
import { SchemaInvalid } from './errors.js';
import { isolated } from './isolate.js';
import { operationProblems, typeProblems } from './problems.js';
import { Aliases } from './resolve/aliases.js';
import { attachResolvers } from './resolve/attach-resolvers.js';
import { readOperation } from './resolve/read-operation.js';
import type { SelectionContext } from './resolve/selection.js';
import { convertArgumentsWithin, forgetArguments } from './storage/arguments.js';
import type { PrivateStorage } from './storage/private-storage.js';
import { keepReachable, reachableTypes } from './storage/reachable.js';

/** The emitted schema, or the problems that forbid it. */
export type Emitted =
  | { readonly schema: GraphQLSchema; readonly problems: readonly [] }
  | { readonly schema?: undefined; readonly problems: readonly Problem[] };

/**
 * Emits the managers of a model into TypeGraphQL, next to hand-written resolvers, and builds the schema.
 *
 * Every build runs against a private copy of TypeGraphQL's storage: nothing is left behind, whether it succeeds or fails.
 */
export function emitSchema(runtime: Runtime, options: EmitOptions = {}): Emitted {
  const problems: Problem[] = [];
  try {
    const schema = isolated(options.resolvers ?? [], (storage) => build(runtime, options, storage, problems));
    return problems.length > 0 ? { problems } : { schema, problems: [] };
  } catch (error) {
    // What fails with problems known fails because of them.
    return { problems: problems.length > 0 ? problems : [SchemaInvalid.problem('schema', { reason: reasonOf(error) })] };
  }
}

function build(runtime: Runtime, options: EmitOptions, storage: PrivateStorage, problems: Problem[]): GraphQLSchema {
  const { model } = runtime;
  const { resolvers = [], orphanedTypes = [], scalars, scalarsMap = [], maxRelations = MAX_RELATIONS } = options;
  const handwritten = new Handwritten(storage, resolvers);
  const emission = new Emission({ model, handwritten, scalars, managerType });
  const selections: SelectionContext = { model, table: emission.table, aliases: new Aliases(), maxRelations };
  const generated = declare(emission, runtime, selections);
  const roots = { resolvers: [generated, ...resolvers], orphanedTypes };
  const reachable = reachableTypes(storage, roots);
  problems.push(
    ...emission.problems,
    ...operationProblems(model, handwritten.queries),
    ...typeProblems({ emission, storage, reachable, scalarsMap }),
  );
  keepReachable(storage, reachable, roots);
  convertArgumentsWithin(storage, generated);
  const schema = buildSchemaSync(buildOptions(options, generated));
  forgetArguments(storage, generated);
  attachResolvers(schema, { runtime, selections, concreteType: concreteTypes(emission), containers: emission.containers });
  return schema;
}

/** Declares all types, also those that only hand-written code leads to, and the operations; gives the class that has these. */
function declare(emission: Emission, runtime: Runtime, selections: SelectionContext): TypeClass {
  const generated = queriesClass(emission, readOperation(runtime, selections));
  for (const manager of emission.model.managers.values()) {
    managerType(emission, manager);
    if (manager.inheritance?.abstract !== true) concreteType(emission, manager);
  }
  return generated;
}

/** GraphQL lists every fault of a schema that it refuses. */
function reasonOf(error: unknown): string {
  const details = (error as { readonly details?: readonly Error[] }).details;
  if (Array.isArray(details) && details.length > 0) return details.map(({ message }) => message).join(' ');
  return error instanceof Error ? error.message : String(error);
}
