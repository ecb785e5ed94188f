import { quote } from '../sql/statement.js';
import { ACTOR_SETTING } from './actor-slots.js';
import type { PolicyFunction } from './definer-functions.js';

/** The functions that read the actor's setting: null where it is missing, an error where it is no JSON. */
export function helperFunctions(schema: string): readonly PolicyFunction[] {
  const actor = `${quote(schema)}.gm_rls_actor()`;
  const make = (name: string, parameter: string, returns: string, body: string): PolicyFunction => {
    const signature = `${quote(schema)}.${name}(${parameter})`;
    return {
      signature,
      create: `create or replace function ${signature} returns ${returns} language sql stable parallel safe set search_path = pg_catalog, pg_temp\nas $gm$${body}$gm$`,
    };
  };
  return [
    make(
      'gm_rls_actor',
      '',
      'jsonb',
      `select case when jsonb_typeof(a) in ('object', 'null') then a end from (select nullif(current_setting('${ACTOR_SETTING}', true), '')::jsonb as a) as s`,
    ),
    make('gm_rls_attribute', 'text', 'jsonb', `select nullif(${actor} -> $1, 'null')`),
    make('gm_rls_value', 'text', 'text', `select ${actor} ->> $1`),
    make(
      'gm_rls_list',
      'text',
      'text[]',
      `select case when jsonb_typeof(${actor} -> $1) = 'array' then array(select jsonb_array_elements_text(${actor} -> $1)) end`,
    ),
    make(
      'gm_rls_has_role',
      'text[]',
      'boolean',
      `select coalesce(jsonb_typeof(${actor} -> 'roles') = 'array' and exists (select from unnest($1) as r where ${actor} -> 'roles' @> jsonb_build_array(r)), false)`,
    ),
  ];
}
