import { TRUE, type Condition, type Judgement } from '../../../lib/plugin.js';
import { Members } from '../compute/members.js';
import { LocalPlan } from '../plan/local-plan.js';
import { namesIn } from '../plan/looks-at.js';
import { Decider } from './decide.js';
import { enumerate } from './enumerate.js';
import type { ReadTools } from './tools.js';

/** Asks about the object with a key: of each condition its truth, and of comparisons the value that was looked at. */
export async function judge(
  tools: ReadTools,
  key: readonly unknown[],
  conditions: readonly Condition[],
): Promise<readonly Judgement[] | undefined> {
  const { bound, executor } = tools;
  const local = new LocalPlan(bound);
  const asked = conditions.map((condition) => local.condition(condition));
  const condition: Condition = { kind: 'key', manager: bound.manager, keys: [key] };
  const decider = new Decider(tools, new Members(tools));
  const found = await decider.decide(await enumerate(tools, { condition, asked: local.asked }), TRUE, TRUE);
  await decider.compute(found, asked.flatMap(namesIn));
  const [candidate] = found;
  return (
    candidate &&
    asked.map((each): Judgement => {
      const failed = namesIn(each).some((name) => candidate.object[name] instanceof Error);
      const truth = failed ? undefined : executor.evaluator.truth(each, candidate.object);
      return each.kind === 'compare' && !failed ? { truth, value: executor.evaluator.value(each.path, candidate.object) } : { truth };
    })
  );
}
