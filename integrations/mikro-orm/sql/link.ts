import type { ManagerModel, RelationField } from '../../../lib/plugin.js';
import { isOwning, keyColumnNames, targetMeta, type Property } from '../metadata.js';
import type { Entities } from './entities.js';
import { column, type Statement } from './statement.js';

/** How a related entity is reached from its parent: what to read from, and what links it. */
export interface Link {
  readonly from: string;
  readonly on: string;
  /** A column of the target that is never null where there is one. */
  readonly present: string;
}

/** The aliases of the two ends. */
export interface Aliases {
  readonly parent: string;
  readonly target: string;
}

/** Links a relation's target, on its alias, to the parent's alias. */
export function linkOf(entities: Entities, statement: Statement, manager: ManagerModel, field: RelationField, aliases: Aliases): Link {
  const property = entities.property(manager, field.name);
  const other = targetMeta(entities.orm, property);
  const { parent, target } = aliases;
  const table = `${entities.source(other)} as ${target}`;
  if (property.kind === 'm:n') {
    const { from, on, keys } = throughPivot(entities, statement.alias(), property, aliases);
    return { from: `${from} join ${table} on ${keys}`, on, present: column(target, keyColumnNames(other)[0] ?? '') };
  }
  // With a `targetKey`, MikroORM's join columns have other names than the columns that it makes.
  if (isOwning(property)) {
    const referenced = property.referencedColumnNames;
    return { from: table, on: pairs(property.fieldNames, parent, referenced, target), present: column(target, referenced[0] ?? '') };
  }
  const owner = other.properties[property.mappedBy];
  const columns = owner?.fieldNames ?? property.joinColumns;
  const referenced = owner?.referencedColumnNames ?? property.referencedColumnNames;
  return { from: table, on: pairs(referenced, parent, columns, target), present: column(target, columns[0] ?? '') };
}

/** The pivot table of a many-to-many relation, linked to both ends. */
function throughPivot(
  entities: Entities,
  pivot: string,
  property: Property,
  { parent, target }: Aliases,
): { from: string; on: string; keys: string } {
  return {
    from: `${entities.pivot(property)} as ${pivot}`,
    on: pairs(property.joinColumns, pivot, property.referencedColumnNames, parent),
    keys: pairs(property.inverseJoinColumns, pivot, keyColumnNames(targetMeta(entities.orm, property)), target),
  };
}

function pairs(left: readonly string[], leftAlias: string, right: readonly string[], rightAlias: string): string {
  return left.map((name, index) => `${column(leftAlias, name)} = ${column(rightAlias, right[index] ?? name)}`).join(' and ');
}
