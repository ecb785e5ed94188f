export { cacheFrom, type CacheChoice } from './cache-from.js';
export type { KeyvLike } from './keyv-like.js';
export { keyvStore } from './keyv-store.js';
