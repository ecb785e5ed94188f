import type { RelationCondition } from '../../../lib/plugin.js';
import { isOwning, keyColumnNames, targetMeta } from '../metadata.js';
import type { Entities } from './entities.js';
import { column } from './statement.js';
import { keyColumnValue, type SqlValue } from './value.js';

/**
 * The column of an alias that stores the key of a related object, where a condition can be asked of it alone: a foreign key says that
 * the object is there, and neither the object nor the link has rules of its own.
 */
export function storedKey(
  entities: Entities,
  { manager, field, target, quantifier, policy, guard }: RelationCondition,
  alias: string,
): SqlValue | undefined {
  const property = entities.property(manager, field.name);
  const { createForeignKeyConstraints = true } = entities.orm.config.get('schemaGenerator');
  const isOpen = quantifier === 'some' && policy.kind === 'true' && guard === undefined && !target.inheritance;
  if (!isOpen || !isOwning(property) || !createForeignKeyConstraints || !property.createForeignKeyConstraint) return undefined;
  const [name, ...more] = property.fieldNames;
  const [key] = keyColumnNames(targetMeta(entities.orm, property));
  if (name === undefined || more.length > 0 || key === undefined || property.referencedColumnNames[0] !== key) return undefined;
  return { expression: column(alias, name), codec: keyColumnValue(entities, target, 0, alias).codec };
}
