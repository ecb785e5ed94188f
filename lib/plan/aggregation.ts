import type { ValueField } from '../model/field.js';
import type { FieldMeasureKind } from '../model/measure.js';
import type { Operator } from '../model/scalar.js';
import type { ValuePath } from './condition.js';

/** What objects are grouped by: equal values together, nulls together. */
export interface GroupKey {
  /** The property names that lead to the value, as they were asked for. */
  readonly names: readonly string[];
  readonly path: ValuePath;
}

/** Counts objects, or computes something of their values at a path, nulls left out. */
export type Measure =
  | { readonly kind: 'count'; readonly names: readonly []; readonly field: ValueField }
  | {
      readonly kind: FieldMeasureKind;
      /** The property names that lead to the value. */
      readonly names: readonly string[];
      readonly path: ValuePath;
      /** What the result looks like. */
      readonly field: ValueField;
    };

/** Compares a measure of a group; `value` has the JavaScript type of its field. */
export interface MeasureComparison {
  readonly kind: 'compare';
  /** Index of the measure. */
  readonly measure: number;
  readonly operator: Operator;
  readonly value: unknown;
}

/** A condition on the measures of groups, three-valued like SQL; without empty groups. */
export type Having =
  | { readonly kind: 'true' }
  | { readonly kind: 'false' }
  | { readonly kind: 'and'; readonly all: readonly Having[] }
  | { readonly kind: 'or'; readonly any: readonly Having[] }
  | { readonly kind: 'not'; readonly of: Having }
  | MeasureComparison;

/** One key of the order of groups: a group key or a measure, by its index. */
export interface GroupOrderTerm {
  readonly by: 'key' | 'measure';
  readonly index: number;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

/**
 * Objects as groups with measures, in place of rows. The plan that has it says of which objects, and which page of the groups.
 *
 * Without keys there is exactly one group, of everything, also where that is nothing.
 */
export interface Aggregation {
  readonly groupBy: readonly GroupKey[];
  readonly measures: readonly Measure[];
  readonly having: Having;
  /** Total: the keys break ties. */
  readonly order: readonly GroupOrderTerm[];
}
