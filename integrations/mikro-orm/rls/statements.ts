import { policyText, type PolicyOperation } from '../../../lib/index.js';
import type { RowLevelSecurity } from '../../../lib/plugin.js';
import { quote } from '../sql/statement.js';
import { helperFunctions } from './helper-functions.js';
import { quoteText } from './quote-literal.js';
import { OPERATIONS, type CompiledPolicies, type TablePolicies } from './table-policies.js';

/** What the statements are written for. */
export interface StatementOptions {
  readonly roles: readonly string[];
  readonly schema: string;
  readonly force: boolean;
}

const COMMANDS: Readonly<Record<PolicyOperation, { readonly command: string; readonly clauses: readonly string[] }>> = Object.freeze({
  read: { command: 'select', clauses: ['using'] },
  create: { command: 'insert', clauses: ['with check'] },
  update: { command: 'update', clauses: ['using', 'with check'] },
  delete: { command: 'delete', clauses: ['using'] },
});

/** Puts compiled policies into statements that can be run again and again. */
export function writeStatements(policies: CompiledPolicies, options: StatementOptions): RowLevelSecurity {
  const { tables } = policies;
  const schema = quote(options.schema);
  const functions = [...helperFunctions(options.schema), ...policies.functions];
  const roles = options.roles.map(quote).join(', ');
  const drop = [...tables.flatMap(dropPolicies), dropFunctions(options.schema)];
  const signatures = functions.map(({ signature }) => signature).join(', ');
  const up = [
    `${commentOf(policies)}create schema if not exists ${schema}`,
    ...drop,
    ...functions.map(({ create }) => create),
    `revoke all on function ${signatures} from public`,
    `grant usage on schema ${schema} to ${roles}`,
    `grant execute on function ${signatures} to ${roles}`,
    ...tables.flatMap((table) => createPolicies(table, options.schema, roles)),
    ...tables.flatMap(({ table }) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} ${options.force ? 'force' : 'no force'} row level security`,
    ]),
  ];
  return Object.freeze({ up: Object.freeze(up), down: Object.freeze([...drop, ...tables.map(disable)]) });
}

const policyName = (operation: PolicyOperation): string => quote(`gm_${operation}`);

const dropPolicies = ({ table }: TablePolicies): readonly string[] =>
  OPERATIONS.map((operation) => `drop policy if exists ${policyName(operation)} on ${table}`);

/** No policy holds without the setting, not even one that lets everyone through: it is missing where nobody said who acts. */
function createPolicies({ table, managers, expressions }: TablePolicies, schema: string, roles: string): readonly string[] {
  return OPERATIONS.map((operation) => {
    const { command, clauses } = COMMANDS[operation];
    const told = managers.map(({ name, policy }) => comment(`${name}, ${operation}: ${policyText(policy[operation])}`)).join('');
    const expression = `((select ${quote(schema)}.gm_rls_actor()) is not null and (${expressions[operation]}))`;
    const checks = clauses.map((clause) => `  ${clause} ${expression}`).join('\n');
    return `${told}create policy ${policyName(operation)} on ${table} for ${command} to ${roles}\n${checks}`;
  });
}

/** Removes the functions of an earlier run, with the policies of tables that have no manager any more. */
function dropFunctions(schema: string): string {
  return `do $gm$ declare found record; begin
  for found in
    select distinct p.polname, p.polrelid::regclass as of from pg_policy p
    join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_proc'::regclass
    join pg_proc f on f.oid = d.refobjid join pg_namespace n on n.oid = f.pronamespace
    where n.nspname = ${quoteText(schema)} and f.proname like 'gm\\_rls\\_%' and p.polname like 'gm\\_%'
  loop execute format('drop policy %I on %s', found.polname, found.of); end loop;
  for found in
    select f.oid::regprocedure as of from pg_proc f join pg_namespace n on n.oid = f.pronamespace
    where n.nspname = ${quoteText(schema)} and f.proname like 'gm\\_rls\\_%'
  loop execute format('drop function %s', found.of); end loop;
end $gm$`;
}

/** Policies of others keep the table protected. */
function disable({ table }: TablePolicies): string {
  return `do $gm$ begin
  if not exists (select from pg_policy where polrelid = ${quoteText(table)}::regclass) then
    alter table ${table} no force row level security;
    alter table ${table} disable row level security;
  end if;
end $gm$`;
}

/** What the policies read of the actor, and what they do not cover. */
function commentOf({ tables, slots, uncovered }: CompiledPolicies): string {
  const guarded = tables
    .flatMap(({ managers }) => managers)
    .flatMap(({ name, policy }) => Object.keys(policy.fields).map((field) => `${name}.${field}`));
  return [
    comment(`The setting "general_manager.actor" holds null, or an object with: ${slots.names.join(', ') || 'nothing'}`),
    comment('Tables without a manager, such as those of many-to-many relations, are not covered: grant them with care.'),
    ...(uncovered.length > 0 ? [comment(`Not covered, since they are no tables: ${uncovered.map(({ name }) => name).join(', ')}`)] : []),
    ...(guarded.length > 0 ? [comment(`Policies of fields are not covered, rows are shown whole: ${guarded.join(', ')}`)] : []),
  ].join('');
}

/** Nothing in a comment may end it. */
const comment = (text: string): string => `-- ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}\n`;
