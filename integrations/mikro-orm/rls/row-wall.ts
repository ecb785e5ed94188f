import { execute } from '../execute.js';
import type { Meta } from '../metadata.js';
import type { Entities } from '../sql/entities.js';

/**
 * Whose reads policies of row-level security decide about: nobody's, those of other roles than the connection's, or those of the connection's role itself,
 * by something that nobody has told the application.
 */
export type RowWall = 'none' | 'others' | 'own';

/** Views read their tables by the rights of somebody, so that what stands on these counts as standing before everybody. */
const STATEMENT = `with recursive reached(oid, seen) as (
    select c.oid, false from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
      where c.oid in (select to_regclass(t) from unnest($1::text[]) as t) or ($2::boolean and n.nspname not in ('pg_catalog', 'information_schema'))
    union
    select d.refobjid, true from reached as r join pg_rewrite as w on w.ev_class = r.oid
      join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass and d.refobjid <> w.ev_class)
  select to_json(case when count(*) = 0 then 'none' when bool_or(r.seen or row_security_active(c.oid)) then 'own' else 'others' end) as j
    from reached as r join pg_class as c on c.oid = r.oid where c.relrowsecurity`;

/** Asks the catalog how the database decides about rows that entities are read from. */
export async function rowWall(entities: Entities): Promise<RowWall> {
  const metas = [...entities.orm.getMetadata().getAll().values()].filter(({ embeddable }) => !embeddable) as readonly Meta[];
  const tables = metas.filter(({ virtual, schema }) => !virtual && schema !== '*');
  const relations = tables.map(({ tableName, schema }) => entities.table(tableName, schema));
  // SQL of the application's own, and schemas that are known when they are used, may lead to any table.
  return (await execute(entities.orm, STATEMENT, [relations, tables.length < metas.length], {})) as RowWall;
}
