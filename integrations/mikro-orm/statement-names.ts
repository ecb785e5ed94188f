/** Names statements of which the text comes again: from the second time on, so that what comes once leaves nothing on the database. */
export class StatementNames {
  readonly #names = new WeakMap<object, string>();
  #count = 0;

  /** The name of a statement that came before; `statement` is the same object whenever the text is the same. */
  of(statement: object): string | undefined {
    const known = this.#names.get(statement);
    if (known !== undefined) return known;
    this.#count += 1;
    this.#names.set(statement, `general_manager_${process.pid}_${this.#count}`);
    return undefined;
  }
}
