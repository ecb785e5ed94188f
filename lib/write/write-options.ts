import type { ScopeIn } from '../declaration/action.js';
import type { Plugin } from '../hook/plugin.js';
import type { ReadContext } from '../interface/interface-adapter.js';
import type { Row } from '../interface/result.js';
import type { EventObservers } from '../manager/event-observers.js';
import type { Caller } from '../manager/runtime.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Access } from '../permission/access.js';
import type { AccessOptions, Policies } from '../permission/policies.js';
import type { PolicyOperation } from '../permission/rule.js';
import type { PolicyShape } from '../permission/shape.js';
import type { Condition } from '../plan/condition.js';
import type { Limits } from '../plan/limits.js';
import type { OpenPlan, ReadPlan } from '../plan/read-plan.js';
import type { ReadRequest, SelectionRequest } from '../plan/read-request.js';
import type { SharedCache } from '../plan/shared-cache.js';
import type { Validator } from './validator.js';

/** How reads go on from a write: under the same policies, in the same transaction. */
export interface WriteReads {
  access(manager: ManagerModel, operation: PolicyOperation, caller: Caller, options?: AccessOptions): Access;
  plan(manager: ManagerModel, request: ReadRequest, extra: Condition, caller: Caller): ReadPlan;
  /** The plan with the values of the caller left open, and what it depended on; without a plan where the caller may see nothing. */
  openPlan(
    manager: ManagerModel,
    request: ReadRequest,
    caller: Caller,
  ): { readonly plan: OpenPlan | undefined; readonly shapes: readonly PolicyShape[] };
  /** A condition that the manager's own source can be asked, whatever it asks of others. */
  settle(manager: ManagerModel, condition: Condition, caller: Caller, context: ReadContext): Promise<Condition>;
  /** Logs an error that is not of this project. */
  mask(error: unknown): Error;
  readMany(
    manager: ManagerModel,
    keys: readonly unknown[],
    select: SelectionRequest,
    caller: Caller,
    context: ReadContext,
  ): Promise<readonly (Row | null)[]>;
}

/** What the write pipeline works with. */
export interface WritePipelineOptions {
  readonly model: ApplicationModel;
  readonly policies: Policies;
  readonly limits: Limits;
  /** Compiled creates, weighed by their length. */
  readonly statements: SharedCache;
  readonly plugins: readonly Plugin[];
  readonly validators: readonly Validator[];
  readonly reads: WriteReads;
  /** Makes what actions read and write with. */
  readonly scope: (caller: Caller) => ScopeIn;
  /** What names the trace of a write, for its durable events. */
  readonly observers: { readonly ofEvents: Pick<EventObservers, 'trace'> };
  /** Told when durable events have been committed. */
  readonly enqueued: () => void;
}
