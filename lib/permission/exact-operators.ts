import type { ValueField } from '../model/field.js';
import type { Operator } from '../model/scalar.js';

const EQUALITY: readonly Operator[] = ['eq', 'ne', 'in', 'notIn', 'isNull'];
const ORDER: readonly Operator[] = [...EQUALITY, 'gt', 'gte', 'lt', 'lte'];
const TEXT: readonly Operator[] = [...EQUALITY, 'contains', 'startsWith', 'endsWith', 'like'];

/** Whether a column keeps more of an instant than the milliseconds of a Date. */
export const isFinerThanDate = (field: ValueField): boolean =>
  field.kind === 'scalar' && (field.type === 'datetime' || field.type === 'localDatetime') && (field.precision ?? 6) > 3;

/**
 * The operators that rules may use on a field: those that the database and the evaluation in memory decide alike for every value.
 *
 * What depends on a collation (the order of texts, ignoring case) or on a type of the application's own does not.
 */
export function exactOperators(field: ValueField): readonly Operator[] {
  if (field.list) return ['has', 'hasSome', 'hasEvery', 'isEmpty', 'isNull'];
  if (field.kind === 'enum') return EQUALITY;
  switch (field.type) {
    case 'string':
      return TEXT;
    case 'int':
    case 'float':
    case 'bigint':
    case 'decimal':
    case 'date':
    case 'datetime':
    case 'localDatetime':
      return ORDER;
    case 'boolean':
    case 'uuid':
    case 'blob':
      return EQUALITY;
    case 'json':
      return [...EQUALITY, 'contains', 'startsWith', 'endsWith'];
    case 'time':
    case 'interval':
    case 'custom':
      return ['isNull'];
  }
}
