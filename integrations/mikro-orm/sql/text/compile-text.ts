import type { OpenPlan, ResponseRoot, TextStatement } from '../../../../lib/plugin.js';
import type { Entities } from '../entities.js';
import { rootSource } from '../related.js';
import { RestrictedRows } from '../restricted-rows.js';
import { Statement } from '../statement.js';
import { ResponseWriter } from './response-writer.js';

/** Compiles a plan, whatever its depth, to one statement that gives the JSON text of the response. */
export function compileText(entities: Entities, plan: OpenPlan, response: ResponseRoot): TextStatement {
  const statement = new Statement();
  const rows = new RestrictedRows(entities, statement);
  const { source, alias } = rootSource(rows, plan);
  const writer = new ResponseWriter(rows);
  const text = (): string => {
    switch (response.kind) {
      case 'one':
        return writer.one(plan, response.row, source, alias);
      case 'page':
        return `select ${writer.page(plan, response.page, source, alias)} as j`;
      case 'groups':
        return `select ${writer.groups(plan, response.write, source, alias)} as j`;
    }
  };
  return { manager: plan.manager, text: text(), parameters: statement.parameters, conversions: writer.conversions };
}
