import type { ApplicationCache } from '../cache/application-cache.js';
import type { DurableEvents } from '../event/durable-events.js';
import type { Factories } from '../factory/factories.js';
import type { PageResult, Row } from '../interface/result.js';
import type { ReadContext } from '../interface/interface-adapter.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Actor } from '../permission/actor.js';
import type { ManagerCapabilities } from '../permission/capabilities.js';
import type { Explanation, Subject } from '../permission/explain.js';
import type { PolicyOperation } from '../permission/rule.js';
import type { Condition } from '../plan/condition.js';
import type { Inputs } from '../plan/parameter.js';
import type { DescribedRequest, DescribeOptions, ReadDescription } from './describe-read.js';
import type { ReadPlan } from '../plan/read-plan.js';
import type { ObservedRequest } from '../hook/observation.js';
import type { RequestObservation } from './observers.js';
import type { PreparedRead, TextRequest } from './prepared-read.js';
import type { Limits } from '../plan/limits.js';
import type { WriteControl, WriteRequest, WriteResult } from '../write/write-request.js';
import type { HistoryRequest, ObjectRequest, ReadRequest, SelectionRequest } from '../plan/read-request.js';

/** Who reads: an actor under the policies, or the system with a reason, without them. */
export type Caller = { readonly actor: Actor } | { readonly system: string };

/** The one read pipeline as the integrations see it: every door of the application calls it. */
export interface Runtime {
  readonly model: ApplicationModel;
  /** The bounds of each read. */
  readonly limits: Limits;
  /** The durable events, for workers and operators. */
  readonly events: DurableEvents;
  /** What is kept of answers, and what is computed from them. */
  readonly cache: ApplicationCache;
  /** What makes objects for tests and for empty databases. */
  readonly factories: Factories;
  /** Checks the request, adds the policies, executes. Errors by code; anything unknown is masked as `GM_INTERNAL`. */
  read(manager: ManagerModel, request: ReadRequest, caller: Caller, context?: ReadContext): Promise<PageResult>;
  /** Reads the object of a key, or null where it is missing or hidden. */
  readOne(manager: ManagerModel, key: unknown, request: ObjectRequest, caller: Caller, context?: ReadContext): Promise<Row | null>;
  /** Reads the objects of many keys together; the rows stand where their keys do, null for those that are missing or hidden. */
  readMany(
    manager: ManagerModel,
    keys: readonly unknown[],
    select: SelectionRequest,
    caller: Caller,
    context?: ReadContext,
  ): Promise<readonly (Row | null)[]>;
  /**
   * Reads the states that an object has had, newest first: of each what may be seen of it as it was, and nothing of an object that may not be
   * seen as it is. Rows are those of `ReadPlan.history`.
   */
  history(manager: ManagerModel, key: unknown, request: HistoryRequest, caller: Caller, context?: ReadContext): Promise<PageResult>;
  /** The plan of a read that is part of another one: a caller who may see nothing of the manager gets nothing there, and no refusal. Nothing runs. */
  part(manager: ManagerModel, request: ReadRequest, caller: Caller, context?: Pick<ReadContext, 'budget' | 'deleted'>): ReadPlan;
  /** A condition that the manager's own source can be asked, whatever it asks of others. */
  settle(manager: ManagerModel, condition: Condition, caller: Caller, context: ReadContext): Promise<Condition>;
  /** Reads a plan that was made for this caller, through hooks and sources as any read. */
  readPlan(plan: ReadPlan, caller: Caller, context: ReadContext): Promise<PageResult>;
  /** Checks a write, decides about it, carries it out as a whole or not at all; gives what was selected of what was written. */
  write(request: WriteRequest, caller: Caller, control?: WriteControl): Promise<WriteResult>;
  /**
   * Prepares a read of which the answer is wanted as JSON text, through the same checks and policies; undefined where the source
   * cannot write text, or where plugins wrap operations.
   */
  prepare(request: TextRequest): PreparedRead | undefined;
  /** Tells plugins of a request to an API; undefined where nobody wants to know. */
  observeRequest(request: ObservedRequest): RequestObservation | undefined;
  /** Tells how a read would run: decisions, plan, statement. Reads no objects; for developers, not for clients. */
  describe(request: DescribedRequest, inputs: Inputs, options?: DescribeOptions): Promise<ReadDescription>;
  /** The cursor of one row of a page that was read with positions. */
  cursor(page: PageResult, index: number, caller: Caller): string;
  /** What a caller may do with a manager at all; reads nothing. */
  capabilities(manager: ManagerModel, caller: Caller): ManagerCapabilities;
  /** Tells why an actor may or may not do something with an object, with one field of it, or by an action. */
  explain(manager: ManagerModel, operation: PolicyOperation, key: unknown, actor: Actor, subject?: Subject): Promise<Explanation>;
  /** Masks an error that is not of this project: logs it once under an id and gives `GM_INTERNAL`. Known errors pass. */
  mask(error: unknown): Error;
}
