import type { Actor } from '../../../lib/permission/actor.js';
import { bindPolicy } from '../../../lib/permission/bind.js';
import { RuleCompiler, type CompiledPolicy } from '../../../lib/permission/compile-rule.js';
import { accessOf } from '../../../lib/permission/access.js';
import type { Decision, OperationPolicy } from '../../../lib/permission/policy.js';
import type { Rule } from '../../../lib/permission/rule.js';
import type { Truth } from '../../../lib/permission/truth.js';
import { boot, source } from '../support/source.js';

const { model } = boot([source('Thing')]).runtime;
const [manager] = model.managers.values();

function bound(policy: OperationPolicy, actor: Actor): CompiledPolicy {
  if (!manager) throw new Error('no manager');
  return bindPolicy(model, new RuleCompiler(model).policy(manager, 'read', policy), actor);
}

/** What a rule that asks the actor alone says. */
export function evaluate(rule: Rule, actor: Actor): Truth {
  const [condition] = bound({ allow: [rule], deny: [], require: [] }, actor).allow;
  switch (condition?.kind) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'unknown':
      return undefined;
    default:
      throw new Error(`${String(condition?.kind)} is left`);
  }
}

/** What a policy that asks the actor alone decides. */
export const decide = (policy: OperationPolicy, actor: Actor): Decision => accessOf(bound(policy, actor)).decision;
