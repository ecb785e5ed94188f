import { executeRows } from '../execute.js';
import type { Orm } from '../metadata.js';
import type { StatementNames } from '../statement-names.js';
import { parseColumns } from './parse-columns.js';
import type { ChangeOperation, RowChange } from './change-record.js';
import { Snapshot } from './snapshot.js';

/** The side table has up to where it was pruned as of a table whose name begins so. */
export const PRUNED_UP_TO = '~';

const RECORD = 'c.xid::text, c.operation, c.columns::text, c.objects::text';

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
  /** The latest transaction of which something was pruned. */
  readonly pruned: bigint | undefined;
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
  const text = statementOn(side, limit + 1);
  const rows = await executeRows(orm, text, [[...since.keys()], [...since.values()]], signal ? { signal } : {}, names.ofText(text));
  const [first] = rows;
  const byRelation = new Map<string, StoredRecord[]>([...since.keys()].map((relation) => [relation, []]));
  for (const row of rows) byRelation.get(row['relation'] as string)?.push(recordOf(row));
  const tables = [...byRelation].map(([relation, found]): [string, TableRecords] => [relation, tableOf(found, limit)]);
  return { source: String(first?.['source']), now: new Snapshot(String(first?.['now'])), byRelation: new Map(tables) };
}

function tableOf(found: readonly StoredRecord[], limit: number): TableRecords {
  const records = found
    .filter(({ operation }) => operation !== 'pruned')
    .toSorted((one, other) => Number(one.xid < other.xid) - Number(one.xid > other.xid));
  const pruned = found.find(({ operation }) => operation === 'pruned')?.xid;
  return { records: records.slice(0, limit), pruned, missing: records[limit]?.xid };
}

const recordOf = (row: Readonly<Record<string, unknown>>): StoredRecord => ({
  xid: BigInt(String(row['xid'])),
  operation: row['operation'] as ChangeOperation,
  columns: row['columns'] === null ? undefined : (JSON.parse(row['columns'] as string) as readonly string[]),
  rows: row['objects'] === null ? undefined : (parseColumns(row['objects'] as string) as readonly RowChange[]),
});

/** Microseconds since 1970. */
const micros = (time: string): string => `(extract(epoch from ${time}) * 1000000)::bigint`;

/**
 * What tells this database from others, from what it was before a restore or a failover, and from what it was before it last went down: a database that
 * crashed may have lost what was committed without waiting for the disk, and gives the numbers of those transactions to others. It forgets its statistics
 * when it recovers from a crash, also where its main process stays.
 */
const sourceOf = (side: string): string => `concat_ws('-', left(pg_walfile_name(pg_current_wal_lsn()), 8),
      (select oid from pg_database where datname = current_database()), '${side.replaceAll("'", "''")}'::regclass::oid,
      ${micros('pg_postmaster_start_time()')}, ${micros('pg_stat_get_bgwriter_stat_reset_time()')})`;

/**
 * What a snapshot does not see is what began after it, and what ran when it was taken: both are found by the index, however much there is in between.
 * How tables are named and limited here keeps PostgreSQL from looking through all of the side table, whatever it believes to be in it.
 */
const statementOn = (side: string, limit: number): string => `select s.now, s.source, c.* from (
    select pg_current_snapshot()::text as now, ${sourceOf(side)} as source
  ) as s left join lateral (
    select a.relation, r.* from unnest($1::text[], $2::pg_snapshot[]) as a(relation, snapshot) cross join lateral (
      (select ${RECORD} from ${side} as c where c.relation = a.relation and c.xid >= pg_snapshot_xmax(a.snapshot) order by c.xid desc limit ${limit})
      union all
      (select ${RECORD} from ${side} as c where c.relation = a.relation and c.xid = any(array(select pg_snapshot_xip(a.snapshot))) order by c.xid desc limit ${limit})
      union all
      (select ${RECORD} from ${side} as c where c.relation = '${PRUNED_UP_TO}' || a.relation order by c.xid desc limit 1)
    ) as r
  ) as c on true`;
