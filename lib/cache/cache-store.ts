import type { CacheHints } from './hints.js';

/**
 * Where entries are kept outside of the process, for others as well. It may forget, lie, fail or hang: whoever asks it checks what it gives, and does not
 * wait for long.
 */
export interface CacheStore {
  /** The texts of keys, in their order. */
  get(keys: readonly string[]): Promise<readonly unknown[]>;
  set(key: string, text: string, timeoutMs: number): Promise<void>;
  delete(keys: readonly string[]): Promise<void>;
  clear(): Promise<void>;
  /** Every key and its text, where the store can tell. */
  entries?(): AsyncIterable<readonly [key: string, text: unknown]>;
  /** Where one process at a time may hold a key, in stores that can say so. */
  readonly leases?: CacheLeases;
  /** Carries hints between the processes, in stores that can. */
  readonly hints?: CacheHints;
  /** Frees what it has opened itself. */
  close?(): Promise<void>;
}

/** Lets one process at a time do something. A lease ends by itself, so that nobody waits for one that has died. */
export interface CacheLeases {
  /** Takes the lease of a key, unless somebody holds it. */
  take(key: string, token: string, timeoutMs: number): Promise<boolean>;
  /** Whether it is still held with this token. */
  holds(key: string, token: string): Promise<boolean>;
  /** Gives it back, where it is still held with this token. */
  release(key: string, token: string): Promise<void>;
}
