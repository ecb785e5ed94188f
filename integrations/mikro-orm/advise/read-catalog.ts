import { textOf, type RelationName } from '../drift/mapped-table.js';
import { executeText } from '../execute.js';
import type { Orm } from '../metadata.js';

/** An index as the database has it. */
export interface RealIndex {
  readonly name: string;
  readonly method: string;
  /** Its key columns in order; null for an expression. */
  readonly columns: readonly (string | null)[];
  /** The operator class of each key column. */
  readonly classes: readonly string[];
  readonly valid: boolean;
  /** Whether it keeps values unique, so that it cannot be missed. */
  readonly unique: boolean;
  /** The condition of a partial index. */
  readonly predicate: string | null;
  /** What it is besides its name: two with the same are the same. */
  readonly definition: string;
}

/** What the catalog says of a table. */
export interface CataloguedTable {
  readonly schema: string;
  readonly name: string;
  /** pg_class.relkind: r table, p partitioned table, m materialized view. */
  readonly kind: 'r' | 'p' | 'm';
  /** How many rows the planner expects; negative where it has never looked. */
  readonly rows: number;
  /** Whether it has data of which there are no statistics. */
  readonly unknown: boolean;
  readonly indexes: readonly RealIndex[];
}

// Views and foreign tables have no indexes of their own. pg_stats hides the columns that the role may not read.
const CATALOG = `
with wanted as (select * from jsonb_to_recordset($1::jsonb) as w(id text, schema text, name text)),
relation as (
  select w.id, c.oid, c.relname, c.relkind, c.reltuples, n.nspname
  from wanted w
  join pg_catalog.pg_class c on c.relname = w.name::name and c.relkind in ('r', 'p', 'm')
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where case when w.schema is null then pg_catalog.pg_table_is_visible(c.oid) else n.nspname = w.schema::name end
)
select coalesce(jsonb_object_agg(r.id, jsonb_build_object(
  'schema', r.nspname,
  'name', r.relname,
  'kind', r.relkind,
  'rows', r.reltuples,
  'unknown', r.relkind <> 'p' and pg_catalog.pg_relation_size(r.oid) > 0 and (r.reltuples < 0 or (
    pg_catalog.has_table_privilege(r.oid, 'select')
    and not exists (select from pg_catalog.pg_stats s where s.schemaname = r.nspname and s.tablename = r.relname))),
  'indexes', coalesce((
    select jsonb_agg(jsonb_build_object(
      'name', c.relname,
      'method', m.amname,
      'columns', (
        select jsonb_agg(a.attname order by k.position)
        from unnest(i.indkey) with ordinality k(number, position)
        left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number and k.number > 0
        where k.position <= i.indnkeyatts),
      'classes', (
        select jsonb_agg(o.opcname order by k.position)
        from unnest(i.indclass) with ordinality k(class, position)
        join pg_catalog.pg_opclass o on o.oid = k.class),
      'valid', i.indisvalid and i.indisready,
      'unique', i.indisunique or i.indisexclusion,
      'predicate', pg_catalog.pg_get_expr(i.indpred, i.indrelid),
      'definition', regexp_replace(pg_catalog.pg_get_indexdef(i.indexrelid), '^CREATE (UNIQUE )?INDEX .*? ON ', '')
    ) order by c.relname)
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid
    join pg_catalog.pg_am m on m.oid = c.relam
    where i.indrelid = r.oid
  ), '[]')
)), '{}')::text as j
from relation r`;

/** Reads the indexes and statistics of the given tables, in one statement; what is not there is not in the answer. */
export async function readCatalog(orm: Orm, names: readonly RelationName[]): Promise<ReadonlyMap<string, CataloguedTable>> {
  const wanted = new Map(names.map((relation) => [textOf(relation), relation]));
  const request = [...wanted].map(([id, { schema, name }]) => ({ id, schema, name }));
  const document = await executeText(orm, CATALOG, [JSON.stringify(request)], {});
  return new Map(Object.entries(JSON.parse(String(document)) as Record<string, CataloguedTable>));
}
