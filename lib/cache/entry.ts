import type { Footprint } from './change-log.js';

/** What an answer was made of: when it is no longer right. */
export interface Made {
  /** What the reads behind it depend on. */
  readonly footprints: readonly Footprint[];
  /** Milliseconds since 1970 after which it is too old; Infinity where it has no age. */
  readonly until: number;
  /** How often managers had been written when it was read, by their names: of those whose sources tell no changes. */
  readonly epochs: Readonly<Record<string, string>>;
  /** Why nobody can tell whether it is still right; undefined where somebody can. */
  readonly refusal?: string;
}

/** An answer that is kept: text, never an object that others hold as well. */
export interface Entry {
  readonly key: string;
  readonly body: string;
  readonly made: Omit<Made, 'refusal'>;
  /** When its footprints were last found to be right, in milliseconds since 1970. */
  readonly stampedAt: number;
}
