import type { ManagerModel } from '../model/model.js';
import type { PolicyShape } from '../permission/shape.js';
import { isParameter } from '../plan/parameter.js';
import type { OpenPlan, ReadPlan } from '../plan/read-plan.js';
import { PlanWalk } from './plan-walk.js';

/** A compiled read of text, and what was asked to compile it. */
export interface CompiledText {
  readonly plan: OpenPlan;
  readonly parameters: readonly unknown[];
  /** What the policies that were asked look at of actors. */
  readonly shapes: readonly PolicyShape[];
  /** The managers about which something was decided. */
  readonly decided: Iterable<ManagerModel>;
  readonly hasCursors: boolean;
  /** Whether softly deleted objects are asked for. */
  readonly deleted: boolean;
}

/**
 * For how many milliseconds after it was read an answer may be given to anybody; undefined where it may not, or where that cannot be proven: all
 * policies on the way have to be the same for all actors, no value may be one of an actor, no code of the application's own may take part, no source may look at
 * actors, and every manager on the way has to be kept for some time.
 */
export function sharedForMs({ plan, parameters, shapes, decided, hasCursors, deleted }: CompiledText): number | undefined {
  if (hasCursors || deleted || !shapes.every(({ isConstant }) => isConstant)) return undefined;
  if (parameters.some((each) => isParameter(each) && each.origins.some(({ kind }) => kind !== 'variable'))) return undefined;
  const walk = new PlanWalk();
  // Values that are open are not looked at.
  walk.plan(plan as ReadPlan);
  if (walk.isOpaque) return undefined;
  const managers = new Set([plan.manager, ...decided, ...walk.looked.map(({ manager }) => manager)]);
  const times = [...managers].map(({ cache, adapter }) =>
    typeof cache === 'object' && adapter.ignoresCallers ? cache.timeoutMs : undefined,
  );
  const known = times.filter((each) => each !== undefined);
  return known.length === times.length ? Math.min(...known) : undefined;
}
