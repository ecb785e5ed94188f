import { NOTHING, type Condition, type Judgement, type ManagerModel, type ReadPlan } from '../../../lib/plugin.js';
import { readObjects, type ReadTools } from './read-resource.js';

/** Asks about the object with a key: of each condition its truth, and of comparisons the value that was looked at. */
export async function judge(
  tools: ReadTools,
  manager: ManagerModel,
  key: readonly unknown[],
  conditions: readonly Condition[],
): Promise<readonly Judgement[] | undefined> {
  const plan: ReadPlan = {
    manager,
    selection: { ...NOTHING, instances: true },
    where: { kind: 'key', manager, keys: [key] },
    policy: { kind: 'true' },
    order: [],
    page: { limit: 1, offset: 0, backwards: false },
    rows: true,
    positions: false,
    scope: '',
    total: false,
  };
  const [object] = await readObjects(tools, plan);
  const { evaluator } = tools.executor;
  return (
    object &&
    conditions.map((condition): Judgement => {
      const truth = evaluator.truth(condition, object);
      return condition.kind === 'compare' ? { truth, value: evaluator.value(condition.path, object) } : { truth };
    })
  );
}
