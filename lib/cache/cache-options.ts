import type { Problem } from '../error/problem.js';
import { InvalidCacheOption } from '../error/cache-errors.js';
import type { CacheStore } from './cache-store.js';
import type { CacheHints } from './hints.js';

/** What the cache of an application may be told; all of it has defaults. */
export interface CacheOptions<Store = CacheStore> {
  /** Where entries are kept for several processes, behind the memory of each. Default: nowhere. */
  readonly store?: Store | undefined;
  /**
   * Tells the memories of other processes what was written of sources that tell no changes, such as HTTP resources, before they ask the store. Default: what
   * the store has, as Redis and Valkey do.
   */
  readonly hints?: CacheHints | undefined;
  /** What the memory of the process keeps, in bytes and entries. Default: about 64 MB, and 100,000 entries. */
  readonly memory?: { readonly maxBytes?: number; readonly maxEntries?: number };
  /** Bytes of one answer; what is larger is not kept. Default: a million. */
  readonly maxEntryBytes?: number;
  /** Part of every key: change it where code changes what is computed, such as that of a predicate. Default: empty. */
  readonly version?: string;
  /** Milliseconds that somebody waits for a computation of somebody else. Default: 5,000. */
  readonly waitMs?: number;
  /** Milliseconds for which other processes wait for one that computes, as far as `waitMs` lets them. Default: 10,000. */
  readonly leaseMs?: number;
  /** Milliseconds that a call of the store may take. Default: 50. */
  readonly storeTimeoutMs?: number;
  /** Milliseconds that it may take to ask a source what has changed. Default: 1,000. */
  readonly validationTimeoutMs?: number;
  /** Milliseconds after which the store forgets an entry. Default: a day. */
  readonly maxAgeMs?: number;
}

/** Options with defaults filled in. */
export type CacheSettings = Required<Omit<CacheOptions, 'store' | 'hints' | 'memory'>> & {
  readonly memory: { readonly maxBytes: number; readonly maxEntries: number };
  readonly store: CacheStore | undefined;
  readonly hints: CacheHints | undefined;
};

const DEFAULTS = Object.freeze({
  maxEntryBytes: 1_000_000,
  waitMs: 5_000,
  leaseMs: 10_000,
  storeTimeoutMs: 50,
  validationTimeoutMs: 1_000,
  maxAgeMs: 24 * 60 * 60 * 1000,
});

const MEMORY = Object.freeze({ maxBytes: 64_000_000, maxEntries: 100_000 });

export function cacheSettings({ store, hints = store?.hints, memory = {}, version = '', ...given }: CacheOptions): CacheSettings {
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...DEFAULTS, ...known, version, store, hints, memory: { ...MEMORY, ...memory } };
}

/** What is wrong with numbers among the options. */
export function cacheOptionProblems({ memory = {}, ...options }: CacheOptions): readonly Problem[] {
  const numbers = [
    ...Object.keys(DEFAULTS).map((option) => [option, Reflect.get(options, option)] as const),
    ...Object.entries(memory).map(([option, value]) => [`memory.${option}`, value] as const),
  ];
  return numbers.flatMap(([option, value]) => {
    if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 1)) return [];
    return [InvalidCacheOption.problem(`cache.${option}`, { option, reason: 'is no whole number from 1' })];
  });
}
