import type { Platform } from '@mikro-orm/core';
import { CONCRETE, managerNamed, type ApplicationModel, type ManagerModel, type Row } from '../../../lib/plugin.js';
import { virtualSql } from '../describe/unsupported.js';
import type { Meta, Orm, Property } from '../metadata.js';
import { column, quote, type Statement } from './statement.js';

/** What SQL is made from: the ORM's metadata behind the managers. */
export class Entities {
  readonly orm: Orm;
  readonly platform: Platform;
  readonly #model: Pick<ApplicationModel, 'managers'>;

  constructor(orm: Orm, managers: ApplicationModel['managers']) {
    this.orm = orm;
    this.platform = orm.driver.getPlatform();
    this.#model = { managers };
  }

  meta(manager: ManagerModel): Meta {
    return this.orm.getMetadata().get(manager.target as Meta['class']);
  }

  managerNamed(name: string): ManagerModel {
    return managerNamed({ ...this.#model, enums: new Map(), embeddables: new Map() }, name);
  }

  property(manager: ManagerModel, name: string): Property {
    const property = this.meta(manager).properties[name];
    // The model was compiled from this metadata; a name that is not there cannot come from a request.
    if (!property) throw new TypeError(`${manager.name}.${name} is not a property`);
    return property;
  }

  /** The table, view or query behind an entity, with its schema. */
  source(meta: Meta): string {
    const expression = meta.virtual ? virtualSql(this.orm, meta) : undefined;
    return expression === undefined ? this.table(meta.tableName, meta.schema) : `(${expression})`;
  }

  /** The pivot table of a many-to-many relation, with its schema. */
  pivot(property: Property): string {
    const meta = property.pivotEntity ? this.orm.getMetadata().find(property.pivotEntity) : undefined;
    return this.table(meta?.tableName ?? property.pivotTable, meta?.schema);
  }

  /** Like MikroORM, leaves the default schema to the search path of the connection. */
  table(name: string, schema: string | undefined): string {
    const location = this.location(name, schema);
    if (location.named || location.schema !== this.platform.getDefaultSchemaName())
      return `${quote(location.schema)}.${quote(location.name)}`;
    return quote(location.name);
  }

  /** Schema and name of a table; `named` where the name itself says the schema. */
  location(table: string, schema: string | undefined): { readonly schema: string; readonly name: string; readonly named: boolean } {
    const [own, ...rest] = table.split('.');
    if (rest.length > 0 && own !== undefined) return { schema: own, name: rest.join('.'), named: true };
    return { schema: schema === '*' || schema === undefined ? this.defaultSchema() : schema, name: table, named: false };
  }

  /** The schema of the tables for which the mapping names none. */
  defaultSchema(): string {
    return this.orm.config.get('schema') ?? this.platform.getDefaultSchemaName() ?? 'public';
  }

  /** Which rows of the table belong to a manager: in a single-table hierarchy those of its managed concrete types; nothing else. */
  ofType(statement: Statement, manager: ManagerModel, alias: string): string | undefined {
    if (!manager.inheritance) return undefined;
    const discriminator = this.discriminator(manager);
    const values = manager.inheritance.concrete.map((name) => String(this.meta(this.managerNamed(name)).discriminatorValue));
    return `${column(alias, discriminator)}::text = any(${statement.bind(values, 'text[]')})`;
  }

  /** Whether a row is of one concrete type. */
  ofConcrete(statement: Statement, manager: ManagerModel, alias: string): string {
    const value = String(this.meta(manager).discriminatorValue);
    return `${column(alias, this.discriminator(manager))}::text = ${statement.bind(value, 'text')}`;
  }

  /** The column that tells the concrete type of a row. */
  discriminator(manager: ManagerModel): string {
    const { root } = this.meta(manager);
    const name = root.discriminatorColumn ?? 'type';
    return root.properties[name]?.fieldNames[0] ?? name;
  }

  /** Makes instances of a manager's class of its rows: managed by nobody, for hand-written code that only reads. */
  instantiator(manager: ManagerModel): (row: Row) => Row {
    const prototype = this.meta(manager).prototype as object;
    return (row) => {
      const concrete = row[CONCRETE];
      const own = typeof concrete === 'string' ? (this.meta(this.managerNamed(concrete)).prototype as object) : prototype;
      return Object.create(own, Object.getOwnPropertyDescriptors(row)) as Row;
    };
  }

  /** The manager of each discriminator value that a row of this manager can have. */
  concreteByValue(manager: ManagerModel): ReadonlyMap<string, string> {
    const names = manager.inheritance?.concrete ?? [];
    return new Map(names.map((name) => [String(this.meta(this.managerNamed(name)).discriminatorValue), name]));
  }
}
