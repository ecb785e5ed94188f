import type { ManagerModel } from '../../../lib/plugin.js';
import type { Meta, Property } from '../metadata.js';
import type { Entities } from '../sql/entities.js';
import type { Catalog, Reference } from './read-catalog.js';

/** The tables of managers and of the links between them, and what the database does to them by itself. */
export class TrackedTables {
  readonly #entities: Entities;
  readonly #catalog: Catalog;
  readonly #byName = new Map<string, string[]>();
  readonly #references = new Map<string, Reference[]>();

  constructor(entities: Entities, catalog: Catalog) {
    this.#entities = entities;
    this.#catalog = catalog;
    for (const relation of catalog.tables.keys()) this.#name(relation, relation);
    // What is written to a part is written to the whole.
    for (const [part, whole] of catalog.parts) if (this.tracks(whole)) this.#name(part, whole);
    for (const reference of catalog.references)
      this.#references.set(reference.to, [...(this.#references.get(reference.to) ?? []), reference]);
  }

  /** All of them. */
  get relations(): readonly string[] {
    return [...this.#catalog.tables.keys()];
  }

  /** Whether writes to a table are told. */
  tracks(relation: string): boolean {
    return this.#catalog.tables.has(relation);
  }

  /** Whether its own triggers tell of it. */
  tellsItself(relation: string): boolean {
    return this.#catalog.tables.get(relation)?.tells === true;
  }

  /** Whether triggers of the application's own may change rows on their way. */
  changesRows(relation: string): boolean {
    return this.#catalog.tables.get(relation)?.altered === true;
  }

  /** The tables that a name in a statement may stand for. */
  named(name: string): readonly string[] {
    return this.#byName.get(name) ?? [];
  }

  /** The foreign keys that lead to a table. */
  referencesTo(relation: string): readonly Reference[] {
    return this.#references.get(relation) ?? [];
  }

  relationOf(manager: ManagerModel): string {
    return relationOf(this.#entities, this.#entities.meta(manager));
  }

  pivotOf(property: Property): string {
    return pivotOf(this.#entities, property);
  }

  #name(named: string, relation: string): void {
    const name = named.slice(named.indexOf('.') + 1);
    this.#byName.set(name, [...(this.#byName.get(name) ?? []), relation]);
  }
}

/** Schema and name of the table of an entity; of a hierarchy in one table that of its root. */
export function relationOf(entities: Entities, { root }: Meta): string {
  const { schema, name } = entities.location(root.tableName, root.schema);
  return `${schema}.${name}`;
}

function pivotOf(entities: Entities, property: Property): string {
  const meta = property.pivotEntity ? entities.orm.getMetadata().find(property.pivotEntity) : undefined;
  const { schema, name } = entities.location(meta?.tableName ?? property.pivotTable, meta?.schema);
  return `${schema}.${name}`;
}

/** Every table that managers and their links are in, each once. */
export function relationsOf(entities: Entities, managers: Iterable<ManagerModel>): readonly string[] {
  const metas = [...managers].map((manager) => entities.meta(manager)).filter(isTable);
  const pivots = metas.flatMap((meta) =>
    meta.relations.filter(({ kind }) => kind === 'm:n').map((property) => pivotOf(entities, property)),
  );
  return [...new Set([...metas.map((meta) => relationOf(entities, meta)), ...pivots])];
}

/** Whether the rows of an entity are in one table, of which it is known where that is. */
export const isTable = ({ virtual, schema, inheritanceType, root }: Meta): boolean =>
  !virtual && schema !== '*' && inheritanceType !== 'tpt' && root.inheritanceType !== 'tpt';
