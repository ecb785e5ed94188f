import { NoChangeTriggers } from '../error/change-errors.js';
import type { ManagerTarget } from '../manager/types.js';
import { adaptersIn, managerOf } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';

/** Statements that make a database write down by itself what is written to tables, and those that undo them; each list belongs in one transaction. */
export interface ChangeTriggers {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

export interface ChangeTriggersOptions {
  /** The classes whose tables get triggers, or their names. Default: all managers of databases. */
  readonly managers?: readonly (ManagerTarget<object> | string)[];
}

/**
 * Writes triggers that tell caches of every write to the tables of managers and of the links between them, whoever writes, for a migration. They need the
 * side tables.
 *
 * @throws GM_ORM_SIDE_TABLE_MISSING without the side table of changes; GM_CHANGES_UNSUPPORTED when no manager lives in a database that can;
 * GM_READ_UNKNOWN_MANAGER
 * @example
 * for (const statement of changeTriggers(gm, { managers: [Book] }).up) this.addSql(statement);
 */
export function changeTriggers({ model }: { readonly model: ApplicationModel }, { managers }: ChangeTriggersOptions = {}): ChangeTriggers {
  const wanted: readonly ManagerModel[] = managers
    ? managers.map((each) => managerOf(model, each as object | string))
    : [...model.managers.values()];
  const written = adaptersIn(model).flatMap((adapter) => {
    const own = wanted.filter((manager) => manager.adapter === adapter);
    return own.length === 0 ? [] : (adapter.changeTriggers?.(own) ?? []);
  });
  if (written.length === 0) throw NoChangeTriggers.create({});
  return { up: written.flatMap(({ up }) => up), down: written.flatMap(({ down }) => down) };
}
