import type { ObjectLink } from '../../../lib/plugin.js';
import { isOwning, type Meta, type Orm } from '../metadata.js';
import { propertyValue } from '../write/property-value.js';

/** An entity that no EntityManager knows of, with its values and links. */
export function entityInstance(
  orm: Orm,
  meta: Meta,
  values: Readonly<Record<string, unknown>>,
  links: Readonly<Record<string, ObjectLink>>,
): object {
  const em = orm.em.fork();
  const data = Object.entries(values).map(([name, value]): [string, unknown] => {
    const property = meta.properties[name];
    return [name, property && !isOwning(property) ? propertyValue(em, property, value) : value];
  });
  for (const [name, link] of Object.entries(links)) {
    const property = meta.properties[name];
    const target = property?.targetMeta;
    if (!property || !target || (property.targetKey !== undefined && Array.isArray(link))) continue;
    const linked = Array.isArray(link) ? em.getReference(target.class, nested(target, [...(link as readonly unknown[])]) as never) : link;
    data.push([name, linked]);
  }
  return em.create(meta.class, Object.fromEntries(data) as never, { partial: true, persist: false } as never) as object;
}

/** A key as MikroORM takes it: nested where it takes over a composite one. */
export function nested(meta: Meta, rest: unknown[]): unknown {
  const parts = meta.primaryKeys.map((name) => {
    const property = meta.properties[name];
    return property?.targetMeta && isOwning(property) ? nested(property.targetMeta as Meta, rest) : rest.shift();
  });
  return parts.length === 1 ? parts[0] : parts;
}
