import type { FieldNode } from 'graphql';

/**
 * The keys under which rows keep what was read along relations: one for each field node of a document, so that the same
 * relation can be selected several times with other arguments, and none can be taken for a property.
 */
export class Aliases {
  readonly #known = new WeakMap<FieldNode, string>();
  #count = 0;

  of(node: FieldNode): string {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    this.#count += 1;
    const alias = `:${this.#count}`;
    this.#known.set(node, alias);
    return alias;
  }
}
