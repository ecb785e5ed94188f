import type { CacheLeases } from '../../lib/plugin.js';
import type { KeyvLike } from './keyv-like.js';

/** What is used of a client of Redis or Valkey. */
interface RedisClient {
  get(key: string): Promise<unknown>;
  eval(script: string, options: { readonly keys: string[]; readonly arguments: string[] }): Promise<unknown>;
}

const TAKE = `if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 else return 0 end`;
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

/** Leases as keys of Redis that expire; undefined where the store of a Keyv has no such client. */
export function redisLeases(keyv: KeyvLike): CacheLeases | undefined {
  const { store } = keyv;
  if (typeof store !== 'object' || store === null || !('getClient' in store) || typeof store.getClient !== 'function') return undefined;
  const client = async (): Promise<RedisClient> => (store as { getClient(): Promise<RedisClient> }).getClient();
  const named = (key: string): string => `${keyv.namespace ?? 'keyv'}-${key}`;
  return {
    take: async (key, token, timeoutMs) => {
      return (await (await client()).eval(TAKE, { keys: [named(key)], arguments: [token, String(timeoutMs)] })) === 1;
    },
    holds: async (key, token) => (await (await client()).get(named(key))) === token,
    release: async (key, token) => {
      await (await client()).eval(RELEASE, { keys: [named(key)], arguments: [token] });
    },
  };
}
