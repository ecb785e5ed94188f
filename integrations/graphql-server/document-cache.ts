const MAX_CHARACTERS = 524_288;
const MAX_DOCUMENT = 32_768;

/**
 * Keeps what was made of the documents used last.
 *
 * Bounded by their length together: a parsed document takes a hundred times the memory of its text, so that a bound by number
 * would let a stranger fill the memory with large ones.
 */
export class DocumentCache<T> {
  readonly #entries = new Map<string, T>();
  #characters = 0;
  /** What was used last stands at the end already. */
  #newest: string | undefined;

  get(document: string): T | undefined {
    const found = this.#entries.get(document);
    if (found === undefined || document === this.#newest) return found;
    this.#newest = document;
    this.#entries.delete(document);
    this.#entries.set(document, found);
    return found;
  }

  set(document: string, value: T): void {
    if (document.length > MAX_DOCUMENT) return;
    if (!this.#entries.has(document)) this.#characters += document.length;
    this.#entries.set(document, value);
    this.#newest = document;
    for (const oldest of this.#entries.keys()) {
      if (this.#characters <= MAX_CHARACTERS) return;
      this.#entries.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
