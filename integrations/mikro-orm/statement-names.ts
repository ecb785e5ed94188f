import { hash } from 'node:crypto';
import { Lru } from '../../lib/plugin.js';

/** Characters of the texts that are remembered at most. */
const MAX_CHARACTERS = 1_048_576;

/**
 * Names statements of which the text comes again: from the second time on, so that what comes once leaves nothing on the database.
 *
 * A name is made of the text, so that no two texts have one, whoever shares the connections.
 */
export class StatementNames {
  readonly #names = new WeakMap<object, string>();
  /** Of texts that came last: the name, or undefined where the text came once. */
  readonly #texts = new Lru<string, { name?: string }>(MAX_CHARACTERS);

  /** The name of a statement that came before; `statement` is the same object whenever the text is the same. */
  of(statement: { readonly text: string }): string | undefined {
    const known = this.#names.get(statement);
    if (known !== undefined) return known;
    this.#names.set(statement, nameOf(statement.text));
    return undefined;
  }

  /** The name of a text that came before, and not too long ago. */
  ofText(text: string): string | undefined {
    const known = this.#texts.get(text);
    if (known) return (known.name ??= nameOf(text));
    this.#texts.set(text, {}, text.length);
    return undefined;
  }
}

const nameOf = (text: string): string => `general_manager_${hash('sha1', text)}`;
