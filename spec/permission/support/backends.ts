import type { GeneralManager } from 'general-manager';
import type { PermissionRule } from 'general-manager/decorators';
import { execute } from '../../../integrations/mikro-orm/execute.js';
import { ConditionWriter } from '../../../integrations/mikro-orm/sql/condition.js';
import { Entities } from '../../../integrations/mikro-orm/sql/entities.js';
import { Statement } from '../../../integrations/mikro-orm/sql/statement.js';
import { managerNamed } from '../../../lib/model/lookup.js';
import { bindPolicy } from '../../../lib/permission/bind.js';
import { RuleCompiler } from '../../../lib/permission/compile-rule.js';
import type { Evaluator } from '../../../lib/permission/evaluate.js';
import { accessOf, type Access } from '../../../lib/permission/access.js';
import { policyOf } from '../../../lib/permission/policy.js';
import type { Condition } from '../../../lib/plan/condition.js';
import type { Store } from '../../reads/support/shelf.js';

/** A thing as the evaluation in memory gets it. */
export interface Loaded {
  readonly id: number;
}

/** One policy for one actor, as both back ends are asked. */
export interface Case {
  readonly read: PermissionRule;
  readonly actor: object | null;
  readonly where: Condition;
}

/** The two back ends of rules: each gives the keys of the things that a condition lets through, in their order. */
export interface Backends {
  sql(asked: Case): Promise<readonly unknown[]>;
  memory(asked: Case): readonly unknown[];
}

/** A case in which the back ends do not say the same. */
export interface Disagreement {
  /** How many cases were asked before. */
  readonly after: number;
  readonly asked: Case;
  readonly sql: readonly unknown[];
  readonly memory: readonly unknown[];
}

/** Asks both back ends until they disagree. */
export async function firstDisagreement({ sql, memory }: Backends, cases: readonly Case[]): Promise<Disagreement | undefined> {
  for (const [after, asked] of cases.entries()) {
    const answers = { sql: await sql(asked), memory: memory(asked) };
    if (JSON.stringify(answers.sql) !== JSON.stringify(answers.memory)) return { after, asked, ...answers };
  }
  return undefined;
}

/** What a policy for reading things lets an actor do, as the application itself would compile and bind it. */
export function accessTo({ model }: Pick<GeneralManager, 'model'>, read: PermissionRule, actor: object | null): Access {
  const policy = new RuleCompiler(model).policy(managerNamed(model, 'Thing'), 'read', policyOf([{ read }]).read);
  return accessOf(bindPolicy(model, policy, actor));
}

/** The evaluation in memory over loaded things. */
export const inMemory =
  (evaluator: Evaluator, things: readonly Loaded[]): Backends['memory'] =>
  ({ where }) =>
    things.filter((thing) => evaluator.truth(where, thing) === true).map(({ id }) => id);

/** A condition as a statement of its own; `make` gives the writer. */
export function inSql(
  { orm, gm }: Store,
  make: (entities: Entities, statement: Statement) => ConditionWriter = (entities, statement) => new ConditionWriter(entities, statement),
): Backends['sql'] {
  const entities = new Entities(orm, gm.model.managers);
  return async ({ where }) => {
    const statement = new Statement();
    const alias = statement.alias();
    const written = make(entities, statement).write(where, alias) ?? 'true';
    const text = `select coalesce(json_agg(${alias}.id order by ${alias}.id), '[]') as j from thing as ${alias} where ${written}`;
    return (await execute(orm, text, statement.parameters, {})) as readonly unknown[];
  };
}
