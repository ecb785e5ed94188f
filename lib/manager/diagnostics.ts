import { channel, tracingChannel } from 'node:diagnostics_channel';
import type { HookMap, ReadArgs, WriteArgs } from '../hook/plugin.js';
import type { OpenPlan } from '../plan/read-plan.js';

const decisions = channel('general-manager:decision');
const operations = tracingChannel('general-manager:operation');

/** Tells subscribers of `general-manager:decision`; costs nothing when nobody listens. */
export function publishDecision(decision: Parameters<HookMap['onDecision']>[0]): void {
  if (decisions.hasSubscribers) decisions.publish(decision);
}

/** Runs an operation under the tracing channel `general-manager:operation` (start, end, asyncStart, asyncEnd, error). */
export function publishOperation<T>(args: TracedOperation, handler: () => Promise<T>): Promise<T> {
  return operations.hasSubscribers ? operations.tracePromise(handler, { ...args }) : handler();
}

/** What subscribers are told; the plan of a prepared read has parameters in the place of values. */
type TracedOperation = (Omit<ReadArgs, 'plan'> & { readonly plan: OpenPlan }) | WriteArgs;
