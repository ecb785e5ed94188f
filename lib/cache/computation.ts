import { DuplicateComputation, InvalidCacheOption, InvalidScope } from '../error/cache-errors.js';
import type { Scope } from '../manager/general-manager.js';
import type { ApplicationCache } from './application-cache.js';
import { isCacheScope, type CacheScope } from './scope.js';
import { Warmer } from './warmer.js';

/** How answers of a computation are kept. */
export interface ComputationOptions<Args extends readonly unknown[] = readonly unknown[]> {
  /** Default: `'dependency'`, until something that it read changes. */
  readonly cache?: CacheScope;
  /** Computes again what has changed, before somebody asks. Default: not. */
  readonly warm?: WarmOptions<Args>;
}

/** What is kept warm. */
export interface WarmOptions<Args extends readonly unknown[]> {
  /** Milliseconds between two looks: what has not changed costs a hit. */
  readonly everyMs: number;
  /** Callers and arguments whose answers are wanted; asked at each look. */
  readonly calls: () => Iterable<readonly [as: Scope, ...args: Args]>;
}

/** Something that is computed for a caller from plain arguments. */
export type Computation<Args extends readonly unknown[], T> = (as: Scope, ...args: Args) => Promise<T>;

/** The computations of an application, each by a name of its own. */
export class Computations {
  readonly #cache: ApplicationCache;
  readonly #names = new Set<string>();
  readonly #warmer: Warmer;

  /** `failed` is told what goes wrong where nobody waits for it. */
  constructor(cache: ApplicationCache, failed: (error: unknown) => void) {
    this.#cache = cache;
    this.#warmer = new Warmer(failed);
  }

  /** @throws GM_CACHE_DUPLICATE_NAME, GM_CACHE_INVALID_SCOPE, GM_CACHE_INVALID_OPTION */
  define<Args extends readonly unknown[], T>(
    name: string,
    { cache: scope = 'dependency', warm }: ComputationOptions<Args>,
    run: Computation<Args, T>,
  ): Computation<Args, T> {
    if (!isCacheScope(scope)) throw InvalidScope.create({ subject: name });
    if (this.#names.has(name)) throw DuplicateComputation.create({ name });
    const compute: Computation<Args, T> = async (as, ...args) => {
      const { caller } = as;
      // In the caller's own transaction there is something that nobody else sees.
      return this.#cache.compute({ name, args, caller, scope: as.isInSession ? 'none' : scope }, async () => run(as, ...args));
    };
    if (warm) this.#keepWarm(warm, compute);
    this.#names.add(name);
    return compute;
  }

  /** Nothing is kept warm any more. */
  stop(): void {
    this.#warmer.stop();
  }

  /** Without a cache there is nothing to keep warm. */
  #keepWarm<Args extends readonly unknown[]>({ everyMs, calls }: WarmOptions<Args>, compute: Computation<Args, unknown>): void {
    if (!Number.isInteger(everyMs) || everyMs < 1)
      throw InvalidCacheOption.create({ option: 'warm.everyMs', reason: 'is no whole number from 1' });
    if (!this.#cache.isKeeping) return;
    this.#warmer.every(everyMs, async () => {
      for (const [as, ...args] of calls()) await compute(as, ...args);
    });
  }
}
