/**
 * How long an answer is kept: not at all, for the request that it was read in, until something that it was made of changes, or for some time.
 */
export type CacheScope = 'none' | 'request' | 'dependency' | TimedScope;

/** For some time: an answer is never older than this. */
export interface TimedScope {
  /** Milliseconds, from 1. */
  readonly timeoutMs: number;
}

/** A week: what is kept for longer belongs in a table. */
const LONGEST_MS = 7 * 24 * 60 * 60 * 1000;

/** Whether a value is a scope; options come from untyped code as well. */
export function isCacheScope(value: unknown): value is CacheScope {
  if (value === 'none' || value === 'request' || value === 'dependency') return true;
  if (typeof value !== 'object' || value === null || !('timeoutMs' in value)) return false;
  const { timeoutMs } = value;
  return typeof timeoutMs === 'number' && Number.isInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= LONGEST_MS;
}

/** The name of a scope, for statistics. */
export const scopeName = (scope: CacheScope): 'none' | 'request' | 'dependency' | 'timeout' =>
  typeof scope === 'object' ? 'timeout' : scope;
