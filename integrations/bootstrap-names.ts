import type { CacheOptions, NamesOf } from '../lib/plugin.js';
import type { BootstrapOptions, FactorySettings } from './bootstrap.js';
import type { ActorSessionOptions } from './mikro-orm/index.js';
import type { EmitOptions } from './type-graphql/index.js';

const CACHE = {
  store: true,
  hints: true,
  memory: { maxBytes: true, maxEntries: true },
  maxEntryBytes: true,
  version: true,
  waitMs: true,
  leaseMs: true,
  storeTimeoutMs: true,
  validationTimeoutMs: true,
  maxAgeMs: true,
} as const satisfies NamesOf<CacheOptions>;

const GRAPHQL = {
  authChecker: true,
  authMode: true,
  container: true,
  directives: true,
  globalMiddlewares: true,
  nullableByDefault: true,
  pubSub: true,
  scalarsMap: true,
  validate: true,
  validateFn: true,
  orphanedTypes: true,
  scalars: true,
  capabilities: true,
  maxRelations: true,
} as const satisfies NamesOf<Omit<EmitOptions, 'resolvers'>>;

/** The names of what `bootstrap` takes; limits have a check of their own. */
export const BOOTSTRAP_NAMES = {
  orm: true,
  managers: true,
  adapters: true,
  plugins: true,
  resolvers: true,
  graphql: GRAPHQL,
  drift: true,
  secret: true,
  logger: true,
  limits: true,
  validators: true,
  factories: { seed: true, referenceDate: true, nulls: true, definitions: true, values: true } satisfies NamesOf<FactorySettings>,
  recordChanges: true,
  cache: CACHE,
  rls: { role: true } satisfies NamesOf<ActorSessionOptions>,
} as const satisfies NamesOf<BootstrapOptions>;
