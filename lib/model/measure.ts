import type { ScalarField, ValueField } from './field.js';
import { operatorsOf, type ScalarType } from './scalar.js';

/** What can be computed of a set of objects. */
export type MeasureKind = 'count' | FieldMeasureKind;

/** What can be computed of the values of a field; nulls are left out. */
export type FieldMeasureKind = 'countDistinct' | 'sum' | 'avg' | 'min' | 'max';

/** The measures of fields. */
export const FIELD_MEASURES: readonly FieldMeasureKind[] = Object.freeze(['countDistinct', 'sum', 'avg', 'min', 'max'] as const);

const NUMERIC: readonly ScalarType[] = ['int', 'bigint', 'decimal', 'float'];

/** Whether objects can be grouped by the values of a field. */
export const canGroup = (field: ValueField): boolean => field.sortable && !field.list;

/** Whether a measure of the field makes sense: distinct values of what can be grouped, sums of numbers that are no keys, extremes of what has an order. */
export function canMeasure(kind: FieldMeasureKind, field: ValueField): boolean {
  if (!canGroup(field)) return false;
  if (kind === 'countDistinct') return true;
  if (field.kind === 'enum') return false;
  return kind === 'min' || kind === 'max' ? field.operators.includes('gt') : NUMERIC.includes(field.type) && !field.primary;
}

/** The measure as a field: its type, null where there is nothing to compute from, and what it can be compared with. */
export function measureField(kind: 'count'): ValueField;
export function measureField(kind: FieldMeasureKind, field: ValueField): ValueField;
export function measureField(kind: MeasureKind, field?: ValueField): ValueField {
  if (!field || kind === 'count' || kind === 'countDistinct') return COUNTS[kind === 'countDistinct' ? kind : 'count'];
  if (kind === 'min' || kind === 'max') return field.nullable ? field : { ...field, nullable: true };
  return NUMBERS[kind][numberType(kind, field)];
}

/** Sums of whole numbers have no bound, averages of exact numbers are exact. */
function numberType(kind: 'sum' | 'avg', field: ValueField): NumberType {
  if (field.kind === 'scalar' && field.type === 'float') return 'float';
  return kind === 'sum' && field.kind === 'scalar' && field.type !== 'decimal' ? 'bigint' : 'decimal';
}

function resultField(name: MeasureKind, type: ScalarType, nullable: boolean): ScalarField {
  return Object.freeze({
    kind: 'scalar',
    name,
    publicName: name,
    type,
    nullable,
    exposed: true,
    readOnly: true,
    optional: true,
    lazy: false,
    list: false,
    primary: false,
    unique: false,
    version: false,
    operators: operatorsOf(type),
    sortable: true,
  });
}

/** Results depend on nothing else, and are asked for at each field of each manager. */
const COUNTS = Object.freeze({ count: resultField('count', 'int', false), countDistinct: resultField('countDistinct', 'int', false) });

type NumberType = 'float' | 'bigint' | 'decimal';

const numbers = (kind: 'sum' | 'avg'): Readonly<Record<NumberType, ScalarField>> =>
  Object.freeze({
    float: resultField(kind, 'float', true),
    bigint: resultField(kind, 'bigint', true),
    decimal: resultField(kind, 'decimal', true),
  });

const NUMBERS = Object.freeze({ sum: numbers('sum'), avg: numbers('avg') });
