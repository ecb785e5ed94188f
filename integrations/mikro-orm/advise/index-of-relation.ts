import type { ManagerModel, RelationField } from '../../../lib/plugin.js';
import { relationOf } from '../drift/relation-of.js';
import { isOwning, targetMeta, type Meta, type Property } from '../metadata.js';
import type { Entities } from '../sql/entities.js';
import type { WantedIndex } from './wanted-index.js';

/** The index that a relation is followed by, from its own end. */
export function indexOfRelation(entities: Entities, manager: ManagerModel, field: RelationField): WantedIndex | undefined {
  const property = entities.property(manager, field.name);
  const name = `${manager.name}.${field.name}`;
  if (property.kind === 'm:n') return pivotIndex(entities, property, `${name} is read through the pivot table`);
  if (isOwning(property)) {
    const why = `filters go through ${name}, and deletes of ${field.target} look for it there`;
    return wanted(entities, entities.meta(manager), property, why);
  }
  const other = targetMeta(entities.orm, property);
  const owner = other.properties[property.mappedBy];
  return owner && wanted(entities, other, owner, `${name} is read and filtered by it`);
}

function wanted({ orm }: Entities, meta: Meta, property: Property, why: string): WantedIndex | undefined {
  const isStored = !property.formula && property.persist !== false && property.fieldNames.length > 0;
  return isStored ? { table: relationOf(orm, meta), columns: property.fieldNames, by: 'equal', why } : undefined;
}

function pivotIndex({ orm }: Entities, property: Property, why: string): WantedIndex | undefined {
  const meta = property.pivotEntity ? orm.getMetadata().find(property.pivotEntity) : undefined;
  return meta && { table: relationOf(orm, meta), columns: property.joinColumns, by: 'equal', why };
}
