import type { ValueField } from '../model/field.js';
import type { Operator } from '../model/scalar.js';

const EQUALITY: readonly Operator[] = ['eq', 'ne', 'in', 'notIn', 'isNull'];
const ORDER: readonly Operator[] = [...EQUALITY, 'gt', 'gte', 'lt', 'lte'];
const LIST: readonly Operator[] = ['has', 'hasSome', 'hasEvery', 'isEmpty', 'isNull'];
const TEXT: readonly Operator[] = [...EQUALITY, 'contains', 'startsWith', 'endsWith', 'like'];

/** Whether a column keeps more of an instant than the milliseconds of a Date. */
export const isFinerThanDate = (field: ValueField): boolean =>
  field.kind === 'scalar' && (field.type === 'datetime' || field.type === 'localDatetime') && (field.precision ?? 6) > 3;

/**
 * The operators that rules may use on a field: those that the database and the evaluation in memory decide alike for every value.
 *
 * What depends on a collation (the order of texts, ignoring case) does not; nor does a type of the interface's own, unless the interface
 * can tell what it stores of a value (`stored`).
 */
export function exactOperators(field: ValueField, stored: boolean): readonly Operator[] {
  const own = field.kind === 'scalar' && field.comparison === 'own';
  if (field.list) return own || isFinerThanDate(field) ? ['isEmpty', 'isNull'] : LIST;
  if (own) return ['isNull'];
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
    case 'time':
    case 'interval':
      return ORDER;
    case 'boolean':
    case 'uuid':
    case 'blob':
      return EQUALITY;
    case 'json':
      return [...EQUALITY, 'contains', 'startsWith', 'endsWith'];
    case 'custom':
      return stored ? EQUALITY : ['isNull'];
  }
}
