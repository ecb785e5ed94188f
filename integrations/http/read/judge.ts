import type { Condition, Judgement, ManagerModel } from '../../../lib/plugin.js';
import { readObjects, type ReadTools } from './read-resource.js';
import { wholePlan } from './whole-plan.js';

/** Asks about the object with a key: of each condition its truth, and of comparisons the value that was looked at. */
export async function judge(
  tools: ReadTools,
  manager: ManagerModel,
  key: readonly unknown[],
  conditions: readonly Condition[],
): Promise<readonly Judgement[] | undefined> {
  const [object] = await readObjects(tools, wholePlan(manager, { kind: 'key', manager, keys: [key] }, 1));
  const { evaluator } = tools.executor;
  return (
    object &&
    conditions.map((condition): Judgement => {
      const truth = evaluator.truth(condition, object);
      return condition.kind === 'compare' ? { truth, value: evaluator.value(condition.path, object) } : { truth };
    })
  );
}
