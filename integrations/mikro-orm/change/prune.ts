import type { Orm } from '../metadata.js';
import { executeRows } from '../execute.js';
import { PRUNED_UP_TO } from './read-records.js';

/** Rows that are pruned at a time. */
export const PRUNED = 2000;

/** A statement that does not come back in this time is given up. */
const TIMEOUT_MS = 30_000;

/**
 * Deletes what was written before a time, the oldest first and no more than some of it. Of each table it leaves behind up to which transaction it has
 * done so: whoever has not seen that far cannot tell any more. Gives how many rows are gone.
 */
export async function prune(orm: Orm, side: string, before: Date): Promise<number> {
  const statement = `with oldest as (
      select c.id, c.at from ${side} as c where c.operation <> 'pruned' order by c.id limit ${PRUNED}
    ), old as (
      select o.id from ${side} as o where o.id = any(array(select id from oldest where at < $1)) for update skip locked
    ), gone as (
      delete from ${side} as c where c.id = any(array(select id from old)) returning c.relation, c.xid
    ), known as (
      delete from ${side} as c where c.id = any(array(
        select o.id from (select distinct '${PRUNED_UP_TO}' || relation as relation from gone) as g cross join lateral (
          select o.id from ${side} as o where o.relation = g.relation order by o.xid desc limit 100 for update skip locked
        ) as o
      )) returning substr(c.relation, 2) as relation, c.xid
    ), left_behind as (
      insert into ${side} ("relation", "xid", "at", "operation")
      select '${PRUNED_UP_TO}' || p.relation, (array_agg(p.xid order by p.xid desc))[1], clock_timestamp(), 'pruned'
      from (select * from gone union all select * from known) as p group by p.relation
    ) select count(*)::int as n from gone`;
  const [row] = await executeRows(orm, statement, [before.toISOString()], { timeoutMs: TIMEOUT_MS });
  return Number(row?.['n'] ?? 0);
}
