import type { Condition, Judgement, ManagerModel } from '../../../lib/plugin.js';
import { ConditionWriter } from './condition.js';
import type { Entities } from './entities.js';
import { Statement } from './statement.js';
import { pathValue } from './value.js';

/** Conditions on one object as one statement. */
export interface CompiledJudgement {
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** Reads the statement's only column; undefined where there is no such object. */
  readonly decode: (value: unknown) => readonly Judgement[] | undefined;
}

/** Compiles what is asked about the object with a key: of each condition its truth, and of comparisons the value that was looked at. */
export function compileJudgement(
  entities: Entities,
  manager: ManagerModel,
  key: readonly unknown[],
  asked: readonly Condition[],
): CompiledJudgement {
  const statement = new Statement();
  const conditions = new ConditionWriter(entities, statement);
  const alias = statement.alias();
  const truths = asked.map((condition) => `(${conditions.write(condition, alias) ?? 'true'})::boolean`);
  const looked = asked.map((condition) => (condition.kind === 'compare' ? pathValue(entities, condition.path, alias) : undefined));
  const values = looked.map((value) => (value ? value.codec.json(value.expression) : 'null'));
  const where = conditions.all([
    entities.ofType(statement, manager, alias),
    conditions.write({ kind: 'key', manager, keys: [key] }, alias),
  ]);
  const from = `${entities.source(entities.meta(manager))} as ${alias}`;
  const answers = `json_build_array(json_build_array(${truths.join(', ')}), json_build_array(${values.join(', ')}))`;
  return {
    text: `select ${answers} as j from ${from} where ${where ?? 'true'}`,
    parameters: statement.parameters,
    decode: (answer) => {
      if (answer === undefined) return undefined;
      const [found, seen] = answer as [(boolean | null)[], unknown[]];
      return found.map((truth, index): Judgement => {
        const value = seen[index] ?? null;
        const codec = looked[index]?.codec;
        return { truth: truth ?? undefined, ...(codec && { value: value === null ? null : codec.decode(value) }) };
      });
    },
  };
}
