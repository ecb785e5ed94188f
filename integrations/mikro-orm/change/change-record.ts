import { ROW } from './kept-row.js';
import { jsonLiteral, literal } from './literal.js';

/** What is known of a row, by column; what is absent is not known. */
export type Columns = Readonly<Record<string, unknown>>;

/** What is known of a row before and after; of a row that is changed, what was before is known of changed columns alone, and the others are as after. */
export type RowChange = readonly [before: Columns | null, after: Columns | null];

/** An `upsert` makes rows or changes them, `any` does whatever; `pruned` stands for what is no longer there. */
export type ChangeOperation = 'create' | 'update' | 'upsert' | 'delete' | 'any' | 'pruned';

/** What one statement does to one table. */
export interface ChangeRecord {
  /** Schema and name of the table. */
  readonly relation: string;
  readonly operation: ChangeOperation;
  /** The columns that may have another value; absent where any may. */
  readonly columns?: readonly string[] | undefined;
  /** All rows that it is about; absent where that is not known. */
  readonly rows?: readonly RowChange[] | undefined;
}

/** What a call of the driver is known to write. */
export interface KnownWrite extends ChangeRecord {
  /** How its statement can give the rows as they are written, in place of `rows`; absent where there are too many. */
  readonly given?: GivenRows;
}

/** Rows that a statement gives, in SQL. */
export interface GivenRows {
  /** What is kept of a row. */
  readonly row: string;
  /** Whether there is no more than one row: it costs less then. */
  readonly single?: boolean;
  /** What changed columns held before, by the text of the key, and that text of a row; absent where nothing is known. */
  readonly before?: { readonly rows: Readonly<Record<string, Columns>>; readonly key: string };
}

/** More rows, or more characters of them, are not worth keeping: any row counts then. */
export const MAX_ROWS = 50;
const MAX_CHARACTERS = 16_000;

/** The columns of the side table that records fill. */
export const RECORD_COLUMNS = '"relation", "xid", "at", "operation", "columns", "objects"';

/** Records as SQL, for the columns of the side table: a list of values, which costs the database less than expressions do that are selected. */
export const recordsSql = (records: readonly ChangeRecord[]): string =>
  `values ${records.map((record) => `(${valuesSql(record, rowsSql(record))})`).join(', ')}`;

/** A record as SQL that selects it. */
export const recordSql = (record: ChangeRecord): string => `select ${valuesSql(record, rowsSql(record))}`;

function rowsSql({ rows }: ChangeRecord): string {
  const kept = rows && rows.length <= MAX_ROWS ? jsonLiteral(rows) : undefined;
  return kept === undefined || kept.length > MAX_CHARACTERS ? 'null::jsonb' : kept;
}

/** A record of the rows that a statement gives under a name. */
export function givenSql(record: ChangeRecord, { row, single, before }: GivenRows, from: string): string {
  const pair = pairOf(record.operation, earlierOf(before, single === true), row);
  if (single) return `select ${valuesSql(record, `jsonb_build_array(jsonb_build_array(${pair}))`)} from ${from} as ${ROW}`;
  const rows = `select case when count(*) <= ${MAX_ROWS} then coalesce(jsonb_agg(jsonb_build_array(${pair})), '[]') end`;
  return `select ${valuesSql(record, `(${rows} from (select * from ${from} limit ${MAX_ROWS + 1}) as ${ROW})`)}`;
}

function pairOf(operation: ChangeOperation, earlier: string, row: string): string {
  if (operation === 'create') return `null, ${row}`;
  return operation === 'delete' ? `${row}, null` : `${earlier}, ${row}`;
}

function earlierOf(before: GivenRows['before'], single: boolean): string {
  const known = Object.values(before?.rows ?? {});
  if (!before || known.every((columns) => Object.keys(columns).length === 0)) return `'{}'::jsonb`;
  const [only] = known;
  return single && only ? jsonLiteral(only) : `coalesce(${jsonLiteral(before.rows)} -> ${before.key}, '{}')`;
}

function valuesSql({ relation, operation, columns }: ChangeRecord, objects: string): string {
  const changed = columns ? jsonLiteral(columns) : 'null::jsonb';
  return `${literal(relation)}, pg_current_xact_id(), clock_timestamp(), ${literal(operation)}, ${changed}, ${objects}`;
}
