import { quote } from '../sql/statement.js';
import { ACTOR_SETTING } from './actor-slots.js';
import type { PolicyFunction } from './definer-functions.js';

/**
 * The functions that read what policies know of the actor: null where it is missing, an error where the setting is no JSON.
 *
 * PostgreSQL binds what `return` says when it is created, so that no search path can change what it means later.
 */
export function helperFunctions(schema: string): readonly PolicyFunction[] {
  const make = (name: string, parameters: string, returns: string, result: string): PolicyFunction => {
    const signature = `${quote(schema)}.${name}(${parameters})`;
    return {
      signature,
      create: `create or replace function ${signature} returns ${returns} language sql stable parallel safe\nreturn ${result}`,
    };
  };
  return [
    make(
      'gm_rls_actor',
      '',
      'jsonb',
      `(select case when jsonb_typeof(a) in ('object', 'null') then a end from (select nullif(current_setting('${ACTOR_SETTING}', true), '')::jsonb as a) as s)`,
    ),
    make(
      'gm_rls_list',
      'jsonb, text',
      'text[]',
      `case when jsonb_typeof($1 -> $2) = 'array' then array(select jsonb_array_elements_text($1 -> $2)) end`,
    ),
    make(
      'gm_rls_has_role',
      'jsonb, text[]',
      'boolean',
      `coalesce(jsonb_typeof($1 -> 'roles') = 'array' and exists (select from unnest($2) as r where $1 -> 'roles' @> jsonb_build_array(r)), false)`,
    ),
  ];
}
