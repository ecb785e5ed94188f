import { Lru } from './lru.js';

/** A part of a {@link SharedCache}: the entries of one owner. */
export class CachePart<V> {
  readonly #entries = new Map<string, { readonly value: V }>();
  readonly #shared: Lru<object, () => void>;

  constructor(shared: Lru<object, () => void>) {
    this.#shared = shared;
  }

  /** The entry of a key; its value may be undefined. */
  get(key: string): { readonly value: V } | undefined {
    const entry = this.#entries.get(key);
    if (entry) this.#shared.get(entry);
    return entry;
  }

  set(key: string, value: V, weight: number): void {
    this.#forget(key);
    const entry = { value };
    this.#entries.set(key, entry);
    const evict = (): void => void (this.#entries.get(key) === entry && this.#entries.delete(key));
    for (const gone of this.#shared.set(entry, evict, weight)) gone();
  }

  clear(): void {
    for (const key of this.#entries.keys()) this.#forget(key);
  }

  #forget(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) this.#shared.delete(entry);
    this.#entries.delete(key);
  }
}

/** One budget for the entries of many owners: however many there are, what all keep together is bounded. */
export class SharedCache {
  readonly #shared: Lru<object, () => void>;

  constructor(budget: number) {
    this.#shared = new Lru(budget);
  }

  part<V>(): CachePart<V> {
    return new CachePart<V>(this.#shared);
  }
}
