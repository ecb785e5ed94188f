import type { PageResult, ReadPlan } from '../../../lib/plugin.js';
import type { Entities } from './entities.js';
import { PageWriter } from './page.js';
import { Statement } from './statement.js';

/** A plan as one statement. */
export interface CompiledRead {
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** Reads the value of the statement's only column. */
  readonly decode: (value: unknown) => PageResult;
}

/** Compiles a plan, whatever its depth, to one parameterised statement. */
export function compileRead(entities: Entities, plan: ReadPlan): CompiledRead {
  const statement = new Statement();
  const alias = statement.alias();
  const from = `${entities.source(entities.meta(plan.manager))} as ${alias}`;
  const page = new PageWriter(entities, statement).write(plan, { from, on: '' }, alias);
  return {
    text: `select ${page.expression} as j`,
    parameters: statement.parameters,
    decode: (value) => page.decode(value) as PageResult,
  };
}
