import type { GraphQLSchema } from 'graphql';
import { isInterfaceType } from 'graphql';
import type { BuildSchemaOptions } from 'type-graphql';
import type { Problem, Runtime } from '../../lib/plugin.js';
import { Emission } from './emit/emission.js';
import { concreteType, managerType } from './emit/object-types.js';
import { queriesClass } from './emit/queries.js';
import { concreteNameOf } from './emit/type-names.js';
import { CustomOperationMissing, OperationClash, SchemaInvalid } from './errors.js';
import { buildIsolated, type PrivateStorage } from './isolate.js';
import { Aliases } from './resolve/aliases.js';
import { attachResolvers } from './resolve/attach-resolvers.js';
import { readOperation } from './resolve/read-operation.js';

/** TypeGraphQL's build options that an application may set, besides its hand-written resolvers. */
export interface EmitOptions extends Partial<
  Pick<BuildSchemaOptions, 'authChecker' | 'authMode' | 'container' | 'globalMiddlewares' | 'nullableByDefault' | 'pubSub' | 'scalarsMap' | 'validate' | 'validateFn'>
> {
  /** Hand-written TypeGraphQL resolvers that join the schema. Default: none. */
  readonly resolvers?: readonly Function[];
  /** Types that only interfaces or unions lead to. */
  readonly orphanedTypes?: readonly Function[];
}

/** The emitted schema, or the problems that forbid it. */
export type Emitted = { readonly schema: GraphQLSchema; readonly problems: readonly [] } | { readonly schema?: undefined; readonly problems: readonly Problem[] };

/**
 * Emits the managers of a model into TypeGraphQL, next to hand-written resolvers, and builds the schema.
 *
 * Every build runs against a private copy of TypeGraphQL's storage: nothing is left behind, whether it succeeds or fails.
 */
export function emitSchema(runtime: Runtime, options: EmitOptions = {}): Emitted {
  const problems: Problem[] = [];
  try {
    const { schema, emission } = build(runtime, options, problems);
    if (problems.length > 0) return { problems };
    attach(schema, runtime, emission);
    return { schema, problems: [] };
  } catch (error) {
    if (problems.length === 0) problems.push(SchemaInvalid.problem('schema', { reason: reasonOf(error) }));
    return { problems };
  }
}

interface Built {
  readonly schema: GraphQLSchema;
  readonly emission: EmissionParts;
}

interface EmissionParts {
  readonly emission: Emission;
  readonly aliases: Aliases;
}

function build(runtime: Runtime, options: EmitOptions, problems: Problem[]): Built {
  const parts: EmissionParts[] = [];
  const schema = buildIsolated((storage) => {
    const emission = new Emission(runtime.model, storage, managerType);
    const aliases = new Aliases();
    parts.push({ emission, aliases });
    const operation = readOperation(runtime, { model: runtime.model, table: emission.table, aliases });
    const generated = queriesClass(emission, operation);
    const concrete = [...runtime.model.managers.values()].filter(isConcrete).map((manager) => concreteType(emission, manager));
    problems.push(...emission.problems, ...operationProblems(runtime, storage, options));
    return buildOptions(options, generated as unknown as Function, concrete as unknown as readonly Function[]);
  });
  const [emission] = parts;
  if (!emission) throw new TypeError('nothing was declared');
  return { schema, emission };
}

const isConcrete = ({ inheritance }: { readonly inheritance?: { readonly abstract: boolean } }): boolean => inheritance?.abstract !== true;

/** Every option explicitly: what is left out could come from another build. */
function buildOptions(options: EmitOptions, generated: Function, concrete: readonly Function[]): BuildSchemaOptions {
  const { resolvers = [], orphanedTypes = [], authMode = 'error', globalMiddlewares = [], scalarsMap = [], validate = false } = options;
  return {
    ...options,
    resolvers: [generated, ...resolvers],
    orphanedTypes: [...concrete, ...orphanedTypes],
    authMode,
    globalMiddlewares,
    scalarsMap,
    validate,
    nullableByDefault: options.nullableByDefault ?? false,
    disableInferringDefaultValues: false,
  };
}

/** Operations that are written by hand: those that are left to a resolver must be there, others must not. */
function operationProblems(runtime: Runtime, storage: PrivateStorage, { resolvers = [] }: EmitOptions): readonly Problem[] {
  const isGiven = (target: object): boolean => resolvers.some((each) => each === target || Object.prototype.isPrototypeOf.call(target, each));
  const written = new Set(storage.queries.filter(({ target }) => isGiven(target)).map(({ schemaName }) => schemaName));
  return [...runtime.model.managers.values()].flatMap((manager) =>
    manager.operations.flatMap(({ kind, name, served }) => {
      const path = `${manager.name}.operations.${kind}`;
      if (served === 'generated' && written.has(name)) return [OperationClash.problem(path, { name })];
      return served === 'custom' && !written.has(name) ? [CustomOperationMissing.problem(path, { name })] : [];
    }),
  );
}

function attach(schema: GraphQLSchema, runtime: Runtime, { emission, aliases }: EmissionParts): void {
  attachResolvers(schema, runtime, { model: runtime.model, table: emission.table, aliases });
  for (const type of Object.values(schema.getTypeMap())) {
    const generated = isInterfaceType(type) && emission.table.has(type.name);
    // TypeGraphQL makes a promise of every type resolution; ours needs none.
    if (generated) type.resolveType = (value) => concreteNameOf(emission, value);
  }
}

/** GraphQL lists every fault of a schema that it refuses. */
function reasonOf(error: unknown): string {
  const details = (error as { readonly details?: readonly Error[] }).details;
  if (Array.isArray(details) && details.length > 0) return details.map(({ message }) => message).join(' ');
  return error instanceof Error ? error.message : String(error);
}
