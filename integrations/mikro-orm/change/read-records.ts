import { executeRows } from '../execute.js';
import type { Orm } from '../metadata.js';
import type { StatementNames } from '../statement-names.js';
import { parseColumns } from './parse-columns.js';
import type { ChangeOperation, RowChange } from './change-record.js';
import { Snapshot } from './snapshot.js';

/** What the side table has of one statement. */
export interface StoredRecord {
  readonly xid: bigint;
  readonly operation: ChangeOperation;
  readonly columns: readonly string[] | undefined;
  readonly rows: readonly RowChange[] | undefined;
}

/** What was written to one table, the latest first. */
export interface TableRecords {
  readonly records: readonly StoredRecord[];
  /** Of what was written up to this transaction, there is more. */
  readonly missing: bigint | undefined;
}

/** What was written, and when that was looked at. */
export interface Records {
  /** Tells this database, as it is now, from others, and from what it was before it was restored. */
  readonly source: string;
  readonly now: Snapshot;
  readonly byRelation: ReadonlyMap<string, TableRecords>;
}

/**
 * Reads what was written to tables since snapshots, the earliest for each, in one statement: what is visible now and was not then. `limit` is how many
 * records of a table are read.
 */
export async function readRecords(
  orm: Orm,
  names: StatementNames,
  {
    side,
    since,
    limit,
    signal,
  }: {
    readonly side: string;
    readonly since: ReadonlyMap<string, string>;
    readonly limit: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Records> {
  const text = statementOn(side);
  const asked = JSON.stringify([...since].map(([relation, snapshot]) => ({ relation, snapshot })));
  const found = await executeRows(orm, text, [asked, limit + 1], signal ? { signal } : {}, names.ofText(text));
  const [first] = found;
  const byRelation = new Map<string, StoredRecord[]>([...since.keys()].map((relation) => [relation, []]));
  for (const row of found) byRelation.get(row['relation'] as string)?.push(recordOf(row));
  const tables = [...byRelation].map(([relation, records]): [string, TableRecords] => {
    return [relation, { records: records.slice(0, limit), missing: records[limit]?.xid }];
  });
  return { source: String(first?.['source']), now: new Snapshot(String(first?.['now'])), byRelation: new Map(tables) };
}

const recordOf = (row: Readonly<Record<string, unknown>>): StoredRecord => ({
  xid: BigInt(String(row['xid'])),
  operation: row['operation'] as ChangeOperation,
  columns: row['columns'] === null ? undefined : (JSON.parse(row['columns'] as string) as readonly string[]),
  rows: row['objects'] === null ? undefined : (parseColumns(row['objects'] as string) as readonly RowChange[]),
});

/** What was pruned is looked at whatever was seen, where it may not have been. */
const statementOn = (side: string): string => `select s.now, s.source, c.* from (
    select pg_current_snapshot()::text as now,
      (select system_identifier from pg_control_system()) || '-' || left(pg_walfile_name(pg_current_wal_lsn()), 8) || '-' || '${side.replaceAll("'", "''")}'::regclass::oid as source
  ) as s left join lateral (
    select a.relation, r.* from jsonb_to_recordset($1::jsonb) as a(relation text, snapshot pg_snapshot) cross join lateral (
      select c.xid::text, c.operation, c.columns::text, c.objects::text from ${side} as c
      where c.relation = a.relation and c.xid >= pg_snapshot_xmin(a.snapshot) and (c.operation = 'pruned' or not pg_visible_in_snapshot(c.xid, a.snapshot))
      order by c.xid desc limit $2::bigint
    ) as r
  ) as c on true`;
