import type { EntityManager } from '@mikro-orm/core';
import type { Meta, Property } from '../metadata.js';
import { propertyValue } from './property-value.js';

/** The entity of a key, which is not loaded. */
export const referenceTo = (em: EntityManager, meta: Meta, key: readonly unknown[]): object =>
  em.getReference(meta.class, primaryKey(em, meta, key) as never) as object;

/** A key as MikroORM takes it: nested where it takes over a composite one. */
export function primaryKey(em: EntityManager, meta: Meta, key: readonly unknown[]): unknown {
  const rest = [...key];
  const take = (of: Meta): unknown => {
    const parts = of.primaryKeys.map((name) => {
      const property = of.properties[name] as Property;
      return property.kind === 'scalar' ? propertyValue(em, property, rest.shift()) : take(property.targetMeta as Meta);
    });
    return parts.length === 1 ? parts[0] : parts;
  };
  return take(meta);
}
