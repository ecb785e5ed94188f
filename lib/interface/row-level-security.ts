import { NoRowLevelSecurity } from '../error/errors.js';
import { adaptersIn } from '../model/lookup.js';
import type { ApplicationModel } from '../model/model.js';

/** How the row policies of a source are written. */
export interface RowLevelSecurityOptions {
  /** The database roles that the policies hold for: those that the application connects as, or changes to. */
  readonly role: string | readonly string[];
  /** The schema of the functions that the policies call; each application of a database needs one of its own. Default: `general_manager`. */
  readonly schema?: string;
  /** Whether the tables' owner obeys the policies, too. Default: false. */
  readonly force?: boolean;
}

/** Statements that make a database enforce the row policies by itself, and those that undo them; each list belongs in one transaction. */
export interface RowLevelSecurity {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/**
 * Writes the row policies of an application as row-level security of PostgreSQL, for a migration.
 *
 * @throws GM_RLS_NOT_EXPRESSIBLE when a rule has no exact policy; GM_RLS_INVALID_ROLE without the name of a role; GM_RLS_UNSUPPORTED
 * when no manager lives in a database
 * @example
 * for (const statement of rowLevelSecurity(gm, { role: 'app' }).up) this.addSql(statement);
 */
export function rowLevelSecurity({ model }: { readonly model: ApplicationModel }, options: RowLevelSecurityOptions): RowLevelSecurity {
  const written = adaptersIn(model).flatMap((adapter) => adapter.rowLevelSecurity?.(options) ?? []);
  if (written.length === 0) throw NoRowLevelSecurity.create({});
  return { up: written.flatMap(({ up }) => up), down: written.flatMap(({ down }) => down) };
}
