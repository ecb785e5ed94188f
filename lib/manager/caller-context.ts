import type { ManagerModel } from '../model/model.js';
import { ActorPolicies } from '../permission/actor-policies.js';
import { Capabilities } from '../permission/capabilities.js';
import type { BuildContext } from '../plan/build-plan.js';
import type { Condition } from '../plan/condition.js';
import { RowBudget } from '../plan/row-budget.js';
import { cursorScope } from './actor-key.js';
import type { PipelineOptions } from './pipeline-options.js';
import type { Caller } from './runtime.js';

/** What the plan of one read is built with. */
export interface CallerContextOptions {
  readonly caller: Caller;
  readonly budget?: RowBudget | undefined;
  /** What is decided already. */
  readonly decided: readonly (readonly [ManagerModel, Condition])[];
  readonly visible: (manager: ManagerModel, caller: Caller) => Condition;
}

/** What plans are built with for a caller: each manager on the way is decided about once. */
export function callerContext(
  options: PipelineOptions,
  { caller, budget = new RowBudget(), decided: known, visible }: CallerContextOptions,
): BuildContext {
  const { limits, cursors, model, policies: all } = options;
  const policies = 'system' in caller ? undefined : new ActorPolicies(all, caller.actor);
  const decided = new Map(known);
  const policyOf = (manager: ManagerModel): Condition => {
    const where = decided.get(manager) ?? visible(manager, caller);
    decided.set(manager, where);
    return where;
  };
  const guardOf: BuildContext['guardOf'] = (manager, field) => policies?.guard(manager, field);
  const openCursor: BuildContext['openCursor'] = (cursor, manager, scope) =>
    typeof cursor === 'string' && typeof scope === 'string' ? cursors.open(cursor, cursorScope(manager, scope, caller)) : undefined;
  const { mayChange, mayUpdateField, mayDo } = new Capabilities(model, policies);
  const asSystem = (reason: string): BuildContext => ({
    ...callerContext(options, { caller: { system: reason }, budget, decided: [], visible }),
    hidden: true,
  });
  return { model, limits, budget, policyOf, guardOf, asSystem, openCursor, mayChange, mayUpdateField, mayDo };
}
