import type { EntityManager } from '@mikro-orm/core';
import type { Meta, Property } from '../metadata.js';

/** A table as a database names it. */
export interface TableName {
  readonly name: string;
  readonly schema: string | undefined;
}

/** The entities of a table: of a single-table hierarchy all, the root first. */
export function metasOf(em: EntityManager, { name, schema }: TableName): readonly Meta[] {
  const metas = [...em.getMetadata().getAll().values()].filter((meta) => !meta.embeddable && !meta.virtual) as readonly Meta[];
  const named = metas.filter((meta) => tableOf(meta).name === name);
  if (schema === undefined) return named;
  const own = (em.config.get('schema') as string | undefined) ?? em.getPlatform().getDefaultSchemaName();
  const exactly = named.filter((meta) => (tableOf(meta).schema ?? own) === schema);
  // Where a mapping names no schema, the search path of the connection may lead to any.
  return exactly.length > 0 ? exactly : named.filter((meta) => tableOf(meta).schema === undefined);
}

function tableOf({ tableName, schema }: Meta): TableName {
  const [own, ...rest] = tableName.split('.');
  if (rest.length > 0) return { name: rest.join('.'), schema: own };
  return { name: tableName, schema: schema === '*' ? undefined : schema };
}

/** The property of a column; that of the whole embedded object for one of its parts. */
export function fieldsOf(meta: Meta, column: string): readonly string[] {
  const owners = meta.props.filter(({ fieldNames }) => fieldNames?.includes(column));
  const property = owners.find(({ kind }) => kind !== 'embedded') ?? owners[0];
  return property ? [outermost(meta, property).name] : [];
}

function outermost(meta: Meta, property: Property): Property {
  const outer = property.embedded && meta.properties[property.embedded[0]];
  return outer ? outermost(meta, outer) : property;
}
