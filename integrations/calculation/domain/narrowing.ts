import { identityOf, orderValues, type Condition, type ValueField } from '../../../lib/plugin.js';

/** Which values of an input a condition can be true of, at least: some of them, or those between two. */
export interface Narrowing {
  readonly values?: readonly unknown[];
  readonly from?: unknown;
  readonly to?: unknown;
}

const ALL: Narrowing = Object.freeze({});
const NONE: Narrowing = Object.freeze({ values: Object.freeze([]) });

/** What a condition says of an input with values; `column` is its place in the flattened key. */
export function narrow(condition: Condition, field: ValueField, column: number): Narrowing {
  switch (condition.kind) {
    case 'false':
    case 'unknown':
      return NONE;
    case 'and':
      return condition.all.map((each) => narrow(each, field, column)).reduce((one, other) => both(field, one, other), ALL);
    case 'or':
      return condition.any.map((each) => narrow(each, field, column)).reduce((one, other) => either(field, one, other), NONE);
    case 'is':
      return condition.truth ? narrow(condition.of, field, column) : ALL;
    case 'key':
      return { values: condition.keys.map((key) => key[column]) };
    case 'compare':
      return compared(condition, field);
    default:
      return ALL;
  }
}

function compared({ path, operator, value }: Extract<Condition, { kind: 'compare' }>, field: ValueField): Narrowing {
  if (path.hops.length > 0 || path.embedded.length > 0 || path.field.name !== field.name) return ALL;
  switch (operator) {
    case 'eq':
      return { values: [value] };
    case 'in':
      return { values: value as readonly unknown[] };
    case 'gt':
    case 'gte':
      return { from: value };
    case 'lt':
    case 'lte':
      return { to: value };
    default:
      return ALL;
  }
}

function both(field: ValueField, one: Narrowing, other: Narrowing): Narrowing {
  const from = pick(field, one.from, other.from, 1);
  const to = pick(field, one.to, other.to, -1);
  const values = one.values && other.values ? common(field, one.values, other.values) : (one.values ?? other.values);
  return { ...(values && { values }), ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Of one that has values and one that has not, nothing can be said but that there are bounds. */
function either(field: ValueField, one: Narrowing, other: Narrowing): Narrowing {
  if (one === NONE) return other;
  if (one.values && other.values && !isBounded(one) && !isBounded(other)) return { values: [...one.values, ...other.values] };
  const from = one.from === undefined || other.from === undefined ? undefined : pick(field, one.from, other.from, -1);
  const to = one.to === undefined || other.to === undefined ? undefined : pick(field, one.to, other.to, 1);
  if (one.values || other.values) return ALL;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

const isBounded = ({ from, to }: Narrowing): boolean => from !== undefined || to !== undefined;

/** The greater one with a positive sign, the lesser one with a negative. */
function pick(field: ValueField, one: unknown, other: unknown, sign: 1 | -1): unknown {
  if (one === undefined || other === undefined) return one ?? other;
  return orderValues(field, one, other) * sign >= 0 ? one : other;
}

function common(field: ValueField, left: readonly unknown[], right: readonly unknown[]): readonly unknown[] {
  const known = new Set(right.map((value) => identityOf(field, value)));
  return left.filter((value) => known.has(identityOf(field, value)));
}
