import type { MikroORM } from '@mikro-orm/core';
import type { GraphQLSchema } from 'graphql';
import { BootError, CONSOLE_LOGGER, GeneralManager, type Limits, type Logger, type Plugin, type Validator } from '../lib/index.js';
import { bootCore, NoRowLevelSecurity, type Problem, type Runtime } from '../lib/plugin.js';
import { checkDrift, databaseAdapter, type ActorSessionOptions } from './mikro-orm/index.js';
import type { DirectRoute, EmitOptions, OperationPlan, PlanOptions } from './type-graphql/index.js';

/** What `bootstrap` takes; only `orm` is needed. */
export interface BootstrapOptions {
  /** The application's ORM, or several of them; their entities with @Manager become managers. */
  readonly orm: MikroORM | readonly MikroORM[];
  /** Managed classes that are not entities of the ORM. Default: none. */
  readonly managers?: readonly object[];
  readonly plugins?: readonly Plugin[];
  /** Hand-written TypeGraphQL resolvers that join the schema. Default: none. */
  readonly resolvers?: EmitOptions['resolvers'];
  /** Further TypeGraphQL build options. */
  readonly graphql?: Omit<EmitOptions, 'resolvers'>;
  /** Compares the mapped tables with the real ones at boot: `warn` logs each difference, `refuse` does not boot. Default: `warn`. */
  readonly drift?: 'off' | 'warn' | 'refuse';
  /** Signs and encrypts cursors; give every replica the same. Default: random, so that cursors end with the process. */
  readonly secret?: string | Uint8Array;
  /** Default: JSON lines on standard error. */
  readonly logger?: Logger;
  readonly limits?: Partial<Limits>;
  /** What looks at objects before they are written. Default: the constraints of class-validator, where it is installed. */
  readonly validators?: readonly Validator[];
  /** Tells the database who acts at each read, for the policies of row-level security. Default: not told. */
  readonly rls?: ActorSessionOptions;
}

/** A booted application with its GraphQL schema. */
export class Application extends GeneralManager {
  readonly schema: GraphQLSchema;
  /** Answers operations without resolvers, where that gives the same answer. */
  readonly direct: DirectRoute;

  constructor(runtime: Runtime, schema: GraphQLSchema, direct: DirectRoute) {
    super(runtime);
    this.schema = schema;
    this.direct = direct;
  }

  /**
   * Tells how an operation would be answered: the route of each root field, and of generated queries who may see what, the plan and the
   * statement, in which variables and attributes of the actor are placeholders. Reads no objects; for developers, not for clients.
   *
   * @throws GM_PLAN_INVALID_DOCUMENT, GM_PLAN_UNKNOWN_OPERATION, GM_PLAN_INVALID_VARIABLES
   * @example
   * const { fields } = await gm.plan('query ($q: String) { tracks(filter: { name: { contains: $q } }) { nodes { name } } }', { actor: user });
   */
  async plan(source: string, options: PlanOptions = {}): Promise<OperationPlan> {
    return this.direct.describe(source, options);
  }
}

/**
 * Compiles the declarations of an application and emits its GraphQL schema.
 *
 * Finds every problem before it fails; a failed boot leaves nothing behind.
 *
 * @throws BootError (GM_BOOT_FAILED) with all problems, each with code, path, message and fix
 * @example
 * const gm = await bootstrap({ orm: await MikroORM.init(config) });
 * const tracks = await gm.as(user).manager(Track).filter({ name: { contains: 'live' } }).all();
 */
export async function bootstrap(options: BootstrapOptions): Promise<Application> {
  const { resolvers = [], graphql = {} } = options;
  const adapters = ormsOf(options).map((orm) => databaseAdapter(orm, { rls: options.rls }));
  const validators = options.validators ?? [constraints()];
  const { runtime, plugins, problems: declared } = bootCore({ ...options, validators, adapters });
  // Rules with problems have no policies to speak of.
  const problems =
    declared.length === 0 ? [...policyProblems(adapters), ...adapters.flatMap((adapter) => adapter.verifySideTables())] : declared;
  // TypeGraphQL is loaded only here, so that everything else works without it; while the database answers.
  const [drift, started, queue, { emitSchema }] = await Promise.all([
    driftOf(options, runtime),
    problems.length === 0 ? Promise.all(adapters.map(async (adapter) => adapter.beginHistory())) : [],
    problems.length === 0 ? runtime.events.verify() : [],
    import('./type-graphql/index.js'),
  ]);
  const found = [...problems, ...drift, ...started.flat(), ...queue];
  // Without a sound model there is nothing to emit; otherwise its problems are told together with the rest.
  const emitted = problems.length === 0 ? emitSchema(runtime, { ...graphql, resolvers }) : { problems: [] };
  found.push(...emitted.problems);
  if (!('schema' in emitted) || emitted.schema === undefined || found.length > 0) throw new BootError(found);
  const application = new Application(runtime, emitted.schema, emitted.direct);
  for (const { hooks } of plugins) await hooks.onBoot?.({ model: runtime.model, runtime });
  return application;
}

/** Of several databases, one that decides about actors itself is enough. */
function policyProblems(adapters: readonly ReturnType<typeof databaseAdapter>[]): readonly Problem[] {
  const found = adapters.map((adapter) => adapter.verifyPolicies());
  const isUnsupported = ({ code }: Problem): boolean => code === NoRowLevelSecurity.code;
  return found.every((each) => each.some(isUnsupported)) ? (found[0] ?? []) : found.flat().filter((each) => !isUnsupported(each));
}

const ormsOf = ({ orm }: BootstrapOptions): readonly MikroORM[] => [orm].flat();

/** What differs between the mapped and the real tables; warnings are logged, only refusals are returned. */
async function driftOf(options: BootstrapOptions, runtime: Runtime): Promise<readonly Problem[]> {
  const { drift = 'warn', logger = CONSOLE_LOGGER } = options;
  if (drift === 'off') return [];
  const managed = new Set([...runtime.model.managers.values()].map(({ target }) => target));
  const checks = ormsOf(options).map(async (orm) =>
    checkDrift(
      orm,
      [...orm.getMetadata().getAll().values()].filter((meta) => managed.has(meta.class)),
    ),
  );
  const problems = (await Promise.all(checks)).flat();
  if (drift === 'refuse') return problems;
  for (const problem of problems) logger.warn({ ...problem }, 'general-manager: schema drift');
  return [];
}

/** The constraints of class-validator, which is loaded with the first write: reads need none of its hundred modules. */
function constraints(): Validator {
  let loaded: Promise<Validator | undefined> | undefined;
  return {
    name: 'class-validator',
    async validate(subject) {
      loaded ??= loadClassValidator();
      return (await loaded)?.validate(subject) ?? [];
    },
  };
}

/** Applications without class-validator have no constraints of it. */
async function loadClassValidator(): Promise<Validator | undefined> {
  try {
    const { classValidator } = await import('./class-validator/index.js');
    return classValidator();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
