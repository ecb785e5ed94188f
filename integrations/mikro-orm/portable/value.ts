import type { ManagerModel, ValuePath } from '../../../lib/plugin.js';
import { keyColumnNames, targetMeta, type Meta, type Property } from '../metadata.js';
import type { Codec } from './codec.js';
import { raw, type Sql } from './sql.js';
import type { Tables } from './tables.js';

/** A value in SQL: the expression and how it travels. */
export interface SqlValue {
  readonly expression: Sql;
  readonly codec: Codec;
}

interface FormulaDriver {
  createFormulaTable(alias: string, meta: Meta): object;
  evaluateFormula(formula: unknown, columns: object, table: object): string;
}

/** The value of an entity's own property, on an alias of its table. */
export function propertyValue(tables: Tables, manager: ManagerModel, property: Property, alias: string): SqlValue {
  const codec = tables.codecOf(property, property.columnTypes?.[0] ?? 'text');
  return { expression: propertyExpression(tables, tables.entities.meta(manager), property, alias), codec };
}

function propertyExpression(tables: Tables, meta: Meta, property: Property, alias: string): Sql {
  if (!property.formula) return tables.column(alias, property.fieldNames[0] ?? property.name);
  const { driver } = tables.orm as unknown as { readonly driver: FormulaDriver };
  const table = driver.createFormulaTable(alias, meta);
  return raw(`(${driver.evaluateFormula(property.formula, meta.createColumnMappingObject(alias), table)})`);
}

/** The value at a path, the hops of which have been joined: `alias` is that of the last hop's target. */
export function pathValue(tables: Tables, path: ValuePath, alias: string): SqlValue {
  const manager = path.hops.at(-1)?.target ?? path.manager;
  if (path.keyColumn !== undefined) return keyColumnValue(tables, manager, path.keyColumn, alias);
  const [first, ...rest] = [...path.embedded, path.field.name];
  let property = tables.entities.property(manager, first ?? path.field.name);
  for (const name of rest) {
    const inner = property.embeddedProps[name];
    if (!inner) throw new TypeError(`${manager.name}.${path.embedded.join('.')}.${name} is not a property`);
    property = inner;
  }
  return propertyValue(tables, manager, property, alias);
}

/** The nth column of the entity's own primary key; where a relation is part of it, the stored key of the related object. */
export function keyColumnValue(tables: Tables, manager: ManagerModel, index: number, alias: string): SqlValue {
  const meta = tables.entities.meta(manager);
  const name = keyColumnNames(meta)[index] ?? '';
  return { expression: tables.column(alias, name), codec: columnCodec(tables, meta, name) };
}

/** The codec of a column: of the property that has it, or of the referenced column behind a relation. */
export function columnCodec(tables: Tables, meta: Meta, name: string): Codec {
  const owners = meta.props.filter((property) => (property.fieldNames ?? []).includes(name));
  const property = owners.find(({ kind }) => kind === 'scalar') ?? owners[0];
  const index = property?.fieldNames.indexOf(name) ?? -1;
  if (!property || index < 0) return tables.codecOf({ name, type: 'string' } as Property, 'text');
  if (property.kind === 'scalar') return tables.codecOf(property, property.columnTypes?.[index] ?? 'text');
  return columnCodec(tables, targetMeta(tables.orm, property), property.referencedColumnNames[index] ?? '');
}
