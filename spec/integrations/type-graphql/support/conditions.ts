import { keyColumns } from '../../../../lib/model/key.js';
import type { ApplicationModel, Condition, Position, ReadPlan, RelationCondition, ValuePath } from '../../../../lib/plugin.js';

/** The objects that a property leads to. */
export function relatedTo(object: object, name: string): readonly object[] {
  const related: unknown = Reflect.get(object, name);
  return (Array.isArray(related) ? related : [related]).filter((each): each is object => typeof each === 'object' && each !== null);
}

/** Whether a condition is true of an object. */
export function holds(model: ApplicationModel, condition: Condition, object: object): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.all.every((each) => holds(model, each, object));
    case 'or':
      return condition.any.some((each) => holds(model, each, object));
    case 'not':
      return !holds(model, condition.of, object);
    case 'key': {
      const key = keyColumns(model, condition.manager).map(({ path }) => valueAt(object, path));
      return condition.keys.some((each) => each.map(String).join() === key.map(String).join());
    }
    case 'relation':
      return relates(model, condition, object);
    case 'compare':
      return compares(condition.operator, valueOf(model, condition.path, object), condition.value);
    default:
      return condition.kind === 'true';
  }
}

function relates(model: ApplicationModel, { field, policy, quantifier, where }: RelationCondition, object: object): boolean {
  const seen = relatedTo(object, field.name).filter((each) => holds(model, policy, each));
  if (quantifier === 'none') return !seen.some((each) => holds(model, where, each));
  return seen[quantifier]((each) => holds(model, where, each));
}

const valueAt = (object: object, names: readonly string[]): unknown =>
  names.reduce<unknown>((holder, name) => (typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined), object);

function valueOf(model: ApplicationModel, { manager, hops, embedded, field, keyColumn }: ValuePath, object: object): unknown {
  const column = keyColumn === undefined ? undefined : keyColumns(model, manager)[keyColumn];
  return valueAt(object, column ? column.path : [...hops.map((hop) => hop.field.name), ...embedded, field.name]);
}

function compares(operator: string, value: unknown, operand: unknown): boolean {
  switch (operator) {
    case 'eq':
      return value === operand;
    case 'in':
      return (operand as readonly unknown[]).includes(value);
    case 'contains':
      return textOf(value)?.includes(String(operand)) ?? false;
    case 'gt':
      return Number(value) > Number(operand);
    case 'isNull':
      return (value === null || value === undefined) === operand;
    default:
      throw new TypeError(`Objects in memory cannot be compared with ${operator}.`);
  }
}

/** Where an object stands in the order of a plan. */
export const positionOf = (model: ApplicationModel, { order }: ReadPlan, object: object): Position =>
  order.map(({ path }) => textOf(valueOf(model, path, object)));

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return value instanceof Date ? value.toISOString() : null;
}

/** Which of two positions comes first. */
export function comparePositions({ order }: ReadPlan, left: Position, right: Position): number {
  for (const [index, { direction, nulls, path }] of order.entries()) {
    const [a, b] = [left[index] ?? null, right[index] ?? null];
    if (a === b) continue;
    if (a === null || b === null) return (a === null) === (nulls === 'first') ? -1 : 1;
    const numeric = path.field.kind === 'scalar' && ['int', 'float', 'bigint', 'decimal'].includes(path.field.type);
    const difference = numeric ? Number(a) - Number(b) : a < b ? -1 : 1;
    return direction === 'asc' ? difference : -difference;
  }
  return 0;
}
