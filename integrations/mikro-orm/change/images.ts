import {
  embeddableNamed,
  targetOf,
  type ApplicationModel,
  type FieldModel,
  type Image,
  type ManagerModel,
  type RelationField,
} from '../../../lib/plugin.js';
import type { Meta, Property } from '../metadata.js';
import type { Entities } from '../sql/entities.js';
import type { Columns } from './change-record.js';
import { fieldValue } from './column-value.js';

/** Reads what is known of rows as objects of a manager. */
export class Images {
  readonly #model: ApplicationModel;
  readonly #entities: Entities;

  constructor(model: ApplicationModel, entities: Entities) {
    this.#model = model;
    this.#entities = entities;
  }

  of(manager: ManagerModel, columns: Columns): Image {
    const { properties } = this.#entities.meta(manager);
    return this.#object([...manager.fields.values()], properties, columns);
  }

  /** The object at one end of a link, of which only the key is known. */
  ofEnd(manager: ManagerModel, joined: readonly string[], columns: Columns): Image {
    const { meta, names } = this.#keyOf(manager);
    const [only, ...others] = names;
    if (only === undefined || others.length > 0 || joined.length !== 1) return {};
    return this.#object(fieldsNamed(manager, only), meta.properties, { [columnOf(meta.properties[only]) ?? '']: columns[joined[0] ?? ''] });
  }

  #object(fields: readonly FieldModel[], properties: Readonly<Record<string, Property>>, columns: Columns): Image {
    const known: Record<string, unknown> = {};
    for (const field of fields) {
      const { [field.name]: property } = properties;
      const value = property && this.#value(field, property, columns);
      if (value !== undefined) known[field.name] = value;
    }
    return known;
  }

  #value(field: FieldModel, property: Property, columns: Columns): unknown {
    if (field.kind === 'embedded') {
      // Documents are not looked into.
      if (field.list || property.object || property.array) return undefined;
      return this.#object(embeddableNamed(this.#model, field.embeddable).fields, property.embeddedProps, columns);
    }
    const name = columnOf(property);
    const kept = name === undefined ? undefined : columns[name];
    if (kept === undefined) return undefined;
    return field.kind === 'relation' ? this.#reference(field, property, kept) : fieldValue(field, property, kept);
  }

  /** An object of which nothing but the key is known. */
  #reference(field: RelationField, property: Property, kept: unknown): unknown {
    if (field.cardinality !== 'one' || !field.owner || field.match) return undefined;
    if (kept === null) return null;
    const target = targetOf(this.#model, field);
    const { meta, names } = this.#keyOf(target);
    const [only, ...others] = names;
    const column = only === undefined || others.length > 0 ? undefined : columnOf(meta.properties[only]);
    if (only === undefined || column === undefined || property.targetKey !== undefined || property.referencedColumnNames[0] !== column)
      return undefined;
    return this.#object(fieldsNamed(target, only), meta.properties, { [column]: kept });
  }

  #keyOf(manager: ManagerModel): { readonly meta: Meta; readonly names: readonly string[] } {
    const meta = this.#entities.meta(manager);
    return { meta, names: meta.primaryKeys };
  }
}

const fieldsNamed = ({ fields }: ManagerModel, name: string): readonly FieldModel[] => {
  const field = fields.get(name);
  return field ? [field] : [];
};

/** The column that a property has to itself; of a formula, or of several, there is none. */
export function columnOf(property: Property | undefined): string | undefined {
  if (!property || property.persist === false || property.formula || property.polymorphic || 'stiFieldNames' in property) return undefined;
  const [name, ...others] = property.fieldNames ?? [];
  return others.length > 0 ? undefined : name;
}
