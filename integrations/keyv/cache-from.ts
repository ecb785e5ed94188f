import type { CacheOptions, CacheStore } from '../../lib/plugin.js';
import { isInMemory, isKeyv, type KeyvLike } from './keyv-like.js';
import { keyvStore } from './keyv-store.js';

/** What applications say of their cache: a Keyv, or options with a Keyv or another store. */
export type CacheChoice = KeyvLike | CacheOptions<KeyvLike | CacheStore>;

/** Options with a store; a Keyv in memory needs none, since the cache has a memory of its own, which is bounded. */
export function cacheFrom(choice: CacheChoice): CacheOptions {
  const { store, ...options } = isKeyv(choice) ? { store: choice } : choice;
  if (!isKeyv(store)) return { ...options, store };
  return isInMemory(store) ? options : { ...options, store: keyvStore(store) };
}
