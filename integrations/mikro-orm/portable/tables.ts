import type { ApplicationModel, ManagerModel } from '../../../lib/plugin.js';
import { virtualSql } from '../describe/unsupported.js';
import { keyColumnNames, type Meta, type Orm, type Property } from '../metadata.js';
import { Entities } from '../sql/entities.js';
import type { Codec } from './codec.js';
import type { Dialect } from './dialect.js';
import { raw, sql, type Sql } from './sql.js';

/** The tables behind the managers, as a dialect writes them. */
export class Tables {
  readonly entities: Entities;
  readonly dialect: Dialect;

  constructor(orm: Orm, managers: ApplicationModel['managers'], dialect: Dialect) {
    this.entities = new Entities(orm, managers);
    this.dialect = dialect;
  }

  get orm(): Orm {
    return this.entities.orm;
  }

  /** An identifier that comes from metadata; quoted part by part, so that a dot in it is no qualifier. */
  quote(...names: readonly string[]): Sql {
    const { platform } = this.entities;
    return raw(names.map((name) => platform.quoteIdentifier(name.replaceAll('.', DOT)).replaceAll(DOT, '.')).join('.'));
  }

  column(alias: string, name: string): Sql {
    return sql`${raw(alias)}.${this.quote(name)}`;
  }

  /** The table, view or query behind an entity, with its schema. */
  source(meta: Meta): Sql {
    const expression = meta.virtual ? virtualSql(this.orm, meta) : undefined;
    return expression === undefined ? this.table(meta.tableName, meta.schema) : raw(`(${expression})`);
  }

  /** Like MikroORM, leaves the default schema to the connection. */
  table(name: string, schema: string | undefined): Sql {
    const found = schema === '*' || schema === undefined ? this.orm.config.get('schema') : schema;
    const [own, ...rest] = name.split('.');
    if (rest.length > 0 && own !== undefined) return this.quote(own, rest.join('.'));
    return found === undefined || found === this.entities.platform.getDefaultSchemaName() ? this.quote(name) : this.quote(found, name);
  }

  /** Which rows of a table belong to a manager: in a single-table hierarchy those of its managed concrete types; nothing else. */
  ofType(manager: ManagerModel, alias: string): Sql | undefined {
    if (!manager.inheritance) return undefined;
    const values = manager.inheritance.concrete.map((name) => this.#discriminatorValue(this.entities.managerNamed(name)));
    if (values.length === 0) return raw('1 = 0');
    return this.dialect.among(
      [this.#discriminator(manager, alias)],
      values.map((value) => [value]),
    );
  }

  /** Whether a row is of one concrete type. */
  ofConcrete(manager: ManagerModel, alias: string): Sql {
    const { expression, codec } = this.#discriminator(manager, alias);
    return codec.equal(expression, this.#discriminatorValue(manager));
  }

  /** The columns of an entity's own primary key. */
  keyColumns(manager: ManagerModel): readonly string[] {
    return keyColumnNames(this.entities.meta(manager));
  }

  codecOf(property: Property, columnType: string): Codec {
    return this.dialect.codecOf(this.orm, property, columnType);
  }

  #discriminator(manager: ManagerModel, alias: string): { readonly expression: Sql; readonly codec: Codec } {
    const name = this.entities.discriminator(manager);
    const { root } = this.entities.meta(manager);
    const property = root.props.find((each) => each.fieldNames?.[0] === name);
    // A hierarchy without a property for it has it in a column of text.
    const codec = this.codecOf(property ?? ({ name, type: 'string' } as Property), property?.columnTypes?.[0] ?? 'varchar(255)');
    return { expression: this.column(alias, name), codec };
  }

  #discriminatorValue(manager: ManagerModel): string {
    return String(this.entities.meta(manager).discriminatorValue);
  }
}

// No identifier has it.
const DOT = '\u{E001}';
