import type { Key } from '../schema/keys.js';
import type { Row } from '../schema/schema.js';

/** An object that was chosen. */
export interface Reference {
  readonly key: Key;
  readonly label: string;
  /** As it was found, where more was selected of it. */
  readonly row?: Row;
}
