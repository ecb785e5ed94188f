import type { InterfaceDeclaration } from '../lib/declaration/options.js';

/** Options of the database interface. */
export interface DatabaseOptions {
  /** `read-only` keeps every write away from the entity. Default: `read-write`; views and virtual entities are always read-only. */
  readonly mode?: 'read-write' | 'read-only';
  /** `ignore` acknowledges that generated reads do not apply MikroORM filters that are on by default. */
  readonly filters?: 'ignore';
}

/**
 * The interface of MikroORM entities; implied where an entity has no `@Interface`.
 *
 * @example
 * @Interface(database({ mode: 'read-only' }))
 */
export function database(options: DatabaseOptions = {}): InterfaceDeclaration {
  return Object.freeze({ adapter: 'database', options: Object.freeze({ ...options }) });
}
