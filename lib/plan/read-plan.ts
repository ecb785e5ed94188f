import type { Position } from '../interface/result.js';
import type { ComputedMember } from '../model/computed.js';
import type { EmbeddedField, RelationField, ValueField } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Aggregation } from './aggregation.js';
import type { Condition, ValuePath } from './condition.js';
import type { Parameter } from './parameter.js';
import type { ObjectOperation } from './read-request.js';

/** One key of an order; nulls are placed explicitly. */
export interface OrderTerm {
  readonly path: ValuePath;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

/** Which part of the ordered list is read. */
export interface Page<Open = never> {
  /** At most this many rows. */
  readonly limit: number;
  readonly offset: number | Open;
  /** Only rows behind this position. */
  readonly after?: readonly (Position[number] | Open)[];
  /** Only rows ahead of this position. */
  readonly before?: readonly (Position[number] | Open)[];
  /** Counts the limit from the end; the rows still come in the order of the list. */
  readonly backwards: boolean;
}

/** A relation that is read with its parent. */
export interface RelationSelection<Open = never> {
  /** The key of the result in the row. */
  readonly alias: string;
  readonly field: RelationField;
  readonly plan: ReadPlan<Open>;
  /** Who may see the link, asked of the row that has it; for whom it is not true, it leads nowhere. */
  readonly guard?: Condition;
  /** Where fields of both ends link them. */
  readonly match?: MatchSelection;
}

/** The fields by which a relation is matched. */
export interface MatchSelection {
  readonly local: readonly ValueField[];
  /** Fields of the target, in the same order. */
  readonly foreign: readonly ValueField[];
  /** Who may see a local field, by its name, asked of the row; for whom it is not true, the relation leads nowhere. */
  readonly guards: ReadonlyMap<string, Condition>;
}

/** What a caller may do with each row: true where the condition is, false where it is false or unknown. */
export interface CapabilitySelection {
  /** The key of the answer in the row: `{ update, delete, fields, actions }` with just what is asked. */
  readonly alias: string;
  readonly operations: ReadonlyMap<ObjectOperation, Condition>;
  /** By property name. */
  readonly fields: ReadonlyMap<string, Condition>;
  /** By name of the action; absent where they are not told. */
  readonly actions?: ReadonlyMap<string, Condition>;
}

/** A member that is computed of what was read of each row. */
export interface ComputedSelection {
  readonly member: ComputedMember;
  /** Whether it was asked for, and not just by another member. */
  readonly shown: boolean;
  /** Who may see it, asked of the row; for whom it is not true, nothing is computed. */
  readonly guard?: Condition;
  /** Own fields that it needs. */
  readonly fields: readonly (ValueField | EmbeddedField)[];
  /** Who may see these, by name, asked of the row; of what may not be seen, null is computed with. */
  readonly guards: ReadonlyMap<string, Condition>;
}

/** What is read of each row. */
export interface Selection<Open = never> {
  readonly fields: readonly (ValueField | EmbeddedField)[];
  readonly relations: readonly RelationSelection<Open>[];
  /** Members that are computed, each behind those that it needs; what they need of relations is among these, under aliases of its own. Absent for none. */
  readonly computed?: readonly ComputedSelection[];
  readonly capabilities: readonly CapabilitySelection[];
  /** Who may see a field, by its name, asked of the row; for whom it is not true, the field is null. Absent where nothing is said. */
  readonly guards: ReadonlyMap<string, Condition>;
  /** What is read in addition of rows of a concrete type, by the name of its manager. */
  readonly variants: ReadonlyMap<string, Selection<Open>>;
  /** Whether rows have to be instances of the manager's class, for hand-written code that expects one. */
  readonly instances: boolean;
}

/**
 * A read as data: what, of which rows, in which order, which page.
 *
 * `Open` is what may stand for a value that is not known yet; adapters execute plans in which nothing does.
 *
 * `where` is what the caller asks for, `policy` who may see it; an adapter applies both, and each nested plan's own.
 */
export interface ReadPlan<Open = never> {
  readonly manager: ManagerModel;
  readonly selection: Selection<Open>;
  readonly where: Condition;
  readonly policy: Condition;
  readonly order: readonly OrderTerm[];
  readonly page: Page<Open>;
  /** Whether rows are wanted, or only the total. */
  readonly rows: boolean;
  /** Whether the rows' positions are wanted, for cursors. */
  readonly positions: boolean;
  /** Canonical text of filter and sort: what a cursor is bound to besides the manager and the actor. */
  readonly scope: string | Open;
  /** Whether the number of all rows that match is wanted, whatever the page. */
  readonly total: boolean;
  /** Groups with measures are wanted, in place of rows; `page` then is one of groups. */
  readonly aggregation?: Aggregation;
  /** The list is read once for each of some values, in place of once; only sources that say so (`readsPartitions`) are asked. */
  readonly partition?: Partition;
  /** The states that one object has had are wanted, in place of objects: rows of `at`, `operation`, `reason`, `author`, `before` and `after`. */
  readonly history?: HistoryReading;
}

/** Parts of a list: each has the objects of which fields have certain values. */
export interface Partition {
  readonly fields: readonly ValueField[];
  /** Values of the fields; each part once. */
  readonly keys: readonly (readonly unknown[])[];
}

/** What of an object's history is read; `selection` and `policy` of the plan are about each state. */
export interface HistoryReading {
  /** The parts of the key, flattened. */
  readonly key: readonly unknown[];
  /** Who may see the object as it is; undefined where it need not be there. */
  readonly present: Condition | undefined;
  /** Who may see who wrote, asked of the object as it is. */
  readonly author: Condition;
  /** What is read of the object as it was before each change. */
  readonly before: Selection;
}

/** A plan that is compiled once and run often: its values may be open, its shape may not. */
export type OpenPlan = ReadPlan<Parameter>;

/** A position of which the values may be open; which of them are null may not. */
export type OpenPosition = readonly (Position[number] | Parameter)[];

/** A selection of nothing. */
export const NOTHING: Selection = Object.freeze({
  fields: [],
  relations: [],
  capabilities: [],
  guards: new Map<string, Condition>(),
  variants: new Map<string, Selection>(),
  instances: false,
});
