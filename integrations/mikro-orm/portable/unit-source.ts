import type { Condition, LoadRequest, ManagerModel, PageResult, ReadPlan, Truth } from '../../../lib/plugin.js';
import type { FoundRow, KeyedQuestions, UnitSource } from '../write/unit-source.js';
import { ConditionWriter } from './condition.js';
import { refuseUnknown } from './known-plan.js';
import { Aliases } from './link.js';
import { readPlan, type Run } from './read.js';
import type { Columns } from './row-reader.js';
import { running } from './run.js';
import { all, bind, EMPTY, join, orTrue, raw, sql, where, type Sql } from './sql.js';
import type { Tables } from './tables.js';
import { keyColumnValue } from './value.js';

/** Keeps rows as they are for everybody else. */
const LOCK = raw(' for update');

/** Rows of a manager in SQL: what they are asked, and how to read it. */
interface AskedRows {
  readonly statement: (restricted: (conditions: ConditionWriter, alias: string) => Sql | undefined, end?: Sql) => Sql;
  /** The key's columns in their order. */
  readonly order: Sql;
  readonly decode: (columns: Columns) => FoundRow;
}

/** Asks databases besides PostgreSQL for units of work: one statement for the objects of a manager, and those of a read. */
export function portableUnits(tablesOf: () => Tables): UnitSource {
  const { units } = tablesOf().dialect;
  return {
    ...units,
    async find(context, request) {
      const tables = tablesOf();
      return running(tables, context, false, async (run) => findRows(tables, run, request, tables.dialect.locks ? LOCK : EMPTY));
    },
    async locate(context, requests) {
      const tables = tablesOf();
      return running(tables, context, false, async (run) => {
        const found: (readonly FoundRow[])[] = [];
        for (const request of requests) found.push(await findRows(tables, run, request, EMPTY));
        return found;
      });
    },
    async ask(context, asked, plan) {
      const tables = tablesOf();
      if (plan) refuseUnknown(plan);
      return running(tables, context, false, async (run) => askAll(tables, run, asked, plan));
    },
  };
}

async function findRows(
  tables: Tables,
  run: Run,
  { manager, where: asked, questions, limit }: Omit<LoadRequest, 'lazy'>,
  lock: Sql,
): Promise<readonly FoundRow[]> {
  const rows = askedRows(tables, manager, questions);
  const statement = rows.statement(
    (conditions, alias) => all([tables.ofType(manager, alias), conditions.write(asked, alias)]),
    sql` order by ${rows.order} limit ${bind(limit)}${lock}`,
  );
  return (await run(statement)).map(rows.decode);
}

async function askAll(
  tables: Tables,
  run: Run,
  asked: readonly KeyedQuestions[],
  plan: ReadPlan | undefined,
): Promise<{ readonly found: readonly (readonly FoundRow[])[]; readonly page?: PageResult }> {
  const found: (readonly FoundRow[])[] = [];
  for (const { manager, keys, questions } of asked) {
    const rows = askedRows(tables, manager, questions);
    const statement = rows.statement((conditions, alias) => conditions.write({ kind: 'key', manager, keys }, alias));
    found.push((await run(statement)).map(rows.decode));
  }
  return { found, ...(plan && { page: await readPlan(tables, run, plan) }) };
}

function askedRows(tables: Tables, manager: ManagerModel, questions: readonly Condition[]): AskedRows {
  const aliases = new Aliases();
  const conditions = new ConditionWriter(tables, aliases);
  const alias = aliases.next();
  const parts = tables.keyColumns(manager).map((_name, index) => keyColumnValue(tables, manager, index, alias));
  const keys = parts.map(({ codec, expression }, index) => sql`${codec.read(expression)} as ${raw(`k${index}`)}`);
  const truths = questions.map((question, index) => sql`(${orTrue(conditions.write(question, alias))}) as ${raw(`t${index}`)}`);
  const source = sql`${tables.source(tables.entities.meta(manager))} as ${raw(alias)}`;
  return {
    order: join(parts.map(({ codec, expression }) => codec.sorted(expression))),
    statement: (restricted, end = EMPTY) =>
      sql`select ${join([...keys, ...truths])} from ${source}${where(restricted(conditions, alias))}${end}`,
    decode: (columns) => ({
      key: parts.map(({ codec }, index) => codec.decode(columns[`k${index}`])),
      answers: questions.map((_question, index) => truthOf(columns[`t${index}`])),
    }),
  };
}

const truthOf = (value: unknown): Truth => (value === null || value === undefined ? undefined : Number(value) !== 0);
