import { randomUUID } from 'node:crypto';
import type { ApplicationCache } from '../cache/application-cache.js';
import { writtenManagers } from '../cache/written-managers.js';
import { Aborted, Internal } from '../error/errors.js';
import { Forbidden, NoPolicy } from '../error/permission-errors.js';
import { HistoryUnsupported } from '../error/history-errors.js';
import { isGeneralManagerError } from '../error/define-error.js';
import type { DurableEvents } from '../event/durable-events.js';
import { Factories } from '../factory/factories.js';
import type { ObservedRequest } from '../hook/observation.js';
import type { ReadArgs } from '../hook/plugin.js';
import { wrapped } from '../hook/wrap.js';
import type { PageResult, Row } from '../interface/result.js';
import type { ReadContext } from '../interface/interface-adapter.js';
import { hasTextKey } from '../model/key.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Actor } from '../permission/actor.js';
import { ActorPolicies } from '../permission/actor-policies.js';
import { Capabilities, type ManagerCapabilities } from '../permission/capabilities.js';
import type { Explanation, Subject } from '../permission/explain.js';
import type { PolicyOperation } from '../permission/rule.js';
import type { Access } from '../permission/access.js';
import type { AccessOptions } from '../permission/policies.js';
import { buildPlan, type BuildContext } from '../plan/build-plan.js';
import { buildHistory } from '../plan/history-plan.js';
import { TRUE, type Condition } from '../plan/condition.js';
import type { Limits } from '../plan/limits.js';
import type { Inputs } from '../plan/parameter.js';
import { parseKey } from '../plan/parse-key.js';
import type { ReadPlan } from '../plan/read-plan.js';
import { ComputedMembers } from './computed-members.js';
import { PlanReader } from './plan-reader.js';
import type { HistoryRequest, ObjectRequest, ReadRequest, SelectionRequest } from '../plan/read-request.js';
import { cursorScope } from './actor-key.js';
import { callerContext } from './caller-context.js';
import { explainDecision } from './explain-decision.js';
import { describeRead, type DescribedRequest, type DescribeOptions, type ReadDescription } from './describe-read.js';
import { TextRead, writesText, type PreparedRead, type TextRequest } from './prepared-read.js';
import { ReadCompiler } from './read-compiler.js';
import { Scope, SystemScope } from './general-manager.js';
import { readKeys } from './read-keys.js';
import { publishDecision, publishOperation } from './diagnostics.js';
import { loggable } from './logger.js';
import { observedRead, observedWrite } from './observed.js';
import type { RequestObservation } from './observers.js';
import type { PipelineOptions } from './pipeline-options.js';
import type { Caller, Runtime } from './runtime.js';
import type { WriteReads } from '../write/write-options.js';
import { WritePipeline } from '../write/write-pipeline.js';
import type { WriteControl, WriteRequest, WriteResult } from '../write/write-request.js';

/** What of a read's context decides about its plan. */
type PlanOptions = Pick<ReadContext, 'budget' | 'deleted'>;

/** The one read pipeline: check and plan, authorise, execute, mask; and the way to the one of writes. Every door goes through them. */
export class Pipeline implements Runtime {
  readonly model: ApplicationModel;
  readonly limits: Limits;
  readonly events: DurableEvents;
  readonly cache: ApplicationCache;
  readonly factories: Factories;
  readonly #options: PipelineOptions;
  readonly #writes: WritePipeline;

  constructor(options: PipelineOptions) {
    this.model = options.model;
    this.limits = options.limits;
    this.events = options.events;
    this.cache = options.cache;
    this.#options = options;
    this.factories = new Factories(this, options.validators, options.factories);
    const scope = (caller: Caller) => (session: object) => ({
      own: new Scope(this, caller, { session }),
      system: (reason: string) => new SystemScope(this, reason, { session }),
    });
    this.#writes = new WritePipeline({ ...options, reads: this, scope, enqueued: () => this.events.nudge() });
  }

  async write(request: WriteRequest, caller: Caller, control: WriteControl = {}): Promise<WriteResult> {
    const run = async (): Promise<WriteResult> => {
      try {
        return await this.#writes.write(request, caller, control);
      } catch (error) {
        throw this.#failure(error, control);
      } finally {
        await this.cache.wrote(() => writtenManagers(this.model, request));
      }
    };
    return this.#options.observers.operation(observedWrite(request, caller), run, ({ count }) => ({ rows: count }));
  }

  observeRequest(request: ObservedRequest): RequestObservation | undefined {
    return this.#options.observers.request(request);
  }

  async read(manager: ManagerModel, request: ReadRequest, caller: Caller, context: ReadContext = {}): Promise<PageResult> {
    return this.#read(manager, request, () => TRUE, caller, context);
  }

