import type { ReadPlan } from '../plan/read-plan.js';

/**
 * One object that was read: its fields by property name, and what was read along relations by the selection's alias.
 *
 * Values are those of the scalar types in `lib/model/scalar.ts`; enums are the mapped values, embedded objects plain objects.
 */
export type Row = Record<string | symbol, unknown>;

/** Names the manager of a row's concrete type, where it differs from row to row (inheritance). */
export const CONCRETE = Symbol.for('general-manager.concrete');

/** Marks rows of which every field was read under the policies; other objects come from hand-written code. */
export const READ = Symbol.for('general-manager.read');

/** The values of a row's order terms as exact text, for cursors. */
export type Position = readonly (string | null)[];

/** A group of objects, or all of them: its keys and measures, in the order of the plan's. */
export interface Group {
  readonly key: readonly unknown[];
  readonly measures: readonly unknown[];
}

/** What a plan gave: one page of rows. To-many relations of a row are pages of their own; to-one relations are a row or null. */
export interface PageResult {
  readonly plan: ReadPlan;
  readonly rows: readonly Row[];
  /**
   * For each row its position in the order; empty where the plan did not ask for positions. Without an order of the caller's, a position
   * begins with the parts of the key.
   */
  readonly positions: readonly Position[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly total?: number;
  /** Only where the plan asked for an aggregation; without keys exactly one. */
  readonly groups?: readonly Group[];
}
