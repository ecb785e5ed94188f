import type { MikroORM } from '@mikro-orm/core';
import type { GraphQLSchema } from 'graphql';
import { BootError, CONSOLE_LOGGER, GeneralManager, type Limits, type Logger, type Plugin, type Validator } from '../lib/index.js';
import {
  bootCore,
  type FactoryOptions,
  type FactorySources,
  type InterfaceAdapter,
  NoRowLevelSecurity,
  type ApplicationModel,
  type Problem,
  type Runtime,
  unknownOptions,
  unseenProblems,
  untrackedProblems,
  type ValueSource,
  InvalidBootOption,
  NoManagers,
} from '../lib/plugin.js';
import { BOOTSTRAP_NAMES } from './bootstrap-names.js';
import { cacheFrom, type CacheChoice } from './keyv/index.js';
import { checkDrift, databaseAdapter, type ActorSessionOptions } from './mikro-orm/index.js';
import type { DirectRoute, EmitOptions, OperationPlan, PlanOptions } from './type-graphql/index.js';

/** What `bootstrap` takes: an ORM, classes in `managers`, or both. */
export interface BootstrapOptions {
  /** The application's ORM, or several of them; their entities with @Manager become managers. Default: none, where nothing is in a database. */
  readonly orm?: MikroORM | readonly MikroORM[];
  /** Managed classes that are not entities of the ORM. Default: none. */
  readonly managers?: readonly object[];
  /** Interfaces that declarations name and do not bring with them. Default: none. */
  readonly adapters?: readonly InterfaceAdapter[];
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
  /** How factories make objects. Default: from what is known, with Faker and class-validator where they are installed. */
  readonly factories?: FactorySettings;
  /**
   * Writes down what is written to the tables of managers, in the transactions that write, so that caches of this and other processes can tell. Needs
   * the side tables, on PostgreSQL. Default: false.
   */
  readonly recordChanges?: boolean;
  /** Keeps answers that are right: a Keyv, or options with one as the store for several processes. Default: nothing is kept. */
  readonly cache?: CacheChoice;
  /** Tells the database who acts at each read, for the policies of row-level security. Default: not told. */
  readonly rls?: ActorSessionOptions;
}

