import type { CacheHints, CacheLeases, CacheStore } from '../../lib/plugin.js';
import type { KeyvLike } from './keyv-like.js';
import { postgresLeases } from './postgres-leases.js';
import { redisHints } from './redis-hints.js';
import { redisLeases } from './redis-leases.js';

/**
 * A Keyv as a store for the cache of several processes. Where its adapter is that of Redis, Valkey or PostgreSQL, one process at a time computes an answer.
 *
 * @example
 * bootstrap({ orm, secret, cache: { store: keyvStore(new Keyv(new KeyvRedis('redis://localhost:6379'))) } });
 */
export function keyvStore(keyv: KeyvLike): CacheStore {
  return new KeyvStore(keyv);
}

class KeyvStore implements CacheStore {
  readonly leases?: CacheLeases;
  readonly hints?: CacheHints;
  readonly #keyv: KeyvLike;
  /** Errors that Keyv told of in place of throwing them. */
  #failures = 0;

  constructor(keyv: KeyvLike) {
    this.#keyv = keyv;
    // Without a listener they would end the process.
    keyv.on('error', () => {
      this.#failures += 1;
    });
    const leases = redisLeases(keyv) ?? postgresLeases(keyv);
    if (leases) this.leases = leases;
    const hints = redisHints(keyv);
    if (hints) this.hints = hints;
  }

  async get(keys: readonly string[]): Promise<readonly unknown[]> {
    const [only] = keys;
    if (keys.length === 1 && only !== undefined) return [await this.#told(async () => this.#keyv.get(only))];
    return this.#told(async () => this.#keyv.getMany([...keys]));
  }

  async set(key: string, text: string, timeoutMs: number): Promise<void> {
    await this.#told(async () => this.#keyv.set(key, text, timeoutMs));
  }

  async delete(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.#told(async () => this.#keyv.deleteMany([...keys]));
  }

  async clear(): Promise<void> {
    await this.#told(async () => this.#keyv.clear());
  }

  async *entries(): AsyncGenerator<readonly [string, unknown]> {
    if (!this.#keyv.iterator) return;
    for await (const entry of this.#keyv.iterator(this.#keyv.namespace)) {
      const [key, text] = entry as readonly [unknown, unknown];
      if (typeof key === 'string') yield [key, text];
    }
  }

  /** Keyv tells of most errors by an event alone, and gives nothing. */
  async #told<T>(run: () => Promise<T>): Promise<T> {
    const before = this.#failures;
    const given = await run();
    const isNothing = given === undefined || given === false || (Array.isArray(given) && given.every((each) => each === undefined));
    if (isNothing && this.#failures > before) throw new Error('The store of the cache has told of an error.');
    return given;
  }
}
