import type { PageResult, ReadPlan } from '../../../lib/plugin.js';
import type { Entities } from './entities.js';
import { PageWriter } from './page.js';
import { compileParts } from './parts.js';
import { rootSource } from './related.js';
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
  if (plan.partition) return compileParts(entities, plan, plan.partition);
  const statement = new Statement();
  const pages = new PageWriter(entities, statement);
  const { source, alias } = rootSource(pages, plan);
  const page = pages.write(plan, source, alias);
  return {
    text: `select ${page.expression} as j`,
    parameters: statement.parameters,
    decode: (value) => page.decode(value) as PageResult,
  };
}
