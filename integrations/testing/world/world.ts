import {
  isGeneralManagerError,
  isOpen,
  targetOf,
  type Actor,
  type ApplicationModel,
  type ManagerModel,
  type RelationRequest,
  type Row,
  type Runtime,
  type SelectionRequest,
} from '../../../lib/plugin.js';
import { hasShownKey, keyOf, keyText, selectKey } from './keys.js';

/** One object of a manager, as the system sees it, and what of it an actor does not. */
export interface Examined {
  readonly key: unknown;
  readonly id: string;
  readonly row: Row;
  /** Whether the actor may not read it at all. */
  readonly hidden: boolean;
  /** The fields whose values the actor may not read, where the actor may read the object. */
  readonly fields: ReadonlySet<string>;
}

/** The objects of each manager, by the texts of their keys. */
export type World = ReadonlyMap<string, ReadonlyMap<string, Examined>>;

const REASON = 'search for leaks';
/** Each explanation is a statement of its own. */
const EXPLAINED = 25;

/** Finds out what there is and what of it an actor may not read. */
export class WorldReader {
  readonly #runtime: Runtime;
  readonly #model: ApplicationModel;
  readonly #most: number;

  constructor(runtime: Runtime, most: number) {
    this.#runtime = runtime;
    this.#model = runtime.model;
    this.#most = most;
  }

  async read(actor: Actor): Promise<World> {
    const managers = [...this.#model.managers.values()].filter((manager) => hasShownKey(this.#model, manager));
    const world = new Map<string, ReadonlyMap<string, Examined>>();
    for (const manager of managers) world.set(manager.name, await this.#examine(manager, actor));
    return world;
  }

  async #examine(manager: ManagerModel, actor: Actor): Promise<ReadonlyMap<string, Examined>> {
    const select = this.#everything(manager);
    const rows = await this.#listed(manager, select);
    const stored = rows.map((row) => ({ row, key: keyOf(this.#model, manager, row) })).filter(({ key }) => key !== undefined);
    const seen = await this.#seen(
      manager,
      stored.map(({ key }) => key),
      select,
      actor,
    );
    const denied = await this.#denied(
      manager,
      stored.map(({ key }) => key).filter((_key, index) => seen[index]),
      actor,
    );
    const examined = stored.map(({ row, key }, index): [string, Examined] => {
      const id = keyText(key);
      const own = denied.has(id) ? null : (seen[index] ?? null);
      const fields = own === null ? [] : Object.keys(row).filter((name) => row[name] !== null && own[name] === null);
      return [id, { key, id, row, hidden: own === null, fields: new Set(fields) }];
    });
    return new Map(examined);
  }

  /** All that the API shows of an object, and the keys of what it leads to. */
  #everything(manager: ManagerModel): SelectionRequest {
    const shown = [...manager.fields.values()].filter(({ exposed }) => exposed);
    const relations = shown.flatMap((field): readonly RelationRequest[] => {
      if (field.kind !== 'relation' || field.cardinality !== 'one') return [];
      const target = targetOf(this.#model, field);
      if (!hasShownKey(this.#model, target)) return [];
      return [{ alias: field.name, field: field.name, request: { select: selectKey(this.#model, target) } }];
    });
    return { fields: shown.filter(({ kind }) => kind !== 'relation').map(({ name }) => name), relations };
  }

  /** Of lists that have to be filtered nothing is known. */
  async #listed(manager: ManagerModel, select: SelectionRequest): Promise<readonly Row[]> {
    try {
      return await this.#all(manager, select);
    } catch (error) {
      if (isGeneralManagerError(error) && (error.kind === 'input' || error.kind === 'limit')) return [];
      throw error;
    }
  }

  async #all(manager: ManagerModel, select: SelectionRequest): Promise<readonly Row[]> {
    const caller = { system: REASON };
    const rows: Row[] = [];
    let after: string | undefined;
    do {
      const page = await this.#runtime.read(manager, { select, page: { after }, positions: true }, caller);
      rows.push(...page.rows);
      after = page.hasNext && rows.length < this.#most ? this.#runtime.cursor(page, page.rows.length - 1, caller) : undefined;
    } while (after !== undefined);
    return rows.slice(0, this.#most);
  }

  async #seen(manager: ManagerModel, keys: readonly unknown[], select: SelectionRequest, actor: Actor): Promise<readonly (Row | null)[]> {
    try {
      return await this.#runtime.readMany(manager, keys, select, { actor });
    } catch (error) {
      if (isGeneralManagerError(error) && error.kind === 'forbidden') return keys.map(() => null);
      throw error;
    }
  }

  /** What can be read although its policy does not allow it, as another way of deciding has it. */
  async #denied(manager: ManagerModel, keys: readonly unknown[], actor: Actor): Promise<ReadonlySet<string>> {
    const denied = new Set<string>();
    if (isOpen(manager.policy.read)) return denied;
    for (const key of keys.slice(0, EXPLAINED)) {
      try {
        const { allowed, found } = await this.#runtime.explain(manager, 'read', key, actor);
        if (found && !allowed) denied.add(keyText(key));
      } catch (error) {
        if (isGeneralManagerError(error, 'GM_PERM_NO_EXPLANATION')) return denied;
        throw error;
      }
    }
    return denied;
  }
}
