/** What the upstream gave is not what is declared. Says where and of what type, never the value. */
export class Mismatch extends Error {
  readonly path: readonly (string | number)[];
  readonly found: string;
  readonly expected: string;

  constructor(path: readonly (string | number)[], found: string, expected: string) {
    super(`${found} at ${path.join('.')}`);
    this.path = path;
    this.found = found;
    this.expected = expected;
  }

  /** The same, seen from further out. */
  within(...path: readonly (string | number)[]): Mismatch {
    return new Mismatch([...path, ...this.path], this.found, this.expected);
  }
}

/** What a value is, in words. */
export function typeText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return TYPES[typeof value] ?? 'a value';
}

const TYPES: Readonly<Record<string, string>> = Object.freeze({
  string: 'a text of another form',
  number: 'a number',
  bigint: 'a number',
  boolean: 'a boolean',
  object: 'an object',
});
