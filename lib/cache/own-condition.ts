import type { ManagerModel } from '../model/model.js';
import {
  allOfConditions,
  anyOfConditions,
  FALSE,
  isCondition,
  notCondition,
  TRUE,
  type Comparison,
  type Condition,
  type RelationCondition,
} from '../plan/condition.js';
import type { RelationField, ValueField } from '../model/field.js';

/** Longer lists of operands are not kept. */
const MAX_OPERANDS = 200;

/**
 * A condition that objects decide by their own fields alone, and that is at least as true as the given one: what others decide is taken for true,
 * and under a negation for false.
 */
export const ownCondition = (condition: Condition): Condition => weakened(condition, TRUE);

/** `otherwise` is what stands for what objects do not decide by themselves. */
function weakened(condition: Condition, otherwise: Condition): Condition {
  const opposite = otherwise === TRUE ? FALSE : TRUE;
  switch (condition.kind) {
    case 'true':
    case 'false':
    case 'unknown':
      return condition;
    case 'and':
      return allOfConditions(condition.all.map((each) => weakened(each, otherwise)));
    case 'or':
      return anyOfConditions(condition.any.map((each) => weakened(each, otherwise)));
    case 'not':
      return notCondition(weakened(condition.of, opposite));
    case 'is':
      return isCondition(condition.truth, weakened(condition.of, condition.truth ? otherwise : opposite));
    case 'compare':
      return isOwn(condition) ? condition : otherwise;
    case 'key':
      return condition.keys.length <= MAX_OPERANDS ? condition : otherwise;
    case 'relation':
      // It is true or false, and wherever it is true, so is this.
      return (otherwise === TRUE ? linkCondition(condition) : undefined) ?? otherwise;
    default:
      return otherwise;
  }
}

function isOwn({ path, value }: Comparison): boolean {
  const { hops, measure, guard, keyColumn } = path;
  const isShort = !Array.isArray(value) || value.length <= MAX_OPERANDS;
  return hops.length === 0 && !measure && !guard && keyColumn === undefined && isShort;
}

/** That an object refers to one of certain others, where that is all that a condition on a relation can be true of. */
function linkCondition({ manager, field, target, quantifier, where, policy }: RelationCondition): Condition | undefined {
  if (quantifier !== 'some') return undefined;
  const keys = keysIn(allOfConditions([where, policy]), target);
  return keys
    ? refersTo(manager, field, target, { operator: 'in', value: keys })
    : refersTo(manager, field, target, { operator: 'isNull', value: false });
}

/** What the key of an object is that another one refers to by a relation that it keeps itself; undefined where that cannot be told. */
export function refersTo(
  manager: ManagerModel,
  field: RelationField,
  target: ManagerModel,
  compared: Pick<Comparison, 'operator' | 'value'>,
): Condition | undefined {
  const part = onlyKey(target);
  if (!part || field.match || !field.owner || field.cardinality !== 'one') return undefined;
  const path = { manager, hops: [{ field, target, policy: TRUE }], embedded: [], field: part };
  return { kind: 'compare', path, ...compared };
}

/** The keys of the only objects that a condition can be true of; undefined where it does not say. */
export function keysIn(condition: Condition, manager: ManagerModel): readonly unknown[] | undefined {
  const part = onlyKey(manager);
  if (!part) return undefined;
  switch (condition.kind) {
    case 'and':
      return condition.all.map((each) => keysIn(each, manager)).find((keys) => keys !== undefined);
    case 'key':
      return condition.keys.length <= MAX_OPERANDS ? condition.keys.flat() : undefined;
    case 'compare': {
      const { path, operator, value } = condition;
      if (!isOwn(condition) || path.field.name !== part.name || path.embedded.length > 0 || path.json) return undefined;
      return operator === 'eq' ? [value] : operator === 'in' ? (value as readonly unknown[]) : undefined;
    }
    default:
      return undefined;
  }
}

/** The field that is the whole key of a manager. */
function onlyKey({ key, fields }: ManagerModel): ValueField | undefined {
  const [part, ...others] = key?.parts ?? [];
  if (!part || others.length > 0 || part.kind !== 'value') return undefined;
  const field = fields.get(part.field);
  return field?.kind === 'scalar' || field?.kind === 'enum' ? field : undefined;
}
