import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import type { BootstrapOptions } from 'general-manager';
import type { Config } from './config.js';

/** Where answers are kept: in the Redis that processes share, or in the memory of this one. */
export function cacheOf({ redisUrl, secret }: Config): Pick<BootstrapOptions, 'cache' | 'secret'> {
  const store = redisUrl === undefined ? undefined : new Keyv(new KeyvRedis(redisUrl));
  return { cache: store ? { store } : {}, ...(secret !== undefined && { secret }) };
}
