import type { Condition, ManagerModel, Truth } from '../../../lib/plugin.js';
import { keyColumnNames, type Orm } from '../metadata.js';
import { executeRows } from '../execute.js';
import type { FoundRow, UnitSource } from '../write/unit-source.js';
import { ConditionWriter } from './condition.js';
import type { StatementNames } from '../statement-names.js';
import type { Entities } from './entities.js';
import { PageWriter } from './page.js';
import { rootSource } from './related.js';
import { Statement } from './statement.js';
import { keyColumnValue } from './value.js';

type Decode = (value: unknown) => FoundRow;

/** A row in SQL: one expression that gives its key and what is true of it as JSON, and how to read it. */
interface SqlRow {
  readonly expression: string;
  readonly decode: Decode;
}

/** Asks PostgreSQL for units of work: everything at once is one statement. */
export function postgresUnits(orm: Orm, entitiesOf: () => Entities, names: StatementNames): UnitSource {
  return {
    async find(context, { manager, where, questions, limit }) {
      const entities = entitiesOf();
      const statement = new Statement();
      const conditions = new ConditionWriter(entities, statement);
      const alias = statement.alias();
      const row = writeRow(entities, conditions, manager, questions, alias);
      const restricted = conditions.all([entities.ofType(statement, manager, alias), conditions.write(where, alias)]) ?? 'true';
      const order = keyColumnNames(entities.meta(manager)).map(
        (_name, index) => keyColumnValue(entities, manager, index, alias).expression,
      );
      const text = `select ${row.expression} as j from ${entities.source(entities.meta(manager))} as ${alias} where ${restricted} order by ${order.join(', ')} limit ${statement.count(limit)} for update of ${alias}`;
      const rows = await executeRows(orm, text, statement.parameters, context, names.ofText(text));
      return rows.map(({ j }) => row.decode(j));
    },
    async locate(context, requests) {
      const entities = entitiesOf();
      const statement = new Statement();
      const conditions = new ConditionWriter(entities, statement);
      const lists = requests.map(({ manager, where, questions, limit }) => {
        const alias = statement.alias();
        const row = writeRow(entities, conditions, manager, questions, alias);
        const restricted = conditions.all([entities.ofType(statement, manager, alias), conditions.write(where, alias)]) ?? 'true';
        const rows = `select ${row.expression} as j from ${entities.source(entities.meta(manager))} as ${alias} where ${restricted} limit ${statement.count(limit)}`;
        return { ...row, expression: `(select coalesce(json_agg(j), '[]'::json) from (${rows}) as r)` };
      });
      const text = `select json_build_array(${lists.map(({ expression }) => expression).join(', ')}) as j`;
      const [answer] = await executeRows(orm, text, statement.parameters, context, names.ofText(text));
      const values = answer?.['j'] as readonly (readonly unknown[])[];
      return lists.map(({ decode }, index) => (values[index] ?? []).map(decode));
    },
    async ask(context, asked, plan) {
      const entities = entitiesOf();
      const statement = new Statement();
      const conditions = new ConditionWriter(entities, statement);
      const groups = asked.map(({ manager, keys, questions }) => {
        const alias = statement.alias();
        const row = writeRow(entities, conditions, manager, questions, alias);
        const where = conditions.write({ kind: 'key', manager, keys }, alias) ?? 'true';
        const source = `${entities.source(entities.meta(manager))} as ${alias}`;
        return { ...row, expression: `(select coalesce(json_agg(${row.expression}), '[]'::json) from ${source} where ${where})` };
      });
      const pages = new PageWriter(entities, statement);
      const root = plan && rootSource(pages, plan);
      const page = plan && root && pages.write(plan, root.source, root.alias);
      const parts = [...groups.map(({ expression }) => expression), ...(page ? [page.expression] : [])];
      const [answer] = await executeRows(orm, `select json_build_array(${parts.join(', ')}) as j`, statement.parameters, context);
      const values = answer?.['j'] as readonly unknown[];
      const found = groups.map(({ decode }, index) => (values[index] as readonly unknown[]).map(decode));
      return { found, ...(page && { page: page.decode(values[groups.length]) as never }) };
    },
  };
}

function writeRow(
  entities: Entities,
  conditions: ConditionWriter,
  manager: ManagerModel,
  questions: readonly Condition[],
  alias: string,
): SqlRow {
  const parts = keyColumnNames(entities.meta(manager)).map((_name, index) => keyColumnValue(entities, manager, index, alias));
  const truths = questions.map((question) => `(${conditions.write(question, alias) ?? 'true'})::boolean`);
  const key = parts.map(({ codec, expression }) => codec.json(expression));
  return {
    expression: `json_build_array(json_build_array(${key.join(', ')}), json_build_array(${truths.join(', ')}))`,
    decode: (value) => {
      const [found, said] = value as [readonly unknown[], readonly (boolean | null)[]];
      return {
        key: found.map((part, index) => parts[index]?.codec.decode(part)),
        answers: said.map((truth): Truth => truth ?? undefined),
      };
    },
  };
}
