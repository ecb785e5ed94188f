import { allOfConditions, FALSE, isCondition, TRUE, type Condition } from '../plan/condition.js';
import { askable } from './askable.js';
import { allowed, type CompiledPolicy } from './compile-rule.js';
import type { Decision } from './policy.js';

/** What an actor may do with the objects of a manager: on which, and why not where on none. */
export interface Access {
  readonly where: Condition;
  readonly decision: Decision;
}

/** A condition in a place that selects: unknown selects nothing. */
export const positive = (condition: Condition): Condition => (condition.kind === 'unknown' ? FALSE : condition);

/** What a bound policy allows, besides what is asked anyway. */
export function accessOf(policy: CompiledPolicy, besides: Condition = TRUE): Access {
  const where = allOfConditions([positive(allowed(policy)), besides]);
  return { where: positive(askable(where)), decision: decisionOf(policy, where) };
}

function decisionOf({ allow, deny, require }: CompiledPolicy, where: Condition): Decision {
  if (where.kind === 'true') return { allowed: true, by: 'allow' };
  if (where.kind !== 'false') return { allowed: true, by: 'rows' };
  if (allow.length === 0) return { allowed: false, by: 'no-policy' };
  if (deny.some((each) => isCondition(false, each).kind === 'false')) return { allowed: false, by: 'deny' };
  if (require.some((each) => positive(each).kind === 'false')) return { allowed: false, by: 'require' };
  return { allowed: false, by: 'no-allow' };
}
