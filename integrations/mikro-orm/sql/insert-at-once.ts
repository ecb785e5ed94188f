import type { EntityManager } from '@mikro-orm/core';
import type { Condition, InsertedObject, ManagerModel, PageResult, ReadContext, ReadPlan } from '../../../lib/plugin.js';
import { executeRows } from '../execute.js';
import { keyColumnNames, type Meta } from '../metadata.js';
import type { StatementNames } from '../statement-names.js';
import { insertStatement, isWatched, type InsertStatement } from '../write/insert-statement.js';
import { ConditionWriter } from './condition.js';
import type { Entities } from './entities.js';
import { PageWriter } from './page.js';
import { Statement } from './statement.js';
import { keyColumnValue } from './value.js';

/** What PostgreSQL says of a division by zero: how the statement undoes itself where the new row is not allowed. */
const DIVISION_BY_ZERO = '22012';

/** What is asked of a row that is inserted. */
export interface AskedInsert {
  readonly manager: ManagerModel;
  readonly object: object;
  /** What has to be true of the new row. */
  readonly allowed: Condition;
  readonly plan: ReadPlan | undefined;
}

/** Inserts a row, decides about it and reads it, in one statement that is undone as a whole where the row is not allowed. */
export async function insertAtOnce(
  entities: Entities,
  names: StatementNames,
  { session, ...context }: ReadContext,
  { manager, object, allowed, plan }: AskedInsert,
): Promise<InsertedObject | 'denied' | undefined> {
  const em = session as EntityManager;
  const meta = entities.meta(manager);
  if (isWatched(em, meta) || meta.relations.some(({ targetKey }) => targetKey !== undefined)) return undefined;
  const insert = await insertStatement(em, meta, object);
  if (!insert) return undefined;
  const compiled = compile(entities, meta, insert, { manager, object, allowed, plan });
  try {
    const [row] = await executeRows(entities.orm, compiled.text, compiled.parameters, context, names.ofText(compiled.text));
    return compiled.decode(row?.['j']);
  } catch (error) {
    if (typeof error === 'object' && error !== null && Reflect.get(error, 'code') === DIVISION_BY_ZERO) return 'denied';
    throw error;
  }
}

interface CompiledInsert extends InsertStatement {
  readonly decode: (value: unknown) => InsertedObject;
}

function compile(entities: Entities, meta: Meta, insert: InsertStatement, { manager, allowed, plan }: AskedInsert): CompiledInsert {
  const statement = new Statement(insert.parameters);
  const conditions = new ConditionWriter(entities, statement);
  const alias = statement.alias();
  const key = keyColumnNames(meta).map((_name, index) => keyColumnValue(entities, manager, index, alias));
  const truth = conditions.write(allowed, alias);
  // What is constant could be reckoned before anything is inserted.
  const guard = truth === undefined ? [] : [`1 / (case when ${truth} then 1 else 0 end)`];
  const pages = new PageWriter(entities, statement);
  const inner = statement.alias();
  const page = plan && pages.write(plan, { from: `inserted as ${inner}`, on: '' }, inner);
  const parts = [
    `json_build_array(${key.map(({ codec, expression }) => codec.json(expression)).join(', ')})`,
    page?.expression ?? 'null',
    ...guard,
  ];
  return {
    text: `with inserted as (${insert.text} returning *) select json_build_array(${parts.join(', ')}) as j from inserted as ${alias}`,
    parameters: statement.parameters,
    decode: (value) => {
      const [found, read] = value as [readonly unknown[], unknown];
      return {
        key: found.map((part, index) => key[index]?.codec.decode(part)),
        ...(page && { page: page.decode(read) as PageResult }),
      };
    },
  };
}
