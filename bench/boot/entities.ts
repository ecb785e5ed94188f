import { EntitySchema } from '@mikro-orm/core';
import { everyone, Manager, Permission } from 'general-manager/decorators';

/** Entities that relate to each other, in a ring. */
const MODULE = 25;

/**
 * Entities as applications have them: a key, eight values, a relation to a neighbour, and its other side.
 *
 * They are managed or not: for MikroORM that makes no difference.
 */
export function generatedEntities(count: number): EntitySchema[] {
  const neighbour = (place: number, step: number) => (): EntitySchema => {
    const first = place - (place % MODULE);
    const size = Math.min(MODULE, count - first);
    return schemas[first + ((place - first + step + size) % size)] as EntitySchema;
  };
  const schemas: EntitySchema[] = Array.from(
    { length: count },
    (_, place) =>
      new EntitySchema({
        name: `Entity${place}`,
        properties: {
          id: { type: 'integer', primary: true },
          name: { type: 'string' },
          note: { type: 'text', nullable: true },
          amount: { type: 'integer' },
          price: { type: 'decimal', precision: 10, scale: 2 },
          weight: { type: 'double', nullable: true },
          active: { type: 'boolean' },
          createdAt: { type: 'datetime' },
          day: { type: 'date', nullable: true },
          parent: { kind: 'm:1', entity: neighbour(place, -1), inversedBy: 'children' },
          children: { kind: '1:m', entity: neighbour(place, 1), mappedBy: 'parent' },
        },
      }),
  );
  for (const schema of schemas) {
    Manager()(schema);
    Permission({ read: everyone() })(schema);
  }
  return schemas;
}
