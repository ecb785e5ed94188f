import type { NamesOf } from '../lib/declaration/option-names.js';
import type { InterfaceDeclaration, PermissionRule } from '../lib/declaration/options.js';

/** Options of the database interface. */
export interface DatabaseOptions {
  /** `read-only` keeps every write away from the entity. Default: `read-write`; views and virtual entities are always read-only. */
  readonly mode?: 'read-write' | 'read-only';
  /** `ignore` acknowledges that generated reads do not apply MikroORM filters that are on by default. */
  readonly filters?: 'ignore';
  /**
   * Deleting only marks an object: the name of a boolean property that is true in objects that are there (`isActive`), or of a date that is null in
   * those (`deletedAt`). Reads leave deleted objects out. Default: rows are deleted.
   */
  readonly softDelete?: string | SoftDeleteOptions;
  /** Keeps every state of the objects, with who wrote it, when and why, in the side tables. Default: false. */
  readonly history?: boolean | HistoryOptions;
  /**
   * Others write to the table as well: services, scripts, triggers of one's own. What is read of it is not kept until it changes, unless triggers tell
   * of changes. Default: false.
   */
  readonly external?: boolean;
  /** The property that says who changed an object last: the `id` of the actor, or another attribute. Default: none. */
  readonly changedBy?: string | { readonly field: string; readonly attribute: string };
}

/** How histories are read. */
export interface HistoryOptions {
  /** Who may see who wrote: the `id` of the actor, or that it was the system, and its reason. Default: nobody. */
  readonly author?: PermissionRule;
}

/** How objects are softly deleted. */
export interface SoftDeleteOptions {
  readonly field: string;
  /** What a boolean property holds in deleted objects. Default: false. */
  readonly deleted?: boolean;
  /** Who may see deleted objects, where it is asked for them, among those that may be read otherwise. Default: nobody. */
  readonly read?: PermissionRule;
}

const NAMES = {
  mode: true,
  filters: true,
  softDelete: { field: true, deleted: true, read: true } satisfies NamesOf<SoftDeleteOptions>,
  history: { author: true } satisfies NamesOf<HistoryOptions>,
  external: true,
  changedBy: { field: true, attribute: true },
} as const satisfies NamesOf<DatabaseOptions>;

/**
 * The interface of MikroORM entities; implied where an entity has no `@Interface`.
 *
 * @example
 * @Interface(database({ mode: 'read-only' }))
 * @example
 * @Interface(database({ softDelete: 'deletedAt', history: true, changedBy: 'editor' }))
 */
export function database(options: DatabaseOptions = {}): InterfaceDeclaration {
  const given = Object.freeze({ ...options });
  return Object.freeze({ adapter: 'database', options: given, given: { options: given, names: NAMES } });
}
