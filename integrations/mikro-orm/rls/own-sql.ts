import type { Condition, ValuePath } from '../../../lib/plugin.js';
import type { Entities } from '../sql/entities.js';

/** Whether all SQL of a condition is made here; what predicates and formulas of the application call nobody knows. */
export function isOwnSql(entities: Entities, condition: Condition): boolean {
  const inner = (each: Condition): boolean => isOwnSql(entities, each);
  switch (condition.kind) {
    case 'and':
      return condition.all.every(inner);
    case 'or':
      return condition.any.every(inner);
    case 'not':
    case 'is':
      return inner(condition.of);
    case 'relation':
      return inner(condition.where);
    case 'predicate':
      return false;
    case 'compare':
      return !isFormula(entities, condition.path);
    default:
      return true;
  }
}

/** Whether a value is computed by SQL of the mapping. */
export function isFormula(entities: Entities, { manager, embedded, field }: ValuePath): boolean {
  return entities.property(manager, embedded[0] ?? field.name).formula !== undefined;
}
