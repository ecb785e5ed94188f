import type { ChangeTriggers, ManagerModel } from '../../../lib/plugin.js';
import { entityTable, pivotTable, type RecordedTable } from '../history/recorded-table.js';
import type { Entities } from '../sql/entities.js';
import { quote } from '../sql/statement.js';
import { MAX_ROWS, RECORD_COLUMNS } from './change-record.js';
import { TRIGGER, TRIGGER_EVENTS } from './read-catalog.js';
import { isTable } from './tracked-tables.js';

/** What of a row's value is kept, in bytes. */
const MAX_BYTES = 200;

const TRANSITIONS: Readonly<Record<(typeof TRIGGER_EVENTS)[number], string>> = Object.freeze({
  insert: ' referencing new table as gm_after',
  update: ' referencing old table as gm_before new table as gm_after',
  delete: ' referencing old table as gm_before',
  truncate: '',
});

/**
 * Triggers on the tables of managers and of their links that put what is written into the side table, once for each statement, with the rights of whoever
 * makes them: who writes need not be allowed to write there.
 */
export function writeTriggers(
  entities: Entities,
  managers: readonly ManagerModel[],
  side: { readonly table: string; readonly schema: string },
): ChangeTriggers {
  const metas = managers.map((manager) => entities.meta(manager)).filter(isTable);
  const pivots = metas.flatMap((meta) =>
    meta.relations.filter(({ kind }) => kind === 'm:n').map((property) => pivotTable(entities, property)),
  );
  const tables = new Map([...metas.map((meta) => entityTable(entities, meta)), ...pivots].map((table) => [table.relation, table]));
  const schema = quote(side.schema);
  return {
    up: [
      keptFunction(schema),
      keyFunction(schema),
      writeFunction(schema, side.table),
      ...[...tables.values()].flatMap((table) => triggersOf(schema, table)),
    ],
    down: [
      ...[...tables.values()].flatMap(({ source }) =>
        TRIGGER_EVENTS.map((event) => `drop trigger if exists ${TRIGGER}_${event} on ${source}`),
      ),
      ...[`gm_write_change()`, `gm_change_key(jsonb, text[])`, `gm_change_row(jsonb)`].map(
        (each) => `drop function if exists ${schema}.${each}`,
      ),
    ],
  };
}

function triggersOf(schema: string, { relation, source, key }: RecordedTable): readonly string[] {
  const given = [relation, ...key.map(({ name }) => name)].map((each) => `'${each.replaceAll("'", "''")}'`).join(', ');
  return TRIGGER_EVENTS.flatMap((event) => [
    `create or replace trigger ${TRIGGER}_${event} after ${event} on ${source}${TRANSITIONS[event]} for each statement execute function ${schema}.gm_write_change(${given})`,
    // Sessions that take the part of a replica write as well.
    `alter table ${source} enable always trigger ${TRIGGER}_${event}`,
  ]);
}

const keptFunction = (schema: string): string =>
  `create or replace function ${schema}.gm_change_row(image jsonb) returns jsonb language sql immutable parallel safe as $gm$
  select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(image) as f where octet_length(f.value::text) <= ${MAX_BYTES} $gm$`;

const keyFunction = (schema: string): string =>
  `create or replace function ${schema}.gm_change_key(image jsonb, names text[]) returns jsonb language sql immutable parallel safe as $gm$
  select jsonb_agg(image -> n.name order by n.place) from unnest(names[2:]) with ordinality as n(name, place) $gm$`;

/** A trigger's first argument is the table as the side table has it, the others are the columns of its key. Arguments count from 0, their list from 1. */
const writeFunction = (schema: string, table: string): string =>
  `create or replace function ${schema}.gm_write_change() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $gm$
declare
  given constant text[] := array(select a from unnest(tg_argv) as a);
  changed jsonb;
  written jsonb;
begin
  if tg_op = 'INSERT' then
    select case when count(*) <= ${MAX_ROWS} then coalesce(jsonb_agg(jsonb_build_array(null, ${schema}.gm_change_row(to_jsonb(r)))), '[]') end
      into written from (select * from gm_after limit ${MAX_ROWS + 1}) as r;
  elsif tg_op = 'DELETE' then
    select case when count(*) <= ${MAX_ROWS} then coalesce(jsonb_agg(jsonb_build_array(${schema}.gm_change_row(to_jsonb(r)), null)), '[]') end
      into written from (select * from gm_before limit ${MAX_ROWS + 1}) as r;
  elsif tg_op = 'UPDATE' then
    if (select count(*) from (select from gm_after limit ${MAX_ROWS + 1}) as r) <= ${MAX_ROWS} then
    with pairs as materialized (
      select b.image as before, a.image as after
      from (select to_jsonb(r) as image, ${schema}.gm_change_key(to_jsonb(r), given) as key from gm_before as r) as b
      full join (select to_jsonb(r) as image, ${schema}.gm_change_key(to_jsonb(r), given) as key from gm_after as r) as a on a.key = b.key)
    select
      (select coalesce(jsonb_agg(distinct f.key), '[]') from pairs as p cross join jsonb_each(coalesce(p.before, p.after)) as f
        where (p.before -> f.key) is distinct from (p.after -> f.key)),
      (select coalesce(jsonb_agg(jsonb_build_array(${schema}.gm_change_row(p.before), ${schema}.gm_change_row(p.after))), '[]') from pairs as p)
      into changed, written;
    end if;
  end if;
  if written = '[]' or changed = '[]' then return null; end if;
  insert into ${table} (${RECORD_COLUMNS}) values (given[1], pg_current_xact_id(), clock_timestamp(),
    case tg_op when 'INSERT' then 'create' when 'UPDATE' then 'update' else 'delete' end, changed, written);
  return null;
end $gm$`;
