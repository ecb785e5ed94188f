import type { ManagerModel, ValuePath } from '../../../lib/plugin.js';
import { shapeOf } from '../describe/value-shape.js';
import { keyColumnNames, targetMeta, type Meta, type Property } from '../metadata.js';
import { codecOf, type Codec } from './codec.js';
import type { Entities } from './entities.js';
import { column } from './statement.js';

/** A value in SQL: the expression and how it travels. */
export interface SqlValue {
  readonly expression: string;
  readonly codec: Codec;
}

/** The value of an entity's own property, on an alias of its table. */
export function propertyValue(entities: Entities, manager: ManagerModel, property: Property, alias: string): SqlValue {
  const columnType = property.columnTypes?.[0] ?? 'text';
  const codec = codecOf(entities.platform, property, columnType, shapeOf(property).list);
  return { expression: propertyExpression(entities, entities.meta(manager), property, alias), codec };
}

function propertyExpression(entities: Entities, meta: Meta, property: Property, alias: string): string {
  if (!property.formula) return column(alias, property.fieldNames[0] ?? property.name);
  const { driver } = entities.orm as unknown as { readonly driver: FormulaDriver };
  const table = driver.createFormulaTable(alias, meta);
  return `(${driver.evaluateFormula(property.formula, meta.createColumnMappingObject(alias), table)})`;
}

interface FormulaDriver {
  createFormulaTable(alias: string, meta: Meta): object;
  evaluateFormula(formula: unknown, columns: object, table: object): string;
}

/** The value at a path, the hops of which have been joined: `alias` is that of the last hop's target. */
export function pathValue(entities: Entities, path: ValuePath, alias: string): SqlValue {
  const manager = path.hops.at(-1)?.target ?? path.manager;
  if (path.keyColumn !== undefined) return keyColumnValue(entities, manager, path.keyColumn, alias);
  const [first, ...rest] = [...path.embedded, path.field.name];
  let property = entities.property(manager, first ?? path.field.name);
  const keys: string[] = [];
  let document: string | undefined;
  for (const name of rest) {
    if (property.object && document === undefined) document = property.fieldNames[0];
    const inner = property.embeddedProps[name];
    if (!inner) throw new TypeError(`${manager.name}.${path.embedded.join('.')}.${name} is not a property`);
    property = inner;
    if (document !== undefined) keys.push(inner.fieldNames[0] ?? name);
  }
  return document === undefined
    ? propertyValue(entities, manager, property, alias)
    : documentValue(entities, property, column(alias, document), keys);
}

/** A value inside a JSON document, taken out as text and cast to its type. */
function documentValue(entities: Entities, property: Property, document: string, keys: readonly string[]): SqlValue {
  const columnType = property.columnTypes?.[0] ?? 'text';
  const codec = codecOf(entities.platform, property, columnType, shapeOf(property).list);
  const path = keys.map((key) => `'${key.replaceAll("'", "''")}'`).join(', ');
  return { expression: `(jsonb_extract_path_text(${document}::jsonb, ${path})::${codec.cast})`, codec };
}

/** The nth column of the entity's own primary key; where a relation is part of it, the stored key of the related object. */
export function keyColumnValue(entities: Entities, manager: ManagerModel, index: number, alias: string): SqlValue {
  const meta = entities.meta(manager);
  const name = keyColumnNames(meta)[index] ?? '';
  const { property, columnType } = keyProperty(entities, meta, index);
  return { expression: column(alias, name), codec: codecOf(entities.platform, property, columnType, false) };
}

/** The property that gives the nth key column its type: the entity's own, or the referenced one behind relations. */
function keyProperty(entities: Entities, meta: Meta, index: number): { readonly property: Property; readonly columnType: string } {
  let start = 0;
  for (const name of meta.primaryKeys) {
    const property = meta.properties[name];
    if (!property) continue;
    const width = property.fieldNames.length;
    if (index < start + width) {
      const columnType = property.columnTypes?.[index - start] ?? 'text';
      return property.kind === 'scalar'
        ? { property, columnType }
        : { ...keyProperty(entities, targetMeta(entities.orm, property), index - start), columnType };
    }
    start += width;
  }
  throw new TypeError(`${meta.className} has no key column ${index}`);
}
