import { executeText } from '../execute.js';
import type { Orm } from '../metadata.js';
import { textOf, type RelationName } from './mapped-table.js';

/** A column as the database has it. */
export interface RealColumn {
  readonly name: string;
  /** Its type as PostgreSQL writes it; for a domain also the types beneath. */
  readonly types: readonly string[];
  readonly notNull: boolean;
  /** Whether it has a value when an insert does not give one: default, identity, generated. */
  readonly filled: boolean;
  /** The labels of a native enum, or of a list of one. */
  readonly labels: readonly string[];
}

/** A foreign key as the database has it. */
export interface RealReference {
  readonly columns: readonly string[];
  readonly target: number;
  readonly targetName: string;
  readonly targetColumns: readonly string[];
}

/** A table or view as the database has it. */
export interface RealTable {
  readonly oid: number;
  /** pg_class.relkind: r table, p partitioned table, f foreign table, v view, m materialized view. */
  readonly kind: 'r' | 'p' | 'f' | 'v' | 'm';
  /** Whether a trigger sees each row before it is inserted, and may fill its columns. */
  readonly triggered: boolean;
  readonly columns: readonly RealColumn[];
  /** Primary and unique keys, with neither condition nor expression. */
  readonly keys: readonly { readonly primary: boolean; readonly columns: readonly string[] }[];
  readonly references: readonly RealReference[];
  /** Check constraints on a single column. */
  readonly checks: readonly { readonly column: string; readonly definition: string }[];
}

// MikroORM's introspection is not used: its `information_schema` views hide the check constraints of tables that the
// connection's role does not own, its types lose domains and list modifiers, and it writes lengths into the metadata.
// pg_catalog shows the same to every role, and one statement reads just the tables that are asked for.
const CATALOG = `
with recursive
wanted as (select * from jsonb_to_recordset($1::jsonb) as w(id text, schema text, name text)),
base as (
  select oid as domain, typbasetype as type, typtypmod as modifier from pg_catalog.pg_type where typtype = 'd'
  union all
  select b.domain, t.typbasetype, t.typtypmod from base b join pg_catalog.pg_type t on t.oid = b.type where t.typtype = 'd'
),
relation as (
  select w.id, c.oid, c.relkind
  from wanted w
  join pg_catalog.pg_class c on c.relname = w.name::name and c.relkind in ('r', 'p', 'f', 'v', 'm')
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where case when w.schema is null then pg_catalog.pg_table_is_visible(c.oid) else n.nspname = w.schema::name end
)
select coalesce(jsonb_object_agg(r.id, jsonb_build_object(
  'oid', r.oid::bigint,
  'kind', r.relkind,
  'triggered', exists (
    -- row (1), before (2), insert (4)
    select from pg_catalog.pg_trigger t where t.tgrelid = r.oid and not t.tgisinternal and t.tgtype & 7 = 7),
  'columns', coalesce((
    select jsonb_agg(jsonb_build_object(
      'name', a.attname,
      'types', jsonb_build_array(pg_catalog.format_type(a.atttypid, a.atttypmod)) || coalesce(
        (select jsonb_agg(pg_catalog.format_type(b.type, b.modifier)) from base b where b.domain = a.atttypid), '[]'),
      'notNull', a.attnotnull or t.typnotnull,
      'filled', a.atthasdef or a.attidentity <> '' or t.typdefault is not null,
      'labels', coalesce(
        (select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid in (t.oid, t.typelem, t.typbasetype)), '[]')
    ) order by a.attnum)
    from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
    where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  ), '[]'),
  'keys', coalesce((
    select jsonb_agg(jsonb_build_object('primary', i.indisprimary, 'columns', (
      select jsonb_agg(a.attname order by k.position)
      from unnest(i.indkey) with ordinality k(number, position)
      join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
      where k.position <= i.indnkeyatts
    )))
    from pg_catalog.pg_index i
    where i.indrelid = r.oid and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
  ), '[]'),
  'references', coalesce((
    select jsonb_agg(jsonb_build_object(
      'target', c.confrelid::bigint,
      'targetName', c.confrelid::regclass::text,
      'columns', (
        select jsonb_agg(a.attname order by k.position)
        from unnest(c.conkey) with ordinality k(number, position)
        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number),
      'targetColumns', (
        select jsonb_agg(a.attname order by k.position)
        from unnest(c.confkey) with ordinality k(number, position)
        join pg_catalog.pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.number)
    ) order by c.conname)
    from pg_catalog.pg_constraint c where c.conrelid = r.oid and c.contype = 'f'
  ), '[]'),
  'checks', coalesce((
    select jsonb_agg(jsonb_build_object('column', a.attname, 'definition', pg_catalog.pg_get_constraintdef(c.oid)) order by c.conname)
    from pg_catalog.pg_constraint c
    join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.conrelid = r.oid and c.contype = 'c' and cardinality(c.conkey) = 1
  ), '[]')
)), '{}')::text as j
from relation r`;

/**
 * Reads the given tables and views from the catalog, in one statement on MikroORM's own connection.
 *
 * What is not there is not in the answer; its keys are {@link textOf} of the names.
 */
export async function readTables(orm: Orm, names: readonly RelationName[]): Promise<ReadonlyMap<string, RealTable>> {
  const wanted = new Map(names.map((relation) => [textOf(relation), relation]));
  const request = [...wanted].map(([id, { schema, name }]) => ({ id, schema, name }));
  const document = await executeText(orm, CATALOG, [JSON.stringify(request)], {});
  return new Map(Object.entries(JSON.parse(String(document)) as Record<string, RealTable>));
}
