import type { Meta, Orm } from '../metadata.js';
import type { RelationName } from './mapped-table.js';

/**
 * The table or view of an entity; a wildcard schema, and none, mean the schema that the ORM is configured with.
 *
 * MikroORM does not qualify tables of the default schema, so that the connection's search path finds them.
 */
export function relationOf(orm: Orm, meta: Meta): RelationName {
  const [schema, name] = qualified(meta);
  const found = schema === '*' || schema === undefined ? orm.config.get('schema') : schema;
  return { schema: found === orm.driver.getPlatform().getDefaultSchemaName() ? undefined : found, name };
}

function qualified({ tableName, schema }: Meta): readonly [string | undefined, string] {
  const dot = tableName.indexOf('.');
  return dot > 0 ? [tableName.slice(0, dot), tableName.slice(dot + 1)] : [schema, tableName];
}
