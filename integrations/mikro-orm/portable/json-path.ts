import { UnsupportedRead } from '../errors.js';

/** A path into a JSON document as SQL/JSON writes it. A number could be a key or a position in a list, which only PostgreSQL leaves open. */
export function jsonPath(keys: readonly string[]): string {
  if (keys.some((key) => /^-?\d+$/.test(key))) throw UnsupportedRead.create({ what: 'a position in a list inside a JSON document' });
  return `$${keys.map((key) => `.${JSON.stringify(key)}`).join('')}`;
}
