import type { ValueField } from '../../model/field.js';
import type { Measure } from '../../plan/aggregation.js';
import { averageOf } from './average.js';
import { addDecimals } from './decimals.js';
import type { LocalEvaluator } from './local-evaluator.js';
import { orderValues } from './order-values.js';
import { identityOf } from './value-text.js';

/** A measure of objects: nulls are left out, sums of whole numbers and decimals are exact. */
export function measureOf(evaluator: LocalEvaluator, measure: Measure, objects: readonly object[]): unknown {
  if (measure.kind === 'count') return objects.length;
  const { path, field, kind } = measure;
  const values = objects.map((each) => evaluator.value(path, each)).filter((each) => each !== null);
  if (kind === 'countDistinct') return new Set(values.map((each) => identityOf(path.field, each))).size;
  if (values.length === 0) return null;
  if (kind === 'sum') return sumOf(field, values);
  if (kind === 'avg') return averageOfValues(field, values);
  const sign = kind === 'min' ? 1 : -1;
  return values.reduce((best, each) => (orderValues(path.field, each, best) * sign < 0 ? each : best));
}

const isFloat = (field: ValueField): boolean => field.kind === 'scalar' && field.type === 'float';

function sumOf(field: ValueField, values: readonly unknown[]): unknown {
  if (isFloat(field)) return values.reduce<number>((sum, each) => sum + Number(each), 0);
  const sum = addDecimals(values.map(String));
  return field.kind === 'scalar' && field.type === 'bigint' ? BigInt(sum) : sum;
}

function averageOfValues(field: ValueField, values: readonly unknown[]): unknown {
  if (isFloat(field)) return values.reduce<number>((sum, each) => sum + Number(each), 0) / values.length;
  return averageOf(addDecimals(values.map(String)), BigInt(values.length));
}
