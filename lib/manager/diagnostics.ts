import { channel, tracingChannel } from 'node:diagnostics_channel';
import type { HookMap, OperationArgs, OperationHandler } from '../hook/plugin.js';
import type { PageResult } from '../interface/result.js';

const decisions = channel('general-manager:decision');
const operations = tracingChannel('general-manager:operation');

/** Tells subscribers of `general-manager:decision`; costs nothing when nobody listens. */
export function publishDecision(decision: Parameters<HookMap['onDecision']>[0]): void {
  if (decisions.hasSubscribers) decisions.publish(decision);
}

/** Runs an operation under the tracing channel `general-manager:operation` (start, end, asyncStart, asyncEnd, error). */
export async function publishRead(args: OperationArgs, handler: OperationHandler): Promise<PageResult> {
  if (!operations.hasSubscribers) return handler(args);
  return operations.tracePromise(async () => handler(args), { ...args });
}
