import { NoAdvice } from '../error/errors.js';
import { adaptersIn } from '../model/lookup.js';
import type { ApplicationModel } from '../model/model.js';

/** Something that makes reads slower than they have to be, and how to cure it. */
export interface Advice {
  /**
   * `missing-index`: a relation, a policy or a key has no index to be found by; `no-statistics`: the planner knows nothing of a table;
   * `invalid-index`, `duplicate-index`: an index is kept up to date for nothing; `text-search`: texts are searched row by row.
   */
  readonly kind: 'missing-index' | 'no-statistics' | 'invalid-index' | 'duplicate-index' | 'text-search';
  /** A hint depends on what is asked; a warning does not. */
  readonly severity: 'warning' | 'hint';
  /** Schema and name, as in SQL. */
  readonly table: string;
  readonly columns: readonly string[];
  /** One sentence: what was found. */
  readonly what: string;
  /** Which relations, policies and keys are concerned. */
  readonly why: readonly string[];
  /** SQL to review, each statement outside a transaction. */
  readonly cure: readonly string[];
}

/**
 * Compares what relations, policies and keys are found by with the indexes and statistics of the database. Reads its catalog only.
 *
 * @throws GM_ADVISE_UNSUPPORTED when no manager lives in a PostgreSQL database
 * @example
 * for (const { what, cure } of await advise(gm)) console.log(what, cure.join(' '));
 */
export async function advise({ model }: { readonly model: ApplicationModel }): Promise<readonly Advice[]> {
  const asked = adaptersIn(model).flatMap((adapter) => adapter.advise?.() ?? []);
  if (asked.length === 0) throw NoAdvice.create({});
  return (await Promise.all(asked)).flat();
}
