import type { MeasureKind } from '../model/measure.js';

/** Which page a caller asks for. */
export interface PageRequest {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly offset?: number | undefined;
}

/** A relation that a caller asks for, under an alias of its own choice. */
export interface RelationRequest {
  /** The key of the result in the row. */
  readonly alias: string;
  /** The property on the class. */
  readonly field: string;
  readonly request: ReadRequest;
}

/** What may be done with an object besides reading it. */
export type ObjectOperation = 'update' | 'delete';

/** What a caller asks about what it may do with each row, under an alias of its own choice. */
export interface CapabilityRequest {
  /** The key of the answer in the row: `{ update, delete, fields, actions }` with just what is asked, each true or false. */
  readonly alias: string;
  readonly operations: readonly ObjectOperation[];
  /** Property names of fields that may be updated or not. */
  readonly fields: readonly string[];
  /** Names of actions that may be done with the object or not. Default: they are not told. */
  readonly actions?: readonly string[];
}

/** What a caller asks for of each row, by property names. */
export interface SelectionRequest {
  readonly fields: readonly string[];
  readonly relations: readonly RelationRequest[];
  /** Default: none. */
  readonly capabilities?: readonly CapabilityRequest[];
  /** In addition for rows of a concrete type (inheritance), by the name of its manager. */
  readonly variants?: Readonly<Record<string, SelectionRequest>>;
  /** Rows have to be instances of the manager's class; every value field is read then. */
  readonly instances?: boolean;
}

/** A measure that a caller asks for: `count`, or another one of the value at the end of property names. */
export interface MeasureRequest {
  readonly kind: MeasureKind;
  readonly names: readonly string[];
}

/** Groups and measures that a caller asks for, in place of rows. */
export interface AggregateRequest {
  readonly measures: readonly MeasureRequest[];
  /** The property names of each key; a to-one relation alone stands for its key. Without any, everything is one group. */
  readonly groupBy?: readonly (readonly string[])[];
  /** Keys that are shown; refused where they are not grouped by. Default: none. */
  readonly keys?: readonly (readonly string[])[];
  /** `{ count: { gt: 3 }, sum: { price: { gt: '10' } }, and, or, not }`; only with `groupBy`. */
  readonly having?: unknown;
  /** As sorts of lists, by `{ key: { … } }` and measures: `{ count: 'desc' }`, `'-sum.price'`; only with `groupBy`. */
  readonly sort?: unknown;
}

/**
 * A read as every door hands it in: plain, unchecked input. The pipeline checks it against the model and makes a plan of it.
 *
 * `filter` is `{ field: { operator: value }, and, or, not }`; `sort` one key or a list of keys (`'-name'`, `{ album: { title: 'desc' } }`).
 */
export interface ReadRequest {
  readonly select: SelectionRequest;
  readonly filter?: unknown;
  readonly sort?: unknown;
  readonly page?: PageRequest;
  /** Default: true. */
  readonly rows?: boolean;
  /** Default: false. */
  readonly total?: boolean;
  /** Whether cursors will be made of the rows. Default: false. */
  readonly positions?: boolean;
  /** Asks for groups and measures; `page` then is one of groups, and no rows are read. */
  readonly aggregate?: AggregateRequest;
}

/** The states of an object that a caller asks for, newest first. */
export interface HistoryRequest {
  readonly before: SelectionRequest;
  readonly after: SelectionRequest;
  readonly page: Pick<PageRequest, 'first' | 'after'>;
}

/** The part of a read that goes with a key. */
export type ObjectRequest = Pick<ReadRequest, 'select' | 'filter'>;