  async readOne(
    manager: ManagerModel,
    key: unknown,
    request: ObjectRequest,
    caller: Caller,
    context: ReadContext = {},
  ): Promise<Row | null> {
    const where = (): Condition => ({ kind: 'key', manager, keys: [parseKey(this.model, manager, key)] });
    const { rows } = await this.#read(manager, { ...request, page: { first: 1 } }, where, caller, context);
    return rows[0] ?? null;
  }

  async history(
    manager: ManagerModel,
    key: unknown,
    request: HistoryRequest,
    caller: Caller,
    context: ReadContext = {},
  ): Promise<PageResult> {
    return this.#run(manager, () => this.#historyPlan(manager, key, request, caller, context), caller, context);
  }

  async readMany(
    manager: ManagerModel,
    keys: readonly unknown[],
    select: SelectionRequest,
    caller: Caller,
    context: ReadContext = {},
  ): Promise<readonly (Row | null)[]> {
    if (!hasTextKey(this.model, manager))
      return Promise.all(keys.map(async (key) => this.readOne(manager, key, { select }, caller, context)));
    const read = async (request: ReadRequest, where: Condition): Promise<PageResult> =>
      this.#read(manager, request, () => where, caller, context);
    return readKeys({ model: this.model, manager, size: this.limits.maxPageSize, read }, keys, select);
  }

  cursor(page: PageResult, index: number, caller: Caller): string {
    const { manager, scope } = page.plan;
    return this.#options.cursors.seal(page.positions[index] ?? [], cursorScope(manager, scope, caller));
  }

  prepare(request: TextRequest): PreparedRead | undefined {
    const { adapter } = request.manager;
    // Who wraps operations wants their rows.
    const wrapped = this.#options.plugins.some(({ hooks }) => hooks.wrapOperation);
    return wrapped || !writesText(adapter)
      ? undefined
      : new TextRead({ ...this.#options, request, adapter, failure: (error, context) => this.#failure(error, context) });
  }

  async describe(request: DescribedRequest, inputs: Inputs, options: DescribeOptions = {}): Promise<ReadDescription> {
    try {
      return await describeRead(this.#options, request, inputs, options);
    } catch (error) {
      throw this.#failure(error, options.context ?? {});
    }
  }

  capabilities(manager: ManagerModel, caller: Caller): ManagerCapabilities {
    try {
      return this.#capabilities(caller).ofManager(manager);
    } catch (error) {
      // Attributes of actors may be getters.
      throw this.mask(error);
    }
  }

  async explain(
    manager: ManagerModel,
    operation: PolicyOperation,
    key: unknown,
    actor: Actor,
    subject: Subject = {},
  ): Promise<Explanation> {
    return explainDecision(this.model, { manager, operation, key, actor }, subject);
  }

  mask(error: unknown): Error {
    if (isGeneralManagerError(error)) return error;
    const id = randomUUID();
    this.#options.logger.error({ id, error: loggable(error) }, 'general-manager: unexpected error');
    return Internal.create({ id });
  }

  async #read(
    manager: ManagerModel,
    request: ReadRequest,
    extra: () => Condition,
    caller: Caller,
    context: ReadContext,
  ): Promise<PageResult> {
    return this.#run(manager, () => this.plan(manager, request, extra(), caller, context), caller, context);
  }

  async #run(manager: ManagerModel, planned: () => ReadPlan, caller: Caller, context: ReadContext): Promise<PageResult> {
    const run = async (): Promise<PageResult> => {
      try {
        return await this.#reader(manager, caller, context).read(planned());
      } catch (error) {
        throw this.#failure(error, context);
      }
    };
    return this.#observedRead(manager, caller, run);
  }

  async #observedRead(manager: ManagerModel, caller: Caller, run: () => Promise<PageResult>): Promise<PageResult> {
    return this.#options.observers.operation(observedRead(manager, caller), run, ({ rows }) => ({ rows: rows.length }));
  }

