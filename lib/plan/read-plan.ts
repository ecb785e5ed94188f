import type { Position } from '../interface/result.js';
import type { EmbeddedField, RelationField, ValueField } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Aggregation } from './aggregation.js';
import type { Condition, ValuePath } from './condition.js';

/** One key of an order; nulls are placed explicitly. */
export interface OrderTerm {
  readonly path: ValuePath;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

/** Which part of the ordered list is read. */
export interface Page {
  /** At most this many rows. */
  readonly limit: number;
  readonly offset: number;
  /** Only rows behind this position. */
  readonly after?: Position;
  /** Only rows ahead of this position. */
  readonly before?: Position;
  /** Counts the limit from the end; the rows still come in the order of the list. */
  readonly backwards: boolean;
}

/** A relation that is read with its parent. */
export interface RelationSelection {
  /** The key of the result in the row. */
  readonly alias: string;
  readonly field: RelationField;
  readonly plan: ReadPlan;
  /** Who may see the link, asked of the row that has it; for whom it is not true, it leads nowhere. */
  readonly guard?: Condition;
}

/** What is read of each row. */
export interface Selection {
  readonly fields: readonly (ValueField | EmbeddedField)[];
  readonly relations: readonly RelationSelection[];
  /** Who may see a field, by its name, asked of the row; for whom it is not true, the field is null. Absent where nothing is said. */
  readonly guards: ReadonlyMap<string, Condition>;
  /** What is read in addition of rows of a concrete type, by the name of its manager. */
  readonly variants: ReadonlyMap<string, Selection>;
  /** Whether rows have to be instances of the manager's class, for hand-written code that expects one. */
  readonly instances: boolean;
}

/**
 * A read as data: what, of which rows, in which order, which page.
 *
 * `where` is what the caller asks for, `policy` who may see it; an adapter applies both, and each nested plan's own.
 */
export interface ReadPlan {
  readonly manager: ManagerModel;
  readonly selection: Selection;
  readonly where: Condition;
  readonly policy: Condition;
  readonly order: readonly OrderTerm[];
  readonly page: Page;
  /** Whether rows are wanted, or only the total. */
  readonly rows: boolean;
  /** Whether the rows' positions are wanted, for cursors. */
  readonly positions: boolean;
  /** Canonical text of filter and sort: what a cursor is bound to besides the manager and the actor. */
  readonly scope: string;
  /** Whether the number of all rows that match is wanted, whatever the page. */
  readonly total: boolean;
  /** Groups with measures are wanted, in place of rows; `page` then is one of groups. */
  readonly aggregation?: Aggregation;
}

/** A selection of nothing. */
export const NOTHING: Selection = Object.freeze({
  fields: [],
  relations: [],
  guards: new Map<string, Condition>(),
  variants: new Map<string, Selection>(),
  instances: false,
});
