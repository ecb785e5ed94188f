import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { isMutation, isQuery, SharedCache, type ManagerModel, type OperationModel, type Problem, type Runtime } from '../../lib/plugin.js';
import { DirectRoute } from './direct/direct-route.js';
import { generatedFaults, schemaFaults } from './check-schema.js';
import { buildOptions, MAX_RELATIONS, type EmitOptions } from './emit-options.js';
import { declareCapabilitiesQuery } from './emit/capabilities-query.js';
import { OperationsClass } from './emit/declare-operation.js';
import { Emission, type TypeClass } from './emit/emission.js';
import { Handwritten } from './emit/handwritten.js';
import { declareMutations } from './emit/mutations.js';
import { concreteType, managerType } from './emit/object-types.js';
import { declareQueries } from './emit/queries.js';
import { concreteTypes } from './emit/type-names.js';
import { SchemaInvalid } from './errors.js';
import { completeSchema } from './generated/complete-schema.js';
import { isolated } from './isolate.js';
import { operationProblems, typeProblems } from './problems.js';
import { Aliases } from './resolve/aliases.js';
import { attachResolvers } from './resolve/attach-resolvers.js';
import { readCapabilities } from './resolve/capabilities.js';
import { readOperation } from './resolve/read-operation.js';
import { RowBudgets } from './resolve/row-budgets.js';
import type { SelectionContext } from './resolve/selection.js';
import { writeOperation } from './resolve/write-operation.js';
import { convertArgumentsWithin, forgetArguments } from './storage/arguments.js';
import type { PrivateStorage } from './storage/private-storage.js';
import { keepReachable, reachableTypes } from './storage/reachable.js';

/** The emitted schema, or the problems that forbid it. */
export type Emitted =
  | { readonly schema: GraphQLSchema; readonly direct: DirectRoute; readonly problems: readonly [] }
  | { readonly schema?: undefined; readonly problems: readonly Problem[] };

/**
 * Emits the managers of a model into TypeGraphQL, next to hand-written resolvers, and builds the schema.
 *
 * Every build runs against a private copy of TypeGraphQL's storage: nothing is left behind, whether it succeeds or fails.
 */
export function emitSchema(runtime: Runtime, options: EmitOptions = {}): Emitted {
  const problems: Problem[] = [];
  try {
    const built = isolated(options.resolvers ?? [], (storage) => build(runtime, options, storage, problems));
    return built ? { ...built, problems: [] as const } : { problems };
  } catch (error) {
    // What fails with problems known fails because of them.
    return {
      problems:
        problems.length > 0
          ? problems
          : [SchemaInvalid.problem('schema', { reason: error instanceof Error ? error.message : String(error) })],
    };
  }
}

/** Characters of documents, once for each shape of variables, for which reads are kept prepared. */
const DOCUMENT_CHARACTERS = 2_000_000;

interface Built {
  readonly schema: GraphQLSchema;
  readonly direct: DirectRoute;
}

function build(runtime: Runtime, options: EmitOptions, storage: PrivateStorage, problems: Problem[]): Built | undefined {
  const { model } = runtime;
  const { resolvers = [], orphanedTypes = [], scalars, scalarsMap = [], maxRelations = MAX_RELATIONS, capabilities = true } = options;
  const handwritten = new Handwritten(storage, resolvers);
  const emission = new Emission({ model, handwritten, scalars, capabilities, managerType });
  const selections: SelectionContext = { model, table: emission.table, aliases: new Aliases(), budgets: new RowBudgets(), maxRelations };
  const generated = declare(emission, runtime, selections);
  const roots = { resolvers: [generated, ...resolvers], orphanedTypes };
  const reachable = reachableTypes(storage, roots);
  problems.push(
    ...emission.problems,
    ...operationProblems(model, handwritten),
    ...typeProblems({ emission, storage, reachable, scalarsMap }),
  );
  if (problems.length > 0) return undefined;
  keepReachable(storage, reachable, roots);
  convertArgumentsWithin(storage, generated);
  const classes = [...reachable.out].filter((type): type is Function => typeof type === 'function');
  // Generated types lead to classes that TypeGraphQL then knows no way to.
  const schema = buildSchemaSync({ ...buildOptions(options, generated), orphanedTypes: classes });
  const faults = [...schemaFaults(schema), ...generatedFaults(reachable.generated)];
  if (faults.length > 0) throw new Error(faults.join(' '));
  completeSchema(schema, { reachable, nameOf: (value) => emission.nameOf(value) });
  forgetArguments(storage, generated);
  attachResolvers(schema, { runtime, selections, concreteType: concreteTypes(emission) });
  const operations = new SharedCache(DOCUMENT_CHARACTERS);
  const intercepted = (options.globalMiddlewares ?? []).length > 0;
  const [queries, mutations] = [generatedOf(runtime, isQuery), generatedOf(runtime, isMutation)];
  return { schema, direct: new DirectRoute({ schema, runtime, selections, operations, queries, mutations, intercepted }) };
}

/** The generated operations that are asked for, by name. */
function generatedOf<Kind extends OperationModel['kind']>(
  { model }: Runtime,
  isAsked: (operation: OperationModel) => operation is OperationModel<Kind>,
): ReadonlyMap<string, { readonly manager: ManagerModel; readonly kind: Kind; readonly action: string | undefined }> {
  const operations = [...model.managers.values()].flatMap((manager) =>
    manager.operations
      .filter(isAsked)
      .filter(({ served }) => served === 'generated')
      .map(({ kind, name, action }) => [name, { manager, kind, action }] as const),
  );
  return new Map(operations);
}

/** Declares all types, also those that only hand-written code leads to, and the operations; gives the class that has these. */
function declare(emission: Emission, runtime: Runtime, selections: SelectionContext): TypeClass {
  const operations = new OperationsClass();
  const [read, write] = [readOperation(runtime, selections), writeOperation(runtime, selections)];
  for (const manager of emission.model.managers.values()) {
    declareQueries(emission, operations, manager, read);
    declareMutations(emission, operations, manager, write);
  }
  const generated = operations.complete();
  declareCapabilitiesQuery(emission, generated, readCapabilities(runtime));
  for (const manager of emission.model.managers.values()) {
    managerType(emission, manager);
    if (manager.inheritance?.abstract !== true) concreteType(emission, manager);
  }
  return generated;
}
