import type { ManagerModel } from '../../../lib/plugin.js';
import type { Meta, Property } from '../metadata.js';
import type { Entities } from '../sql/entities.js';
import { IndirectWrites } from './indirect-writes.js';
import { isBlock } from './written-tables.js';
import type { Catalog, Reference } from './read-catalog.js';

/** The tables of managers and of the links between them, and what the database does to them by itself. */
export class TrackedTables {
  readonly #entities: Entities;
  readonly #catalog: Catalog;
  readonly #byName = new Map<string, string[]>();
  readonly #references = new Map<string, Reference[]>();
  readonly #indirect: IndirectWrites;

  constructor(entities: Entities, catalog: Catalog) {
    this.#entities = entities;
    this.#catalog = catalog;
    for (const relation of catalog.tables.keys()) this.#name(relation, relation);
    // What is written to a part is written to the whole.
    for (const [part, whole] of catalog.parts) if (this.tracks(whole)) this.#name(part, whole);
    for (const reference of catalog.references)
      this.#references.set(reference.to, [...(this.#references.get(reference.to) ?? []), reference]);
    this.#indirect = new IndirectWrites(catalog, catalog.references, [...catalog.tables.keys(), ...catalog.parts.flat()]);
    // What is written to others may be written to tracked ones as well.
    for (const relation of this.#indirect.sources) if (!this.tracks(relation)) this.#name(relation, relation);
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

  /** The tables that a name in a statement may stand for: tracked ones, and others of which some may be written with them. */
  named(name: string): readonly string[] {
    return this.#byName.get(name) ?? [];
  }

  /** The foreign keys that lead to a table. */
  referencesTo(relation: string): readonly Reference[] {
    return this.#references.get(relation) ?? [];
  }

  /** Whether something of a table is told, be it only what is written with it. */
  watches(relation: string): boolean {
    return this.named(bare(relation)).includes(relation);
  }

  /** Whether rules make several statements of one that writes a table. */
  isRewritten(relation: string): boolean {
    return this.#indirect.isRewritten(relation);
  }

  /** The tracked tables that triggers and rules may write where one is written. */
  writtenWith(relation: string): readonly string[] {
    return this.#trackedOf(this.#indirect.of(relation));
  }

  /** The tracked tables that functions and procedures may write which a text calls, or the code that it is. */
  writtenByCode(text: string): readonly string[] {
    if (isBlock(text)) return this.#trackedOf(this.#indirect.ofBlock(text));
    return this.#indirect.calledIn(text).flatMap((name) => this.#trackedOf(this.#indirect.ofRoutine(name)));
  }

  relationOf(manager: ManagerModel): string {
    return relationOf(this.#entities, this.#entities.meta(manager));
  }

  pivotOf(property: Property): string {
    return pivotOf(this.#entities, property);
  }

  #trackedOf(written: ReadonlySet<string> | 'any'): readonly string[] {
    if (written === 'any') return this.relations;
    return [...written].flatMap((relation) => this.named(bare(relation))).filter((relation) => this.tracks(relation));
  }

  #name(named: string, relation: string): void {
    const name = bare(named);
    this.#byName.set(name, [...(this.#byName.get(name) ?? []), relation]);
  }
}

const bare = (relation: string): string => relation.slice(relation.indexOf('.') + 1);

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
