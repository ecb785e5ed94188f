import { Touches, type ApplicationModel, type Dependency, type ManagerModel, type ObjectChange } from '../../../lib/plugin.js';
import type { Meta, Property } from '../metadata.js';
import type { Entities } from '../sql/entities.js';
import type { Columns, RowChange } from './change-record.js';
import { Images } from './images.js';
import type { StoredRecord } from './read-records.js';
import type { TrackedTables } from './tracked-tables.js';

/** Compares what was written to tables with what reads of their objects depend on. */
export class Dependents {
  readonly #entities: Entities;
  readonly #tables: TrackedTables;
  readonly #images: Images;
  readonly #touches: Touches;

  constructor(model: ApplicationModel, entities: Entities, tables: TrackedTables) {
    this.#entities = entities;
    this.#tables = tables;
    this.#images = new Images(model, entities);
    this.#touches = new Touches(model);
  }

  /** The tables in which something that a dependency is about is written. */
  relationsOf(dependency: Dependency): readonly string[] {
    return [this.#tables.relationOf(dependency.manager), ...this.#links(dependency).map((property) => this.#tables.pivotOf(property))];
  }

  /** Whether what was written to one of these tables may change what was read. */
  isTouched(dependency: Dependency, relation: string, { operation, columns, rows }: StoredRecord): boolean {
    if (!rows || operation === 'any') return !columns || this.#matters(dependency, relation, columns);
    if (relation !== this.#tables.relationOf(dependency.manager)) return this.#isLinkTouched(dependency, relation, rows);
    return rows.some((row) => this.#isRowTouched(dependency, { operation, columns }, row));
  }

  /** Whether one of the columns that changed matters, in rows of which nothing is known. */
  #matters(dependency: Dependency, relation: string, columns: readonly string[]): boolean {
    if (relation !== this.#tables.relationOf(dependency.manager) || !dependency.fields) return true;
    const changed = this.#fieldsOf(dependency, columns);
    return !changed || dependency.fields.some((each) => changed.has(each));
  }

  #isRowTouched(
    dependency: Dependency,
    { operation, columns }: Pick<StoredRecord, 'operation' | 'columns'>,
    [before, after]: RowChange,
  ): boolean {
    const { manager } = dependency;
    const image = (row: Columns | null): ObjectChange['before'] => (row ? this.#images.of(manager, row) : undefined);
    if (!before || !after) return this.#touches.isTouched(dependency, { before: image(before), after: image(after) });
    const unchanged = Object.entries(after).filter(([name]) => columns && !columns.includes(name));
    const change = { before: image({ ...Object.fromEntries(unchanged), ...before }), after: image(after) };
    // It may not have been there at all.
    if (operation === 'upsert') return this.#touches.isTouched(dependency, change);
    return this.#touches.isTouched(dependency, { ...change, fields: columns && this.#fieldsOf(dependency, columns) });
  }

  /** Whether links that came or went have an end that matters. */
  #isLinkTouched(dependency: Dependency, relation: string, rows: readonly RowChange[]): boolean {
    const own = this.#links(dependency).filter((property) => this.#tables.pivotOf(property) === relation);
    return own.some(({ joinColumns }) =>
      rows.some((row) =>
        row.some((end) => end && this.#touches.isTouched(dependency, { after: this.#images.ofEnd(dependency.manager, joinColumns, end) })),
      ),
    );
  }

  /** The many-to-many relations that matter. */
  #links({ manager, fields }: Dependency): readonly Property[] {
    return metasOf(this.#entities, manager).flatMap(({ relations }) =>
      relations.filter(({ kind, name }) => kind === 'm:n' && (!fields || fields.includes(name))),
    );
  }

  /** The fields that columns hold, and those that the database makes of others; undefined where any may have changed. */
  #fieldsOf({ manager, fields }: Dependency, columns: readonly string[]): ReadonlySet<string> | undefined {
    const metas = metasOf(this.#entities, manager);
    const properties = metas.flatMap(({ props }) => props);
    if (fields?.some((name) => !properties.some((property) => property.name === name))) return undefined;
    const discriminator = metas[0]?.root.discriminatorColumn;
    const isOther =
      discriminator !== undefined &&
      columns.some((each) => properties.some(({ name, fieldNames }) => name === discriminator && fieldNames?.includes(each)));
    if (isOther) return undefined;
    return new Set(properties.filter((property) => mayChange(property, columns)).map(({ name }) => name));
  }
}

/** The metadata of a manager's class and of all others in its hierarchy. */
function metasOf(entities: Entities, manager: ManagerModel): readonly Meta[] {
  const meta = entities.meta(manager);
  if (meta.root.inheritanceType !== 'sti' && !meta.root.discriminatorMap) return [meta];
  return [...entities.orm.getMetadata().getAll().values()].filter((each) => each.root === meta.root) as readonly Meta[];
}

/** Whether what a property holds may change where columns do. */
function mayChange(property: Property, columns: readonly string[]): boolean {
  if (property.formula || property.generated || property.persist === false) return true;
  if (property.kind === 'embedded' && !property.object)
    return Object.values(property.embeddedProps).some((each) => mayChange(each, columns));
  const names = [...(property.fieldNames ?? []), ...((Reflect.get(property, 'stiFieldNames') as readonly string[] | undefined) ?? [])];
  return names.some((name) => columns.includes(name));
}
