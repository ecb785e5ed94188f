import type { Condition, HistoryReading, PageResult, ReadPlan, Row } from '../../../lib/plugin.js';
import type { CompiledRead } from '../sql/compile.js';
import type { Entities } from '../sql/entities.js';
import { PageWriter, type SqlPage } from '../sql/page.js';
import { rootSource } from '../sql/related.js';
import { column, Statement } from '../sql/statement.js';
import type { HistoricEntities, Moment } from './historic-entities.js';
import { entityTable, textKey, type RecordedTable } from './recorded-table.js';

/** The tables at any time, and the one that has their history. */
export interface Timeline {
  /** The table of the history, as SQL has it. */
  readonly table: string;
  readonly at: (moment: Moment) => HistoricEntities;
}

/** The state of an object before or after a change, in SQL. */
interface SqlState {
  /** `[rows, null]`, of which there is one where the state may be seen. */
  readonly expression: string;
  readonly decode: SqlPage['decode'];
}

/**
 * Compiles the history of one object to one statement. Each state is a row of the object's table, read under the plan's policy, with everything that
 * the policy or the selection leads to as it was when the state came about, or ended.
 */
export function compileHistory(entities: Entities, timeline: Timeline, plan: ReadPlan, reading: HistoryReading): CompiledRead {
  const statement = new Statement();
  const change = statement.alias();
  const table = entityTable(entities, entities.meta(plan.manager));
  const state = (name: 'before' | 'after'): SqlState => stateOf(timeline, statement, { plan, reading, table, change, name });
  const [before, after] = [state('before'), state('after')];
  const at = `to_char(${change}.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const told = ['id::text', 'operation', 'reason', 'actor', 'system'].map((name) => `${change}.${name}`);
  const changes = `select ${change}.id as "order", ${change}.operation as kind, json_build_array(${[at, ...told].join(', ')}) as told,
    ${before.expression} as b, ${after.expression} as a
    from ${timeline.table} as ${change} where ${restrictionOf(entities, statement, { plan, reading, table, change })} order by ${change}.id desc offset 0`;
  // What may not be seen is not there; one more than the page, to know whether there is a next.
  const isSeen = `case when c.kind = 'delete' then json_array_length(c.b -> 0) else json_array_length(c.a -> 0) end > 0`;
  const page = `select * from (${changes}) as c where ${isSeen} order by c."order" desc limit ${statement.count(plan.page.limit + 1)}`;
  const list = `select coalesce(json_agg(json_build_array(p.told, p.b, p.a) order by p."order" desc), '[]'::json) from (${page}) as p`;
  // The system need not be asked, nor may the object be there for it.
  const author = reading.author.kind === 'true' ? 'true' : presence(entities, statement, { plan, reading }, reading.author);
  return {
    text: `select json_build_array(${author}, (${list})) as j`,
    parameters: statement.parameters,
    decode: (value) => pageOf(plan, value as SqlHistory, { before, after }),
  };
}

interface StateContext {
  readonly plan: ReadPlan;
  readonly reading: HistoryReading;
  readonly table: RecordedTable;
  /** The alias of the change. */
  readonly change: string;
}

/** A state as a page of one row; what leads to histories that begin later is not known, and shows nothing. */
function stateOf(
  timeline: Timeline,
  statement: Statement,
  { plan, reading, table, change, name }: StateContext & { readonly name: 'before' | 'after' },
): SqlState {
  const at = column(change, 'at');
  const entities = timeline.at({ sql: at, inclusive: name === 'after' });
  const alias = statement.alias();
  const image = column(change, name);
  const from = `(select (jsonb_populate_record((select t from ${table.source} as t limit 0), ${image})).*) as ${alias}`;
  const selection = name === 'before' ? reading.before : plan.selection;
  const page = new PageWriter(entities, statement).write(stateOnly(plan, selection), { from, on: `${image} is not null` }, alias);
  const { since } = entities;
  const expression = since
    ? `case when ${at} < timestamptz '${since.toISOString()}' then '[[],null]'::json else ${page.expression} end`
    : page.expression;
  return { expression, decode: page.decode };
}

const stateOnly = ({ history: _history, ...plan }: ReadPlan, selection: ReadPlan['selection']): ReadPlan => ({
  ...plan,
  selection,
  page: { limit: 1, offset: 0, backwards: false },
  order: [],
  positions: false,
});

/** Which changes: those of the object, behind a position, and none where it may not be seen as it is. */
function restrictionOf(entities: Entities, statement: Statement, { plan, reading, table, change }: StateContext): string {
  const { after } = plan.page;
  const [position] = after ?? [];
  const parts = [
    `${change}.relation = ${statement.bind(table.relation, 'text')}`,
    `${change}.key = ${statement.bind(textKey(reading.key), 'jsonb')}`,
    ...(position ? [`${change}.id < ${statement.bind(position, 'bigint')}`] : []),
    ...(reading.present ? [presence(entities, statement, { plan, reading }, reading.present)] : []),
  ];
  return parts.join(' and ');
}

/** Whether the object is there, and meets a condition. */
function presence(
  entities: Entities,
  statement: Statement,
  { plan, reading }: Pick<StateContext, 'plan' | 'reading'>,
  condition: Condition,
): string {
  const { manager } = plan;
  const where: Condition = { kind: 'key', manager, keys: [reading.key] };
  const asked = { ...stateOnly(plan, plan.selection), where, policy: condition };
  const pages = new PageWriter(entities, statement);
  const { source, alias } = rootSource(pages, asked);
  return `${pages.total(asked, source, alias)} > 0`;
}

/** What the statement gives: whether who wrote may be seen, and the changes. */
type SqlHistory = readonly [boolean, readonly (readonly [SqlChange, unknown, unknown])[]];
type SqlChange = readonly [at: string, id: string, operation: string, reason: string | null, actor: string | null, system: boolean];

function pageOf(
  plan: ReadPlan,
  [isAuthorSeen, all]: SqlHistory,
  { before, after }: { readonly before: SqlState; readonly after: SqlState },
): PageResult {
  const kept = all.slice(0, plan.page.limit);
  const row = (decode: SqlState['decode'], value: unknown): Row | null => (decode(value) as PageResult).rows[0] ?? null;
  return {
    plan,
    positions: kept.map(([[, id]]) => [id]),
    hasNext: all.length > kept.length,
    hasPrevious: plan.page.after !== undefined,
    rows: kept.map(([[at, , operation, reason, actor, system], then, last]) => ({
      at: new Date(at),
      operation,
      // What the system writes without a reason has that of the system.
      reason: system && !isAuthorSeen ? null : reason,
      author: isAuthorSeen ? { actor, system } : null,
      before: row(before.decode, then),
      after: row(after.decode, last),
    })),
  };
}
