import { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { isMutation, isQuery, SharedCache, type ManagerModel, type OperationModel, type Problem, type Runtime } from '../../lib/plugin.js';
import { DirectRoute } from './direct/direct-route.js';
import type { ClassTypes } from './classes/class-types.js';
import { MAX_RELATIONS, type EmitOptions } from './emit-options.js';
import { declareCapabilitiesQuery } from './emit/capabilities-query.js';
import { Emission } from './emit/emission.js';
import { Handwritten } from './emit/handwritten.js';
import { declareMutations } from './emit/mutations.js';
import { concreteType, managerType } from './emit/object-types.js';
import type { Operations } from './emit/operations.js';
import { declareQueries } from './emit/queries.js';
import { concreteTypes } from './emit/type-names.js';
import { SchemaInvalid } from './errors.js';
import { builtTypes, completeSchema } from './generated/complete-schema.js';
import { GeneratedType } from './generated/generated-type.js';
import { GeneratedTypes } from './generated/generated-types.js';
import { operationProblems, typeProblems } from './problems.js';
import { Aliases } from './resolve/aliases.js';
import { attachResolvers } from './resolve/attach-resolvers.js';
import { readCapabilities } from './resolve/capabilities.js';
import { readOperation } from './resolve/read-operation.js';
import { RowBudgets } from './resolve/row-budgets.js';
import type { SelectionContext } from './resolve/selection.js';
import { writeOperation } from './resolve/write-operation.js';
import type { ScalarTypes } from './scalars/scalar-types.js';
import { nothingDecorated, type PrivateStorage } from './storage/private-storage.js';
import { reachableTypes } from './storage/reachable.js';
import { touchedClasses } from './storage/touched.js';

/** The emitted schema, or the problems that forbid it. */
export type Emitted =
  | { readonly schema: GraphQLSchema; readonly direct: DirectRoute; readonly problems: readonly [] }
  | { readonly schema?: undefined; readonly problems: readonly Problem[] };

/** What a schema is made with: as much of it as an application needs is loaded. */
export interface Libraries {
  /** Makes classes types, by TypeGraphQL; undefined where no hand-written code has to do with any. */
  readonly classes?: ClassTypes | undefined;
  /** Of each type of value that the model has. */
  readonly scalars: Partial<ScalarTypes>;
}

/** Emits the managers of a model next to hand-written resolvers, and builds the schema. */
export function emitWith({ classes, scalars }: Libraries, runtime: Runtime, options: EmitOptions): Emitted {
  const problems: Problem[] = [];
  const emit = (storage: PrivateStorage): Built | undefined => build({ classes, scalars, runtime, options, storage, problems });
  try {
    const built = classes ? classes.isolated(options.resolvers ?? [], emit) : emit(nothingDecorated());
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

interface Building extends Libraries {
  readonly runtime: Runtime;
  readonly options: EmitOptions;
  readonly storage: PrivateStorage;
  /** Where they are told. */
  readonly problems: Problem[];
}

function build({ classes, scalars, runtime, options, storage, problems }: Building): Built | undefined {
  const { model } = runtime;
  const { resolvers = [], orphanedTypes = [], scalarsMap = [], maxRelations = MAX_RELATIONS, capabilities = true } = options;
  const handwritten = new Handwritten(storage, resolvers);
  const touched = touchedClasses(storage, [...resolvers, ...orphanedTypes]);
  const ownScalars = { ...scalars, ...options.scalars };
  const emission = new Emission({ model, handwritten, scalars: ownScalars, classes, touched, capabilities, managerType });
  const { table } = emission;
  const selections: SelectionContext = { model, table, aliases: new Aliases(), budgets: new RowBudgets(), maxRelations, scalars };
  const operations = declare(emission, runtime, selections);
  const intercepted = (options.globalMiddlewares ?? []).length > 0;
  // Middlewares stand before methods of a class; otherwise operations need none.
  const generated = classes?.operationsClass(intercepted ? operations : []);
  const roots = { resolvers: [...(generated ? [generated] : []), ...resolvers], orphanedTypes, operations };
  const reachable = reachableTypes(storage, roots);
  problems.push(
    ...emission.problems,
    ...operationProblems(model, handwritten),
    ...typeProblems({ emission, storage, reachable, scalarsMap }),
  );
  if (problems.length > 0) return undefined;
  const built = classes && generated ? classes.buildClasses({ storage, reachable, roots, options, generated }) : undefined;
  const schema = withRoots(built, options, operations);
  const types = new GeneratedTypes(builtTypes(schema, reachable, (value) => emission.nameOf(value)));
  completeSchema(schema, { reachable, types, operations: intercepted ? [] : operations });
  const ofName = (name: string): GeneratedType | undefined => generatedIn(emission, name);
  attachResolvers(schema, { runtime, selections, concreteType: concreteTypes(emission), generated: ofName });
  const documents = new SharedCache(DOCUMENT_CHARACTERS);
  const [queries, mutations] = [generatedOf(runtime, isQuery), generatedOf(runtime, isMutation)];
  return { schema, direct: new DirectRoute({ schema, runtime, selections, operations: documents, queries, mutations, intercepted }) };
}

function generatedIn(emission: Emission, name: string): GeneratedType | undefined {
  const value = emission.typeNamed(name)?.value;
  return value instanceof GeneratedType ? value : undefined;
}

/** A schema with root types for all operations, whose fields may still be missing. */
function withRoots(built: GraphQLSchema | undefined, { directives }: EmitOptions, operations: Operations): GraphQLSchema {
  const root = (name: string): GraphQLObjectType => new GraphQLObjectType({ name, fields: {} });
  const mutation = operations.some((operation) => operation.root === 'mutation') ? root('Mutation') : undefined;
  if (!built) return new GraphQLSchema({ query: root('Query'), mutation, directives });
  return mutation && !built.getMutationType() ? new GraphQLSchema({ ...built.toConfig(), mutation }) : built;
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

/** Declares all types, also those that only hand-written code leads to, and the operations. */
function declare(emission: Emission, runtime: Runtime, selections: SelectionContext): Operations {
  const operations: Operations = [];
  const [read, write] = [readOperation(runtime, selections), writeOperation(runtime, selections)];
  for (const manager of emission.model.managers.values()) {
    declareQueries(emission, operations, manager, read);
    declareMutations(emission, operations, manager, write);
  }
  declareCapabilitiesQuery(emission, operations, readCapabilities(runtime));
  for (const manager of emission.model.managers.values()) {
    emission.managerType(manager);
    if (manager.inheritance?.abstract !== true) concreteType(emission, manager);
  }
  return operations;
}
