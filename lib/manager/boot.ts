import { randomBytes } from 'node:crypto';
import { ApplicationCache } from '../cache/application-cache.js';
import { cacheOptionProblems, cacheSettings, type CacheOptions } from '../cache/cache-options.js';
import { scopeProblems } from '../cache/verify-scopes.js';
import { compile } from '../compiler/compile.js';
import { InvalidBootOption } from '../error/boot-option-errors.js';
import { NoCacheSecret } from '../error/cache-errors.js';
import type { Problem } from '../error/problem.js';
import { DurableEvents } from '../event/durable-events.js';
import type { FactoryOptions } from '../factory/options.js';
import { orderPlugins } from '../hook/order-plugins.js';
import type { Plugin } from '../hook/plugin.js';
import type { InterfaceAdapter } from '../interface/interface-adapter.js';
import { Policies } from '../permission/policies.js';
import { freezeModel } from '../model/freeze-model.js';
import type { ApplicationModel } from '../model/model.js';
import { CursorSealer } from '../plan/cursor.js';
import { SharedCache } from '../plan/shared-cache.js';
import { limitProblems, limitsFrom } from '../plan/limit-options.js';
import { DEFAULT_LIMITS, type Limits } from '../plan/limits.js';
import { CONSOLE_LOGGER, type Logger } from './logger.js';
import { adaptersOf } from './adapters-of.js';
import { Observers } from './observers.js';
import { Pipeline } from './pipeline.js';
import type { Runtime } from './runtime.js';
import type { Validator } from '../write/validator.js';

/** Characters of compiled statements that are kept in all. */
const STATEMENT_CHARACTERS = 16_000_000;

/** What the core boots with. */
export interface CoreOptions {
  readonly adapters: readonly InterfaceAdapter[];
  /** Managed classes that no adapter finds by itself. Default: none. */
  readonly managers?: readonly object[];
  readonly plugins?: readonly Plugin[];
  /** Signs and encrypts cursors; give every replica the same. Default: random, so that cursors end with the process. */
  readonly secret?: string | Uint8Array;
  /** Default: JSON lines on standard error. */
  readonly logger?: Logger;
  readonly limits?: Partial<Limits>;
  /** What looks at objects before they are written, besides their rules. Default: none. */
  readonly validators?: readonly Validator[];
  /** What factories are told. */
  readonly factories?: Partial<FactoryOptions> | undefined;
  /** What is kept of answers. Default: nothing. */
  readonly cache?: CacheOptions | undefined;
}

/** A compiled core: what can run, and every problem that forbids to let it. */
export interface BootedCore {
  readonly runtime: Runtime;
  readonly plugins: readonly Plugin[];
  readonly problems: readonly Problem[];
}

/** Compiles the declarations and wires the pipeline. Synchronous, keeps nothing outside what it returns. */
export function bootCore(options: CoreOptions): BootedCore {
  const ordered = orderPlugins(options.plugins ?? []);
  const managers = options.managers ?? [];
  const adapters = adaptersOf(options.adapters, managers);
  const compiled = compile({ adapters, managers });
  const transformed = ordered.plugins.reduce((state, { hooks }) => hooks.transformModel?.({ model: state }) ?? state, compiled.model);
  const model = transformed === compiled.model ? transformed : freezeModel(transformed);
  const logger = options.logger ?? CONSOLE_LOGGER;
  const observers = new Observers(ordered.plugins, logger);
  for (const adapter of adapters) adapter.attach?.(model.managers, model, observers.ofUpstreams);
  const policies = new Policies(model);
  const queue = adapters.find(({ events }) => events)?.events;
  const events = new DurableEvents({ model, plugins: ordered.plugins, queue, logger, observers: observers.ofEvents });
  const secret = secretBytes(options.secret);
  const runtime = new Pipeline({
    model,
    policies,
    limits: limitsFrom(DEFAULT_LIMITS, options.limits),
    cursors: new CursorSealer(secret),
    statements: new SharedCache(STATEMENT_CHARACTERS),
    plugins: ordered.plugins,
    observers,
    cache: new ApplicationCache({
      model,
      settings: options.cache && cacheSettings(options.cache),
      secret,
      observe: (observation) => observers.cache(observation),
    }),
    logger,
    events,
    validators: options.validators ?? [],
    factories: options.factories,
  });
  for (const adapter of adapters) adapter.connect?.(runtime);
  return {
    runtime,
    plugins: ordered.plugins,
    problems: [...compiled.problems, ...ordered.problems, ...events.problems, ...policies.problems, ...optionProblems(model, options)],
  };
}

function optionProblems(model: ApplicationModel, { cache, secret, limits }: CoreOptions): readonly Problem[] {
  // Whoever knows the secret makes cursors and answers of the cache: everybody knows the empty one.
  const option = { option: 'secret', expected: 'a text that nobody can guess, not an empty one' };
  const empty = secret?.length === 0 ? [InvalidBootOption.problem('secret', option)] : [];
  const shared = cache?.store && secret === undefined ? [NoCacheSecret.problem('cache.store', {})] : [];
  return [
    ...limitProblems(DEFAULT_LIMITS, limits),
    ...empty,
    ...scopeProblems(model),
    ...(cache ? cacheOptionProblems(cache) : []),
    ...shared,
  ];
}

function secretBytes(secret: string | Uint8Array | undefined): Uint8Array {
  if (secret === undefined) return randomBytes(32);
  return typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret;
}
