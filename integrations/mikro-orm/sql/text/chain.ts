import { literal } from './literal.js';

/** A text that is put together by SQL, of what is known and of expressions that give text. */
export class Chain {
  readonly #parts: string[] = [];
  #pending = '';

  /** Text that is the same for every row. */
  text(text: string): this {
    this.#pending += text;
    return this;
  }

  /** An expression; where it is null, the whole text is. */
  expression(expression: string): this {
    this.#flush();
    this.#parts.push(expression);
    return this;
  }

  /** The expression of the whole text. */
  sql(): string {
    this.#flush();
    return this.#parts.length === 0 ? `''` : this.#parts.join('||');
  }

  #flush(): void {
    if (this.#pending !== '') this.#parts.push(literal(this.#pending));
    this.#pending = '';
  }
}
