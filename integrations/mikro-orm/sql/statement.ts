import { mapValue } from '../../../lib/plugin.js';
import type { Codec } from './codec.js';

/** Gathers the parameters of one SQL statement and hands out aliases. Values never become text of the statement. */
export class Statement {
  readonly #parameters: unknown[];
  #aliases = 0;

  /** `parameters` are those of a part that is written already. */
  constructor(parameters: readonly unknown[] = []) {
    this.#parameters = [...parameters];
  }

  /** Binds a value; gives its placeholder with a cast, since a parameter alone may be typed wrongly. */
  bind(value: unknown, cast: string): string {
    return `${this.#parameter(value)}::${cast}`;
  }

  /** Binds what is compared with, as `encode` makes it of the JavaScript value. */
  operand(value: unknown, encode: (value: unknown) => unknown, cast: string): string {
    return this.bind(mapValue(value, encode), cast);
  }

  /** Binds a value as a codec says. */
  bindAs({ cast, convert, encode }: Pick<Codec, 'cast' | 'convert' | 'encode'>, value: unknown): string {
    const encoded = mapValue(value, encode);
    return convert ? convert(this.#parameter(encoded)) : this.bind(encoded, cast);
  }

  /** A whole number as text: how many rows are wanted decides about the plan of the database, which it makes once for a statement. */
  count(value: number): string {
    if (!Number.isSafeInteger(value) || value < 0) throw new TypeError('a count has to be a whole number');
    return String(value);
  }

  alias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }

  #parameter(value: unknown): string {
    this.#parameters.push(value);
    return `$${this.#parameters.length}`;
  }

  get parameters(): readonly unknown[] {
    return this.#parameters;
  }
}

/** Quotes an identifier that comes from metadata. */
export const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** A column of an alias. */
export const column = (alias: string, name: string): string => `${alias}.${quote(name)}`;
