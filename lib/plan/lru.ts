/** A map that keeps what was used last, as much as fits a budget. */
export class Lru<K, V> {
  readonly #entries = new Map<K, { readonly value: V; readonly weight: number }>();
  readonly #budget: number;
  #weight = 0;
  /** What was used last stands at the end already. */
  #newest: K | undefined;

  /** Without weights the budget is a number of entries. */
  constructor(budget: number) {
    this.#budget = budget;
  }

  get(key: K): V | undefined {
    const found = this.#entries.get(key);
    if (found === undefined) return undefined;
    if (key === this.#newest) return found.value;
    this.#newest = key;
    this.#entries.delete(key);
    this.#entries.set(key, found);
    return found.value;
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  delete(key: K): void {
    this.#weight -= this.#entries.get(key)?.weight ?? 0;
    this.#entries.delete(key);
  }

  /** Adds an entry; gives the values that had to go for it, itself where it alone is too much. */
  set(key: K, value: V, weight = 1): readonly V[] {
    this.delete(key);
    this.#entries.set(key, { value, weight });
    this.#newest = key;
    this.#weight += weight;
    const gone: V[] = [];
    for (const [oldest, entry] of this.#entries) {
      if (this.#weight <= this.#budget) break;
      this.delete(oldest);
      gone.push(entry.value);
    }
    return gone;
  }
}