  /** Reads plans for a caller: each read of a source is an operation of its own. */
  #reader(manager: ManagerModel, caller: Caller, context: ReadContext): PlanReader {
    const { model, limits, plugins } = this.#options;
    const read = async (plan: ReadPlan, within: ReadContext): Promise<PageResult> => {
      const execute = async ({ plan, manager }: ReadArgs): Promise<PageResult> =>
        this.cache.reads.rows({ plan, context: within, caller }, async () => manager.adapter.read(plan, within, caller));
      const args = { operation: 'read' as const, manager: plan.manager, plan, caller };
      const run = async (): Promise<PageResult> => publishOperation(args, async () => wrapped(plugins, execute)(args));
      // What the operation is about is told already; what other sources are asked for it is not.
      return plan.manager.adapter === manager.adapter ? run() : this.#observedRead(plan.manager, caller, run);
    };
    const timed = { timeoutMs: limits.timeoutMs, ...context };
    const members = new ComputedMembers({ runtime: this, caller, context: timed });
    return new PlanReader({ model, limits, context: timed, read, members }, manager);
  }

  async settle(manager: ManagerModel, condition: Condition, caller: Caller, context: ReadContext): Promise<Condition> {
    return this.#reader(manager, caller, context).settle(condition);
  }

  /** The plan of a read for a caller: nothing runs. */
  plan(manager: ManagerModel, request: ReadRequest, extra: Condition, caller: Caller, context: PlanOptions = {}): ReadPlan {
    const visible = this.#authorise(manager, caller, context);
    // Nothing in a request of a caller is open.
    return buildPlan(this.#buildContext(caller, manager, visible, context), manager, request, extra) as ReadPlan;
  }

  part(manager: ManagerModel, request: ReadRequest, caller: Caller, context: PlanOptions = {}): ReadPlan {
    const visible = this.access(manager, 'read', caller, context).where;
    return buildPlan(this.#buildContext(caller, manager, visible, context), manager, request) as ReadPlan;
  }

  async readPlan(plan: ReadPlan, caller: Caller, context: ReadContext): Promise<PageResult> {
    return this.#run(plan.manager, () => plan, caller, context);
  }

  /** The plan with the values of the caller left open; undefined where the caller may see nothing. Tells nobody of decisions. */
  openPlan(manager: ManagerModel, request: ReadRequest, caller: Caller): ReturnType<WriteReads['openPlan']> {
    if ('system' in caller) {
      const { where } = this.#options.policies.systemAccess(manager);
      return { plan: buildPlan(this.#buildContext(caller, manager, where, {}), manager, request, TRUE), shapes: [] };
    }
    const compiler = new ReadCompiler(this.#options, { variables: {}, actor: caller.actor }, {});
    return { plan: compiler.plan({ manager, request }), shapes: compiler.shapes };
  }

  /** The system reads histories of what is gone as well. */
  #historyPlan(manager: ManagerModel, key: unknown, request: HistoryRequest, caller: Caller, context: ReadContext): ReadPlan {
    if (!manager.lifecycle.history) throw HistoryUnsupported.create({ manager: manager.name, reason: 'its history is not kept' });
    const isSystem = 'system' in caller;
    const options = isSystem ? { ...context, deleted: true } : context;
    const visible = this.#authorise(manager, caller, options);
    const author = isSystem ? TRUE : this.#options.policies.author(manager, caller.actor);
    const access = { key: parseKey(this.model, manager, key), present: isSystem ? undefined : visible, author };
    return buildHistory(this.#buildContext(caller, manager, visible, options), manager, request, access);
  }

  #failure(error: unknown, { signal }: ReadContext): Error {
    return signal?.aborted && !isGeneralManagerError(error) ? Aborted.create({}, { cause: error }) : this.mask(error);
  }

  /** Refuses first what the actor may never do; otherwise tells which objects are seen. */
  #authorise(manager: ManagerModel, caller: Caller, options: PlanOptions): Condition {
    const { where, decision } = this.access(manager, 'read', caller, options);
    if (decision.allowed) return where;
    const refusal = decision.by === 'no-policy' ? NoPolicy : Forbidden;
    throw refusal.create({ manager: manager.name, operation: 'read' });
  }

  /** Decides about an operation on a manager, and tells of it. */
  access(manager: ManagerModel, operation: PolicyOperation, caller: Caller, { deleted, action }: AccessOptions = {}): Access {
    const { policies } = this.#options;
    const access =
      'system' in caller
        ? policies.systemAccess(manager, { deleted })
        : policies.access(manager, operation, caller.actor, { deleted, action });
    const { decision } = access;
    publishDecision({ manager, operation, caller, decision });
    for (const { hooks } of this.#options.plugins) hooks.onDecision?.({ manager, operation, caller, decision });
    return access;
  }

  #capabilities(caller: Caller): Capabilities {
    return new Capabilities(this.model, 'system' in caller ? undefined : new ActorPolicies(this.#options.policies, caller.actor));
  }

  /** The first manager has been decided about. */
  #buildContext(caller: Caller, manager: ManagerModel, authorised: Condition, options: PlanOptions): BuildContext {
    const visible = (other: ManagerModel, by: Caller): Condition => this.access(other, 'read', by, options).where;
    return callerContext(this.#options, { caller, budget: options.budget, decided: [[manager, authorised]], visible });
  }
}
