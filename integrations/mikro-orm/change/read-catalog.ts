import { execute } from '../execute.js';
import type { Orm } from '../metadata.js';
import type { IndirectCatalog } from './indirect-writes.js';

/** A foreign key, and what the database does by itself where what it refers to goes or changes its key. */
export interface Reference {
  readonly from: string;
  readonly to: string;
  readonly columns: readonly string[];
  readonly keys: readonly string[];
  readonly onDelete: ReferenceAction;
  readonly onUpdate: ReferenceAction;
}

/** As the catalog has it: nothing, restrict, cascade, set null, set default. */
type ReferenceAction = 'a' | 'r' | 'c' | 'n' | 'd';

interface CatalogTable {
  /** Whether it has triggers that write down what is written. */
  readonly tells: boolean;
  /** Whether it has others, which may change rows on their way. */
  readonly altered: boolean;
}

/** What the database has of some tables. */
export interface Catalog extends IndirectCatalog {
  /** The side table is there. */
  readonly records: boolean;
  readonly tables: ReadonlyMap<string, CatalogTable>;
  readonly references: readonly Reference[];
  /** The tables that are parts of others. */
  readonly parts: readonly (readonly [part: string, whole: string])[];
}

/** Names of the triggers that write down what is written begin so. */
export const TRIGGER = 'gm_change';

/** The events of these triggers. */
export const TRIGGER_EVENTS = Object.freeze(['insert', 'update', 'delete', 'truncate'] as const);

const NAME = (table: string): string =>
  `(select n.nspname || '.' || r.relname from pg_class as r join pg_namespace as n on n.oid = r.relnamespace where r.oid = ${table})`;

const COLUMNS = (table: string, numbers: string): string =>
  `(select json_agg(a.attname order by k.place) from unnest(${numbers}) with ordinality as k(number, place) join pg_attribute as a on a.attrelid = ${table} and a.attnum = k.number)`;

/** What belongs to PostgreSQL itself. */
const isSystem = (schema: string): string => `(${schema} in ('pg_catalog', 'information_schema') or ${schema} like 'pg\\_%')`;

/** Whether a subscription writes to a table, or to a part of it, which fires no triggers for statements. */
const IS_SUBSCRIBED = `exists (select from pg_subscription_rel as s where s.srrelid = c.oid or s.srrelid in (select p.relid from pg_partition_tree(c.oid) as p))`;

/** Routines of extensions, and of languages without a text, are left out: nobody knows what they write. */
const INDIRECT = `
  'routines', (select coalesce(json_agg(json_build_object('name', p.proname, 'language', l.lanname, 'body', coalesce(pg_get_function_sqlbody(p.oid), p.prosrc))), '[]')
    from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace join pg_language as l on l.oid = p.prolang
    where p.prokind in ('f', 'p') and l.lanname not in ('internal', 'c') and not ${isSystem('n.nspname')}
      and not exists (select from pg_depend as d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')),
  'triggers', (select coalesce(json_agg(distinct jsonb_build_array(${NAME('t.tgrelid')}, p.proname)), '[]')
    from pg_trigger as t join pg_proc as p on p.oid = t.tgfoid where not t.tgisinternal and t.tgenabled <> 'D' and t.tgname not like '${TRIGGER}\\_%'),
  'rules', (select coalesce(json_agg(distinct jsonb_build_array(${NAME('w.ev_class')}, ${NAME('d.refobjid')}, w.ev_type <> '1')), '[]')
    from pg_rewrite as w join pg_class as c on c.oid = w.ev_class join pg_namespace as n on n.oid = c.relnamespace
      join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass and d.refobjid <> w.ev_class
    where c.relkind <> 'm' and not ${isSystem('n.nspname')})`;

const STATEMENT = `select json_build_object(
  'records', to_regclass($2) is not null,
  'tables', (select coalesce(json_agg(json_build_array(n.nspname || '.' || c.relname,
      (select count(*) from pg_trigger as t where t.tgrelid = c.oid and not t.tgisinternal and t.tgname like '${TRIGGER}\\_%' and t.tgenabled in ('O', 'A')) >= ${TRIGGER_EVENTS.length},
      exists (select from pg_trigger as t where t.tgrelid = c.oid and not t.tgisinternal and t.tgname not like '${TRIGGER}\\_%' and t.tgenabled <> 'D'))), '[]')
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and not exists (select from pg_rewrite as w where w.ev_class = c.oid and w.ev_type <> '1')
      and not ${IS_SUBSCRIBED} and n.nspname || '.' || c.relname = any($1::text[])),
  'references', (select coalesce(json_agg(json_build_object('from', ${NAME('f.conrelid')}, 'to', ${NAME('f.confrelid')},
      'columns', ${COLUMNS('f.conrelid', 'f.conkey')}, 'keys', ${COLUMNS('f.confrelid', 'f.confkey')},
      'onDelete', f.confdeltype, 'onUpdate', f.confupdtype)), '[]') from pg_constraint as f where f.contype = 'f'),
  'parts', (select coalesce(json_agg(json_build_array(${NAME('i.inhrelid')}, ${NAME('i.whole')})), '[]') from (
      with recursive parts as (
        select inhrelid, inhparent as whole from pg_inherits union select p.inhrelid, i.inhparent from parts as p join pg_inherits as i on i.inhrelid = p.whole)
      select * from parts) as i join pg_class as c on c.oid = i.inhrelid and c.relkind in ('r', 'p', 'f')),${INDIRECT}
) as j`;

/** Reads what the database has of tables; `records` is the side table as SQL has it. */
export async function readCatalog(orm: Orm, relations: readonly string[], records: string): Promise<Catalog> {
  const found = (await execute(orm, STATEMENT, [relations, records], {})) as Omit<Catalog, 'tables'> & {
    readonly tables: readonly (readonly [string, boolean, boolean])[];
  };
  return { ...found, tables: new Map(found.tables.map(([relation, tells, altered]) => [relation, { tells, altered }])) };
}
