import type { Operator } from '../../model/scalar.js';
import { compareValue, equalValues, type ComparedPath } from '../../permission/compare-value.js';
import { jsonAt } from '../../permission/json-value.js';
import type { StoredForm } from '../../permission/stored-form.js';
import { and, negate, type Truth } from '../../permission/truth.js';
import { orderValues } from './order-values.js';

/**
 * Compares a value with an operand where no source can be asked: as rules do, and by the operators besides that rules do without, since
 * those depend on a source. Here texts follow each other by code points, and case is that of Unicode.
 */
export function compareLocally(path: ComparedPath, operator: Operator, value: unknown, operand: unknown, stored?: StoredForm): Truth {
  const { [operator]: own } = OPERATORS;
  if (stored || !own) return compareValue(path, operator, value, operand, stored);
  const found = jsonAt(value, path.json ?? []);
  return found === null ? undefined : own(path, found, operand);
}

type Compare = (path: ComparedPath, value: unknown, operand: unknown) => Truth;

const ordered =
  (holds: (order: number) => boolean, operator: Operator): Compare =>
  (path, value, operand) =>
    isText(path) ? holds(orderValues(path.field, value, operand)) : compareValue({ ...path, json: [] }, operator, value, operand);

/** What rules only tell apart. */
const isText = ({ field }: ComparedPath): boolean =>
  field.kind === 'scalar' && (field.type === 'string' || field.type === 'uuid') && !field.list;

const ignoringCase =
  (operator: Operator): Compare =>
  (path, value, operand) =>
    typeof value === 'string'
      ? compareValue({ ...path, json: [] }, operator, value.toLowerCase(), String(operand).toLowerCase())
      : undefined;

const same: Compare = (path, value, operand) =>
  path.field.list
    ? sameItems(path, value as readonly unknown[], operand as readonly unknown[])
    : compareValue({ ...path, json: [] }, 'eq', value, operand);

function sameItems({ field }: ComparedPath, left: readonly unknown[], right: readonly unknown[]): Truth {
  return left.length === right.length && and(left.map((item, index) => equalValues({ ...field, list: false }, item, right[index])));
}

const OPERATORS: Readonly<Partial<Record<Operator, Compare>>> = Object.freeze({
  eq: same,
  ne: (path: ComparedPath, value: unknown, operand: unknown) => negate(same(path, value, operand)),
  gt: ordered((order) => order > 0, 'gt'),
  gte: ordered((order) => order >= 0, 'gte'),
  lt: ordered((order) => order < 0, 'lt'),
  lte: ordered((order) => order <= 0, 'lte'),
  ieq: ignoringCase('eq'),
  ilike: ignoringCase('like'),
  icontains: ignoringCase('contains'),
  istartsWith: ignoringCase('startsWith'),
  iendsWith: ignoringCase('endsWith'),
});
