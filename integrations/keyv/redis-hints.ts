import type { CacheHints } from '../../lib/plugin.js';
import type { KeyvLike } from './keyv-like.js';

/** What is used of a client of Redis or Valkey. */
interface RedisClient {
  publish(channel: string, text: string): Promise<unknown>;
  duplicate(): RedisClient;
  on(event: 'error', listener: () => void): unknown;
  connect(): Promise<unknown>;
  subscribe(channel: string, listener: (text: string) => void): Promise<unknown>;
  /** It keeps no process alive. */
  unref(): unknown;
  destroy(): unknown;
}

/**
 * Hints by publish and subscribe of Redis or Valkey, over a connection of their own that is made again when it is lost; undefined where the store of a Keyv
 * has no such client.
 */
export function redisHints(keyv: KeyvLike): CacheHints | undefined {
  const { store } = keyv;
  if (typeof store !== 'object' || store === null || !('getClient' in store) || typeof store.getClient !== 'function') return undefined;
  const client = async (): Promise<RedisClient> => (store as { getClient(): Promise<RedisClient> }).getClient();
  const channel = `${keyv.namespace ?? 'keyv'}-hints`;
  let listening: RedisClient | undefined;
  return {
    publish: async (text) => {
      await (await client()).publish(channel, text);
    },
    subscribe: async (listener) => {
      listening = (await client()).duplicate();
      // Without a listener they would end the process.
      listening.on('error', () => {});
      await listening.connect();
      listening.unref();
      await listening.subscribe(channel, listener);
    },
    close: async () => {
      listening?.destroy();
    },
  };
}
