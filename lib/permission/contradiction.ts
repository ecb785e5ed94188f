import type { Comparison, Condition } from '../plan/condition.js';
import { containsReference } from './actor-reference.js';
import { compareValue } from './compare-value.js';
import { pathText, valueText } from './condition-text.js';

/**
 * Whether a condition can be seen to be never true, whoever acts and whatever the object is: `size eq 1 and size eq 2`, `name isNull and name
 * eq "a"`, something and its own negation. What it does not see may still be a contradiction.
 */
export function isContradiction(condition: Condition): boolean {
  switch (condition.kind) {
    case 'false':
    case 'unknown':
      return true;
    case 'and':
      return condition.all.some(isContradiction) || excludeEachOther(condition.all);
    case 'or':
      return condition.any.every(isContradiction);
    case 'relation':
      return condition.quantifier === 'some' && isContradiction(condition.where);
    default:
      return false;
  }
}

function excludeEachOther(conditions: readonly Condition[]): boolean {
  const compared = conditions.filter((each) => each.kind === 'compare');
  const negated = conditions.flatMap((each) => (each.kind === 'not' && each.of.kind === 'compare' ? [each.of] : []));
  return (
    compared.some((left) => negated.some((right) => isSame(left, right))) ||
    compared.some((left) => compared.some((right) => exclude(left, right)))
  );
}

const isSame = (left: Comparison, right: Comparison): boolean =>
  ofOneValue(left, right) && left.operator === right.operator && valueText(left.value) === valueText(right.value);

/** Whether two comparisons of one value cannot both be true. */
function exclude(left: Comparison, right: Comparison): boolean {
  if (left === right || !ofOneValue(left, right) || [left, right].some(({ value }) => containsReference(value))) return false;
  if (left.operator === 'isNull') return left.value === true && !(right.operator === 'isNull' && right.value === true);
  if (left.operator !== 'eq') return false;
  const same = (value: unknown): boolean => compareValue(left.path, 'eq', value, left.value) === true;
  if (right.operator === 'eq') return !same(right.value);
  return right.operator === 'in' && !(right.value as readonly unknown[]).some(same);
}

const ofOneValue = (left: Comparison, right: Comparison): boolean =>
  left.path.manager === right.path.manager && pathText(left.path) === pathText(right.path);
