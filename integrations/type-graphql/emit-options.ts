import type { BuildSchemaOptions } from 'type-graphql';
import type { ScalarTypes } from './scalars/scalar-types.js';

type BuildOption =
  | 'authChecker'
  | 'authMode'
  | 'container'
  | 'directives'
  | 'globalMiddlewares'
  | 'nullableByDefault'
  | 'pubSub'
  | 'scalarsMap'
  | 'validate'
  | 'validateFn';

/**
 * TypeGraphQL's build options that an application may set, besides its hand-written resolvers; each has TypeGraphQL's default.
 *
 * Global middlewares wrap generated operations too, but not generated fields: these only read what their operation brought.
 */
export interface EmitOptions extends Partial<Pick<BuildSchemaOptions, BuildOption>> {
  /** Hand-written TypeGraphQL resolvers that join the schema. Default: none. */
  readonly resolvers?: readonly Function[];
  /** Types that only interfaces or unions lead to. Default: none. */
  readonly orphanedTypes?: readonly Function[];
  /** Scalars in place of those in SCALARS, by the type of the field; they get and give its JavaScript values. Default: none. */
  readonly scalars?: Partial<ScalarTypes>;
  /** Whether the schema tells clients what the actor may do: the query and the fields `capabilities`. Default: true. */
  readonly capabilities?: boolean;
  /** Relations that one field of an operation may lead to, fragments counted at each use. Default: 1,000. */
  readonly maxRelations?: number;
}

/** How many relations one field of an operation may lead to where nothing is said. */
export const MAX_RELATIONS = 1000;

/** Every option explicitly: what is left out could come from another build. */
export function buildOptions(options: EmitOptions, generated: Function): BuildSchemaOptions {
  const { resolvers = [], scalars: _scalars, maxRelations: _maxRelations, capabilities: _capabilities, ...given } = options;
  return {
    authMode: 'error',
    globalMiddlewares: [],
    nullableByDefault: false,
    scalarsMap: [],
    validate: false,
    disableInferringDefaultValues: false,
    ...given,
    // TypeGraphQL asks the schema for everything that it has; `checkSchema` asks only what can be wrong.
    skipCheck: true,
    container: containerWith(generated, options.container),
    orphanedTypes: [...(options.orphanedTypes ?? [])],
    resolvers: [generated, ...resolvers],
  };
}

type Container = NonNullable<BuildSchemaOptions['container']>;

/** The application's container does not know the generated resolver class. */
function containerWith(generated: Function, own: Container | undefined): Container {
  const instances = new Map<unknown, unknown>();
  const make = (target: Function): unknown => {
    const known = instances.get(target) ?? Reflect.construct(target, []);
    instances.set(target, known);
    return known;
  };
  return {
    get(target, data) {
      const container = typeof own === 'function' ? own(data) : own;
      return target === generated || !container ? make(target) : container.get(target, data);
    },
  };
}
