import {
  allOfConditions,
  anyOfConditions,
  type Condition,
  type ManagerModel,
  type Partition,
  type ValueField,
} from '../../../lib/plugin.js';
import type { Candidate } from './candidate.js';

/** Which objects are in some part of a list. */
export function amongKeys(manager: ManagerModel, { fields, keys }: Partition): Condition {
  const path = (field: ValueField) => ({ manager, hops: [], embedded: [], field });
  const [only] = fields;
  if (only && fields.length === 1) return { kind: 'compare', path: path(only), operator: 'in', value: keys.map(([value]) => value) };
  return anyOfConditions(
    keys.map((key) =>
      allOfConditions(fields.map((field, index): Condition => ({ kind: 'compare', path: path(field), operator: 'eq', value: key[index] }))),
    ),
  );
}

/** The candidates of each part. */
export function partsOf({ fields, keys }: Partition, candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const textOf = (values: readonly unknown[]): string => JSON.stringify(values.map(String));
  const parts = new Map<string, Candidate[]>(keys.map((key) => [textOf(key), []]));
  for (const candidate of candidates) parts.get(textOf(fields.map(({ name }) => candidate.object[name])))?.push(candidate);
  return keys.map((key) => parts.get(textOf(key)) ?? []);
}
