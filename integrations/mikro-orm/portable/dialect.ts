import type { ScalarType } from '../../../lib/plugin.js';
import type { ColumnDialect } from '../describe/column-dialect.js';
import type { Orm, Property } from '../metadata.js';
import type { UnitSource } from '../write/unit-source.js';
import type { Codec } from './codec.js';
import type { Sql } from './sql.js';

/** A column of a list of keys. */
export interface KeyColumn {
  readonly expression: Sql;
  readonly codec: Codec;
}

/** What is inside a JSON document. */
export interface JsonValue {
  readonly isNull: Sql;
  readonly isText: Sql;
  readonly text: Sql;
}

/** What differs from database to database. */
export interface Dialect extends ColumnDialect {
  /** What the database is called in messages. */
  readonly name: string;
  /** The codec of a property's column, or of a key column of its type. */
  codecOf(orm: Orm, property: Property, columnType: string): Codec;
  /** What the column of a type of the application's own has, where that compares exactly. */
  stores(property: Property): ScalarType | undefined;
  /** The values of a column cut to milliseconds. */
  milliseconds(expression: Sql): Sql;
  /** Whether a text contains, begins or ends with another one. */
  includes(expression: Sql, part: string, where: 'anywhere' | 'start' | 'end'): Sql;
  /** Whether a text is like a pattern of PostgreSQL's: `%` any text, `_` one character, `\` takes the next one literally. */
  like(expression: Sql, pattern: string, ignoreCase: boolean): Sql;
  /** What is at a path of a JSON document: whether that is nothing (or a JSON null), whether a text, and which. */
  json(document: Sql, path: readonly string[]): JsonValue;
  /** Whether columns are one of many keys, given by their exact texts. */
  among(columns: readonly KeyColumn[], keys: readonly (readonly string[])[]): Sql;
  /** Texts one after the other; null where one of them is. */
  concat(parts: readonly Sql[]): Sql;
  /** Whether the driver puts values into the text itself, wherever a question mark stands. */
  readonly bindsInText: boolean;
  /** The statements that begin a snapshot, which all statements of a read see. */
  readonly begin: readonly string[];
  /** Whether rows are locked one by one. */
  readonly locks: boolean;
  /** How units of work run. */
  readonly units: Pick<UnitSource, 'isolation' | 'readsLocked' | 'cancels' | 'began'>;
  /** Whether a statement runs in this very process, so that nothing else happens meanwhile. */
  readonly blocks: boolean;
}
