import { ruleText } from '../model/introspect.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { isCondition, type Condition } from '../plan/condition.js';
import type { Actor } from './actor.js';
import { bindPolicy } from './bind.js';
import { RuleCompiler } from './compile-rule.js';
import type { Decision } from './policy.js';
import type { RuleNode } from './rule.js';

/** Which rules of a manager refuse to let an actor read any object; undefined where it may read some. */
export function refusalText(model: ApplicationModel, manager: ManagerModel, { allowed, by }: Decision, actor: Actor): string | undefined {
  if (allowed) return undefined;
  const policy = manager.policy.read;
  const bound = bindPolicy(model, new RuleCompiler(model).policy(manager, 'read', policy), actor);
  const never = (condition: Condition | undefined): boolean => condition?.kind === 'false' || condition?.kind === 'unknown';
  const named = (rules: readonly RuleNode[], isAtFault: (index: number) => boolean): string =>
    rules
      .filter((_rule, index) => isAtFault(index))
      .map(ruleText)
      .join(', ');
  switch (by) {
    case 'no-policy':
      return 'no policy allows anybody';
    case 'deny':
      return `denied by ${named(policy.deny, (index) => isCondition(false, bound.deny[index] ?? { kind: 'true' }).kind === 'false')}`;
    case 'require':
      return `required is ${named(policy.require, (index) => never(bound.require[index]))}`;
    default:
      return bound.allow.every(never)
        ? `allowed is only ${policy.allow.map(ruleText).join(' or ')}`
        : 'the rules of its concrete types, or several together, allow nothing';
  }
}
