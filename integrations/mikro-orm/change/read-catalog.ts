import { execute } from '../execute.js';
import type { Orm } from '../metadata.js';

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
export interface Catalog {
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

const STATEMENT = `select json_build_object(
  'records', to_regclass($2) is not null,
  'tables', (select coalesce(json_agg(json_build_array(n.nspname || '.' || c.relname,
      (select count(*) from pg_trigger as t where t.tgrelid = c.oid and not t.tgisinternal and t.tgname like '${TRIGGER}\\_%' and t.tgenabled in ('O', 'A')) >= ${TRIGGER_EVENTS.length},
      exists (select from pg_trigger as t where t.tgrelid = c.oid and not t.tgisinternal and t.tgname not like '${TRIGGER}\\_%' and t.tgenabled <> 'D'))), '[]')
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and not exists (select from pg_rewrite as w where w.ev_class = c.oid and w.ev_type <> '1') and n.nspname || '.' || c.relname = any($1::text[])),
  'references', (select coalesce(json_agg(json_build_object('from', ${NAME('f.conrelid')}, 'to', ${NAME('f.confrelid')},
      'columns', ${COLUMNS('f.conrelid', 'f.conkey')}, 'keys', ${COLUMNS('f.confrelid', 'f.confkey')},
      'onDelete', f.confdeltype, 'onUpdate', f.confupdtype)), '[]') from pg_constraint as f where f.contype = 'f'),
  'parts', (select coalesce(json_agg(json_build_array(${NAME('i.inhrelid')}, ${NAME('i.whole')})), '[]') from (
      with recursive parts as (
        select inhrelid, inhparent as whole from pg_inherits union select p.inhrelid, i.inhparent from parts as p join pg_inherits as i on i.inhrelid = p.whole)
      select * from parts) as i join pg_class as c on c.oid = i.inhrelid and c.relkind in ('r', 'p', 'f'))
) as j`;

/** Reads what the database has of tables; `records` is the side table as SQL has it. */
export async function readCatalog(orm: Orm, relations: readonly string[], records: string): Promise<Catalog> {
  const found = (await execute(orm, STATEMENT, [relations, records], {})) as Omit<Catalog, 'tables'> & {
    readonly tables: readonly (readonly [string, boolean, boolean])[];
  };
  return { ...found, tables: new Map(found.tables.map(([relation, tells, altered]) => [relation, { tells, altered }])) };
}
