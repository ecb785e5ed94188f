/**
 * The scalar types of fields, with the JavaScript value that a row holds:
 * `string`, `uuid`, `decimal`, `interval` string · `int`, `float` number · `bigint` bigint · `boolean` boolean ·
 * `date` 'YYYY-MM-DD' · `time` 'HH:MM:SS[.ffffff]' (with an offset where the column has one) · `datetime` Date (an instant) ·
 * `localDatetime` Date (wall clock without zone) · `json` any · `blob` Buffer · `custom` whatever the interface's own type gives.
 */
export type ScalarType =
  | 'string'
  | 'int'
  | 'float'
  | 'bigint'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'time'
  | 'datetime'
  | 'localDatetime'
  | 'uuid'
  | 'interval'
  | 'json'
  | 'blob'
  | 'custom';

/** What a filter can ask of a field. `ieq`, `icontains`, … ignore case. */
export type Operator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'notIn'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'like'
  | 'ilike'
  | 'ieq'
  | 'icontains'
  | 'istartsWith'
  | 'iendsWith'
  | 'has'
  | 'hasSome'
  | 'hasEvery'
  | 'isEmpty'
  | 'isNull';

const EQUALITY = ['eq', 'ne', 'in', 'notIn'] as const;
const ORDER = ['gt', 'gte', 'lt', 'lte'] as const;
const TEXT = ['contains', 'startsWith', 'endsWith', 'like', 'ilike', 'ieq', 'icontains', 'istartsWith', 'iendsWith'] as const;

const OPERATORS: Readonly<Record<ScalarType, readonly Operator[]>> = Object.freeze({
  string: [...EQUALITY, ...ORDER, ...TEXT, 'isNull'],
  int: [...EQUALITY, ...ORDER, 'isNull'],
  float: [...EQUALITY, ...ORDER, 'isNull'],
  bigint: [...EQUALITY, ...ORDER, 'isNull'],
  decimal: [...EQUALITY, ...ORDER, 'isNull'],
  boolean: ['eq', 'ne', 'isNull'],
  date: [...EQUALITY, ...ORDER, 'isNull'],
  time: [...EQUALITY, ...ORDER, 'isNull'],
  datetime: [...EQUALITY, ...ORDER, 'isNull'],
  localDatetime: [...EQUALITY, ...ORDER, 'isNull'],
  uuid: [...EQUALITY, ...ORDER, 'isNull'],
  interval: [...EQUALITY, ...ORDER, 'isNull'],
  json: [...EQUALITY, ...ORDER, 'contains', 'startsWith', 'endsWith', 'icontains', 'isNull'],
  blob: ['eq', 'ne', 'isNull'],
  custom: [...EQUALITY, 'isNull'],
});

/** Operators of a list of scalars or enum members. */
export const LIST_OPERATORS: readonly Operator[] = Object.freeze(['eq', 'ne', 'has', 'hasSome', 'hasEvery', 'isEmpty', 'isNull'] as const);

/** Operators of an enum. */
export const ENUM_OPERATORS: readonly Operator[] = Object.freeze([...EQUALITY, 'isNull'] as const);

/** The operators that make sense for a scalar type; an interface may offer fewer. */
export const operatorsOf = (type: ScalarType): readonly Operator[] => OPERATORS[type];

/** All of them. */
export const SCALAR_TYPES = Object.freeze(Object.keys(OPERATORS)) as readonly ScalarType[];

/** Whether there is a scalar type of a name. */
export const isScalarType = (name: string): name is ScalarType => Object.hasOwn(OPERATORS, name);
