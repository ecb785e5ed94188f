import type { Key } from '../schema/keys.js';

/** An object that was chosen. */
export interface Reference {
  readonly key: Key;
  readonly label: string;
}