/** What factories of an application are told; all of it has defaults. */
export interface FactorySettings extends Partial<Omit<FactoryOptions, 'sources'>> {
  /** What knows good values, before Faker. Default: none. */
  readonly values?: readonly ValueSource[];
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
 * const gm = await bootstrap({ orm: await MikroORM.init(config), managers: [Project] });
 * const tracks = await gm.as(user).manager(Track).filter({ name: { contains: 'live' } }).all();
 */
export async function bootstrap(options: BootstrapOptions): Promise<Application> {
  const { resolvers = [], graphql = {} } = options;
  const { databases, core } = bootSources(options);
  const { runtime, plugins, problems: declared } = core;
  // Rules with problems have no policies to speak of.
  const chosen = [...declared, ...choiceProblems(options, runtime.model)];
  const problems =
    chosen.length === 0 ? [...policyProblems(databases), ...databases.flatMap((database) => database.verifySideTables())] : chosen;
  const emitOptions: EmitOptions = { ...graphql, resolvers };
  // GraphQL is loaded only here, so that everything else works without it; while the database answers.
  const [drift, lacking, emit] = await Promise.all([
    driftOf(options, runtime),
    problems.length === 0 ? lackingProblems(options, runtime, databases) : [],
    import('./type-graphql/load-emitter.js').then(async ({ loadEmitter }) => loadEmitter(runtime.model, emitOptions)),
  ]);
  const found = [...problems, ...drift, ...lacking, ...keepingProblems(options, runtime.model)];
  // Without a sound model there is nothing to emit; otherwise its problems are told together with the rest.
  const emitted = problems.length === 0 ? emit(runtime) : { problems: [] };
  found.push(...emitted.problems);
  if (!('schema' in emitted) || emitted.schema === undefined || found.length > 0) throw new BootError(found);
  for (const database of databases) database.recordChanges();
  const application = new Application(runtime, emitted.schema, emitted.direct);
  for (const { hooks } of plugins) await hooks.onBoot?.({ model: runtime.model, runtime });
  return application;
}

/** The core over the databases, where there are any, and all other interfaces. */
function bootSources(options: BootstrapOptions) {
  const { load, validator } = constraints();
  const { adapters = [], validators = [validator] } = options;
  const databases = ormsOf(options).map((orm) => databaseAdapter(orm, { rls: options.rls }));
  const sources = async (): Promise<FactorySources> => {
    // From then on it is known of which classes there are no constraints.
    await load();
    return factorySources(options.factories);
  };
  const core = bootCore({
    ...options,
    validators,
    adapters: [...databases, ...adapters],
    factories: { ...options.factories, sources },
    cache: options.cache && cacheFrom(options.cache),
  });
  return { databases, core };
}

const ormsOf = ({ orm = [] }: BootstrapOptions): readonly MikroORM[] => [orm].flat();

/** Of several databases, one that decides about actors itself is enough. */
function policyProblems(adapters: readonly ReturnType<typeof databaseAdapter>[]): readonly Problem[] {
  const found = adapters.map((adapter) => adapter.verifyPolicies());
  const isUnsupported = ({ code }: Problem): boolean => code === NoRowLevelSecurity.code;
  return found.every((each) => each.some(isUnsupported)) ? (found[0] ?? []) : found.flat().filter((each) => !isUnsupported(each));
}

/** Options that say nothing that there is, and an application that would consist of nothing. */
function choiceProblems(options: BootstrapOptions, { managers }: ApplicationModel): readonly Problem[] {
  const { drift = 'warn', resolvers = [] } = options;
  const option = { option: 'drift', expected: "'off', 'warn' or 'refuse'" };
  const isKnown = ['off', 'warn', 'refuse'].includes(drift);
  return [
    ...unknownOptions(options, BOOTSTRAP_NAMES, ''),
    ...(isKnown ? [] : [InvalidBootOption.problem('drift', option)]),
    ...(managers.size === 0 && resolvers.length === 0 ? [NoManagers.problem('managers', {})] : []),
  ];
}

/** Without a cache nothing is kept, whatever managers say. */
const keepingProblems = ({ cache }: BootstrapOptions, model: ApplicationModel): readonly Problem[] =>
  cache === undefined ? [] : [...untrackedProblems(model), ...unseenProblems(model)];

/** Whether answers are kept, here or by whoever is between the server and its clients. */
const keepsAnything = ({ cache: given }: BootstrapOptions, { managers }: ApplicationModel): boolean =>
  given !== undefined || [...managers.values()].some(({ cache = 'none' }) => cache !== 'none');

/** What databases lack for what they are asked to do; looks at what they do by themselves. */
async function lackingProblems(
  options: BootstrapOptions,
  { model, events }: Runtime,
  databases: readonly ReturnType<typeof databaseAdapter>[],
): Promise<readonly Problem[]> {
  const looking = keepsAnything(options, model) ? databases : [];
  const found = await Promise.all([
    ...databases.map(async (database) => database.beginHistory()),
    changeProblems(options, databases),
    events.verify(),
    ...looking.map(async (database) => database.lookAtRows().then(() => [])),
  ]);
  return found.flat();
}

/** What databases lack to write down what is written, where they are asked to. */
async function changeProblems(
  { recordChanges = false }: BootstrapOptions,
  databases: readonly ReturnType<typeof databaseAdapter>[],
): Promise<readonly Problem[]> {
  return recordChanges ? (await Promise.all(databases.map(async (database) => database.verifyChanges()))).flat() : [];
}

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

/** What factories make values with, loaded with the first one: most processes make none. */
async function factorySources({ values = [] }: FactorySettings = {}): Promise<FactorySources> {
  const [faker, constraints] = await Promise.all([
    installed(async () => (await import('./faker/index.js')).fakerValues()),
    installed(async () => (await import('./class-validator/index.js')).classValidatorConstraints()),
  ]);
  return { values: [...values, ...(faker ? [faker] : [])], constraints: constraints ? [constraints] : [] };
}

/** The constraints of class-validator, which is loaded with the first write: reads need none of its hundred modules. */
function constraints() {
  let loading: Promise<Validator | undefined> | undefined;
  let known: Validator | undefined;
  const load = async (): Promise<Validator | undefined> => {
    loading ??= installed(async () => (await import('./class-validator/index.js')).classValidator());
    known = (await loading) ?? NO_CONSTRAINTS;
    return known;
  };
  const validator: Validator = {
    name: 'class-validator',
    looksAt: (manager) => known?.looksAt?.(manager) ?? 'everything',
    validate: async (subject) => (await load())?.validate(subject) ?? [],
  };
  return { validator, load };
}

/** Applications without class-validator have no constraints of it. */
const NO_CONSTRAINTS: Validator = { name: 'class-validator', looksAt: () => 'nothing', validate: () => [] };

/** What needs a package that applications may do without; undefined where it is not installed. */
async function installed<T>(load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
