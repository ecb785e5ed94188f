import type { Condition, Judgement, ManagerModel } from '../../../lib/plugin.js';
import { ConditionWriter } from './condition.js';
import { Aliases } from './link.js';
import type { Run } from './read.js';
import { all, join, orTrue, raw, sql, where } from './sql.js';
import type { Tables } from './tables.js';
import { pathValue } from './value.js';

/** Asks about the object with a key: of each condition its truth, and of comparisons the value that was looked at. */
export async function judge(
  tables: Tables,
  run: Run,
  manager: ManagerModel,
  key: readonly unknown[],
  asked: readonly Condition[],
): Promise<readonly Judgement[] | undefined> {
  const aliases = new Aliases();
  const conditions = new ConditionWriter(tables, aliases);
  const alias = aliases.next();
  const truths = asked.map((condition, index) => sql`(${orTrue(conditions.write(condition, alias))}) as ${raw(`t${index}`)}`);
  const looked = asked.map((condition) => (condition.kind === 'compare' ? pathValue(tables, condition.path, alias) : undefined));
  const values = looked.flatMap((value, index) => (value ? [sql`${value.codec.read(value.expression)} as ${raw(`v${index}`)}`] : []));
  const found = where(all([tables.ofType(manager, alias), conditions.write({ kind: 'key', manager, keys: [key] }, alias)]));
  const source = sql`${tables.source(tables.entities.meta(manager))} as ${raw(alias)}`;
  const [answer] = await run(sql`select ${join([raw('1 as c'), ...truths, ...values])} from ${source}${found}`);
  if (!answer) return undefined;
  return asked.map((_condition, index): Judgement => {
    const truth = answer[`t${index}`] ?? null;
    const value = answer[`v${index}`] ?? null;
    const codec = looked[index]?.codec;
    const seen = codec && { value: value === null ? null : codec.decode(value) };
    return { truth: truth === null ? undefined : Number(truth) !== 0, ...seen };
  });
}
