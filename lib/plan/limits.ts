/** Bounds of a single read; each has a default and can be set at boot. */
export interface Limits {
  /** Rows of a page when none is asked for. Default: 50. */
  readonly pageSize: number;
  /** Rows of a page at most. Default: 1,000. */
  readonly maxPageSize: number;
  /** Rows that an offset may skip. Default: 1,000,000. */
  readonly maxOffset: number;
  /** Levels of a filter, a sort or a selection. Default: 15. */
  readonly maxDepth: number;
  /** Comparisons in one filter. Default: 500. */
  readonly maxConditions: number;
  /** Values in one list operand (`in`, `hasSome`, …). Default: 5,000. */
  readonly maxListItems: number;
  /** Rows that a read may give at most: its pages multiplied through nesting, the root fields of one operation together. Default: 200,000. */
  readonly maxRows: number;
  /** Milliseconds that a read may take, the wait for a connection included; 0 for any time. Default: 30,000. */
  readonly timeoutMs: number;
  /** Measures of one aggregate or group, those of its having and sort included. Default: 100. */
  readonly maxMeasures: number;
  /** Objects that one write may make, change or remove, nested ones included. Default: 10,000. */
  readonly maxWrites: number;
  /** Different keys that one read of a relation by fields names; for more there are further reads. Default: 1,000. */
  readonly maxKeys: number;
  /** Rows that a read of a relation by fields may look at to find the pages of its objects, where the interface cannot find them itself. Default: 10,000. */
  readonly maxRelatedRows: number;
  /** Objects that a filter over a relation by fields may find, by which others are found. Default: 5,000. */
  readonly maxMatches: number;
}

/** The limits where nothing is set. */
export const DEFAULT_LIMITS: Limits = Object.freeze({
  pageSize: 50,
  maxPageSize: 1000,
  maxOffset: 1_000_000,
  maxDepth: 15,
  maxConditions: 500,
  maxListItems: 5000,
  maxRows: 200_000,
  timeoutMs: 30_000,
  maxMeasures: 100,
  maxWrites: 10_000,
  maxKeys: 1000,
  maxRelatedRows: 10_000,
  maxMatches: 5000,
});

/** Rules are the team's own: what bounds the lists and conditions of requests does not bound them. */
export const RULE_LIMITS: Limits = Object.freeze({
  ...DEFAULT_LIMITS,
  maxConditions: Number.MAX_SAFE_INTEGER,
  maxListItems: Number.MAX_SAFE_INTEGER,
});
