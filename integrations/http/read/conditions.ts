import type { Condition } from '../../../lib/plugin.js';

/** What a condition is put together of, itself included. */
export function* everyCondition(condition: Condition): Generator<Condition, void> {
  yield condition;
  if (condition.kind === 'and') for (const each of condition.all) yield* everyCondition(each);
  else if (condition.kind === 'or') for (const each of condition.any) yield* everyCondition(each);
  else if (condition.kind === 'not' || condition.kind === 'is') yield* everyCondition(condition.of);
  else if (condition.kind === 'compare' && condition.path.guard) yield* everyCondition(condition.path.guard);
}
