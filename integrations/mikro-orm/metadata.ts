import type { EntityMetadata, EntityProperty, MikroORM } from '@mikro-orm/core';

/** Metadata of whatever entity; its type parameters say nothing here. */
export type Meta = EntityMetadata;

/** Metadata of whatever property. */
export type Property = EntityProperty;

/** The ORM, of whatever driver. */
export type Orm = MikroORM;

/** The metadata of the other end of a relation. */
export function targetMeta(orm: Orm, property: Property): Meta {
  return orm.getMetadata().get(property.targetMeta?.class ?? property.target);
}

/** Whether the relation leads to many. */
export const isToMany = ({ kind }: Property): boolean => kind === '1:m' || kind === 'm:n';

/** Whether the relation is kept in columns of the entity's own table. */
export const isOwning = (property: Property): boolean => property.kind === 'm:1' || (property.kind === '1:1' && property.owner);

/** The columns of an entity's primary key, in order. */
export function keyColumnNames(meta: Meta): readonly string[] {
  return meta.primaryKeys.flatMap((name) => meta.properties[name]?.fieldNames ?? []);
}
