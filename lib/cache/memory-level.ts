import { Lru } from '../plan/lru.js';
import type { Dependency } from './change-log.js';
import type { Entry } from './entry.js';

/** About what an entry takes besides its text, one of its dependencies, and a character of its text: a list of values may be long. */
const ENTRY_BYTES = 400;
const DEPENDENCY_BYTES = 200;
const BYTES_PER_CHARACTER = 4;

/** How much is kept in the memory of the process. */
export interface MemoryLimits {
  /** Bytes in all, about. */
  readonly maxBytes: number;
  /** Entries in all. */
  readonly maxEntries: number;
}

/** The entries that were used last, in the memory of the process: as many as fit. What is being computed is not among them, and cannot be evicted. */
export class MemoryLevel {
  readonly #entries: Lru<string, Entry>;
  readonly #sizes = new Map<string, number>();
  readonly #bytesEach: number;
  readonly #maxBytes: number;
  readonly #lengthOf: (dependency: Dependency) => number;

  /** `lengthOf` gives the characters that a dependency has as text. */
  constructor({ maxBytes, maxEntries }: MemoryLimits, lengthOf: (dependency: Dependency) => number) {
    this.#lengthOf = lengthOf;
    this.#entries = new Lru(maxBytes);
    this.#maxBytes = maxBytes;
    // An entry weighs its part of the number of entries at least, so that one budget bounds both.
    this.#bytesEach = maxEntries > 0 ? maxBytes / maxEntries : Infinity;
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  set(entry: Entry): void {
    const weight = Math.max(this.#bytesEach, this.#bytesOf(entry));
    if (weight > this.#maxBytes) return this.delete(entry.key);
    this.#sizes.set(entry.key, weight);
    for (const gone of this.#entries.set(entry.key, entry, weight)) this.#sizes.delete(gone.key);
  }

  delete(key: string): void {
    this.#entries.delete(key);
    this.#sizes.delete(key);
  }

  clear(): void {
    this.clearWhere(() => true);
  }

  /** Removes what a test is true of; gives how many these were. */
  clearWhere(test: (key: string) => boolean): number {
    const found = [...this.#sizes.keys()].filter(test);
    for (const key of found) this.delete(key);
    return found.length;
  }

  get size(): number {
    return this.#sizes.size;
  }

  get bytes(): number {
    let sum = 0;
    for (const size of this.#sizes.values()) sum += size;
    return sum;
  }

  /** About how much memory an entry takes: texts are of two bytes a character at most. */
  #bytesOf({ body, made }: Entry): number {
    const dependencies = made.footprints.flatMap((each) => each.dependencies);
    const weights = dependencies.map((each) => DEPENDENCY_BYTES + this.#lengthOf(each) * BYTES_PER_CHARACTER);
    return body.length * 2 + ENTRY_BYTES + weights.reduce((sum, each) => sum + each, 0);
  }
}
