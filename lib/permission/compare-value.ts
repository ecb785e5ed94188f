import type { ScalarField, ValueField } from '../model/field.js';
import type { Operator } from '../model/scalar.js';
import type { ValuePath } from '../plan/condition.js';
import { isStorableText } from '../plan/storable-text.js';
import { jsonAt } from './json-value.js';
import { orderOf } from './order-value.js';
import { storedValue, type StoredForm } from './stored-form.js';
import { and, negate, or, type Truth } from './truth.js';

type Compare = (value: unknown, operand: unknown) => Truth;

/** What of a path decides how its values compare. */
export type ComparedPath = Pick<ValuePath, 'field' | 'json'>;

/** Compares a value that an object has with an operand, as the database does; null and undefined are unknown. */
export function compareValue(path: ComparedPath, operator: Operator, value: unknown, operand: unknown, stored?: StoredForm): Truth {
  if (stored) return compareStored(path, operator, value, operand, stored);
  const { field } = path;
  // Only into documents there is a path.
  const found = jsonAt(value, path.json ?? []);
  if (operator === 'isNull') return (found === null) === operand;
  if (found === null) return undefined;
  // What is written would be stored as something else.
  if ([found].flat().some((each) => typeof each === 'string' && !isStorableText(each))) return undefined;
  if (field.list) return compareList(field, operator, found as readonly unknown[], operand);
  const { [operator]: compare } = OPERATORS;
  if (!compare) throw new TypeError(`${operator} is not decided in memory`);
  return compare(field)(found, operand);
}

/** Compares what is stored of two values of a type of the interface's own; what the type does not take is unknown. */
function compareStored(path: ComparedPath, operator: Operator, value: unknown, operand: unknown, form: StoredForm): Truth {
  const own = (value ?? null) === null ? null : storedValue(form, value);
  if (own === undefined) return undefined;
  const convert = (each: unknown): unknown => storedValue(form, each);
  const isList = operator === 'in' || operator === 'notIn';
  const operands = operator === 'isNull' ? operand : isList ? (operand as readonly unknown[]).map(convert) : convert(operand);
  return compareValue({ ...path, field: storedField(path.field, form) }, operator, own, operands);
}

/** A field of the type that is stored. */
const storedField = (field: ValueField, { type, comparison }: StoredForm): ValueField => {
  const { comparison: _own, looksLike: _looks, ...rest } = field as ScalarField;
  return { ...rest, type, ...(comparison && { comparison }) };
};

/** Whether two values of a field are the same. */
export function equalValues(field: ValueField | undefined, left: unknown, right: unknown, stored?: StoredForm): Truth {
  if (!field) return undefined;
  if (!stored) return isZero(orderOf(field, left, right));
  const [own, other] = [storedValue(stored, left), storedValue(stored, right)];
  return own === undefined || other === undefined ? undefined : isZero(orderOf(storedField(field, stored), own, other));
}

const isZero = (order: number | undefined): Truth => (order === undefined ? undefined : order === 0);

const ordered =
  (holds: (order: number) => boolean) =>
  (field: ValueField): Compare =>
  (value, operand) => {
    const order = orderOf(field, value, operand);
    return order === undefined ? undefined : holds(order);
  };

const textual = (holds: (text: string, operand: string) => boolean) => (): Compare => (value, operand) =>
  // Of JSON, only texts have text in them.
  typeof value === 'string' ? holds(value, String(operand)) : undefined;

const same = (field: ValueField, value: unknown, operand: unknown): Truth => isZero(orderOf(field, value, operand));

const sameAsSome = (field: ValueField, value: unknown, operands: unknown): Truth =>
  or((operands as readonly unknown[]).map((each) => same(field, value, each)));

const OPERATORS: Readonly<Partial<Record<Operator, (field: ValueField) => Compare>>> = Object.freeze({
  eq: (field: ValueField) => (value: unknown, operand: unknown) => same(field, value, operand),
  ne: (field: ValueField) => (value: unknown, operand: unknown) => negate(same(field, value, operand)),
  in: (field: ValueField) => (value: unknown, operand: unknown) => sameAsSome(field, value, operand),
  notIn: (field: ValueField) => (value: unknown, operand: unknown) => negate(sameAsSome(field, value, operand)),
  gt: ordered((order) => order > 0),
  gte: ordered((order) => order >= 0),
  lt: ordered((order) => order < 0),
  lte: ordered((order) => order <= 0),
  contains: textual((text, operand) => text.includes(operand)),
  startsWith: textual((text, operand) => text.startsWith(operand)),
  endsWith: textual((text, operand) => text.endsWith(operand)),
  like: textual((text, operand) => likePattern(operand).test(text)),
});

/** `%` is any text, `_` one character, `\` takes the next one literally. */
function likePattern(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|./gsu, (found: string, escaped: string | undefined) => {
    if (escaped !== undefined) return escapeCharacter(escaped);
    if (found === '%') return '.*';
    return found === '_' ? '.' : escapeCharacter(found);
  });
  return new RegExp(`^${source}$`, 'su');
}

const escapeCharacter = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

function compareList(field: ValueField, operator: Operator, list: readonly unknown[], operand: unknown): Truth {
  const has = (item: unknown): boolean => list.some((each) => each !== null && equalValues(field, each, item) === true);
  switch (operator) {
    case 'has':
      return has(operand);
    case 'hasSome':
      return or((operand as readonly unknown[]).map(has));
    case 'hasEvery':
      return and((operand as readonly unknown[]).map(has));
    case 'isEmpty':
      return (list.length === 0) === operand;
    default:
      throw new TypeError(`${operator} is not decided in memory for lists`);
  }
}
