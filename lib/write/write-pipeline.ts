import { InvalidIdempotencyKey, NoWrites } from '../error/write-errors.js';
import type { WriteArgs } from '../hook/plugin.js';
import { wrapped } from '../hook/wrap.js';
import type { WriteUnit } from '../interface/write-unit.js';
import { publishOperation } from '../manager/diagnostics.js';
import type { Caller } from '../manager/runtime.js';
import type { ManagerModel } from '../model/model.js';
import type { PolicyOperation } from '../permission/rule.js';
import { WriteAccess } from './access.js';
import { requiredAction } from './parse-action.js';
import { Attempt, type WriteTask } from './attempt.js';
import { expectation } from './expect.js';
import { operationOf } from './operation-of.js';
import { parseRequest, type ParsedRequest } from './parse-request.js';
import { namedRefusal } from './refusals.js';
import { PreparedCreates } from './prepared-creates.js';
import { RepeatableWrite } from './repeatable.js';
import { requireAccess } from './require-access.js';
import { RetryPolicy } from './retry.js';
import { Violations } from './violations.js';
import type { WritePipelineOptions } from './write-options.js';
import type { WriteControl, WriteRequest, WriteResult } from './write-request.js';

/**
 * The one write pipeline: shape, permission before, rules and validators, unit of work, permission after, commit. Whatever fails, nothing has
 * happened.
 */
export class WritePipeline {
  readonly #options: WritePipelineOptions;
  readonly #creates: PreparedCreates;

  constructor(options: WritePipelineOptions) {
    this.#options = options;
    this.#creates = new PreparedCreates(options);
  }

  async write(request: WriteRequest, caller: Caller, control: WriteControl): Promise<WriteResult> {
    const create = this.#creates.find(request, caller, control);
    const task = create ? undefined : this.#task(request, caller, control);
    const args: WriteArgs = { operation: operationOf(request.kind), manager: request.manager, request, caller };
    const execute = async (): Promise<WriteResult> => {
      const remaining = timeLeft(control.timeoutMs ?? this.#options.limits.timeoutMs);
      const made = await create?.run(control);
      return made ?? this.#execute(task ?? this.#task(request, caller, control), control, remaining);
    };
    return publishOperation(args, async () => wrapped(this.#options.plugins, execute)(args));
  }

  /** Checks a request, and refuses what the caller may do with no object at all. */
  #task(request: WriteRequest, caller: Caller, control: WriteControl): WriteTask {
    const { manager, kind } = request;
    const action = request.kind === 'action' ? request.action : undefined;
    const access = this.#accessOf(caller, { manager, action, deleted: kind === 'restore' });
    for (const operation of requiredOperations(request)) access.require(manager, operation);
    const parsed = this.#parse(request, caller);
    requireParsed(access, parsed);
    const expect = expectation(this.#options.model, manager, 'expected' in request ? request.expected : undefined, (of, field) => {
      return (
        'system' in caller || this.#options.policies.guard(of, field, { operation: 'read', actor: caller.actor, open: false }) === undefined
      );
    });
    return { request, parsed, access, caller, expect, repeatable: repeatableOf(request, control, caller) };
  }

  #parse(request: WriteRequest, caller: Caller): ParsedRequest {
    const { model, limits } = this.#options;
    const violations = new Violations();
    const unexposed = 'system' in caller && 'unexposed' in request && request.unexposed;
    const parsed = parseRequest({ model, limits, violations, unexposed, counted: { objects: 0 } }, request);
    violations.refuse(request.manager);
    return parsed;
  }

  /** What is to be restored is found among what is deleted; an action may have rules of its own. */
  #accessOf(
    caller: Caller,
    root: { readonly manager: ManagerModel; readonly action: string | undefined; readonly deleted: boolean },
  ): WriteAccess {
    const { reads, policies } = this.#options;
    const { deleted } = root;
    const of = (manager: ManagerModel): string | undefined => (manager === root.manager ? root.action : undefined);
    return new WriteAccess(
      (manager, operation) => reads.access(manager, operation, caller, { deleted, action: of(manager) }),
      (manager, operation) =>
        'system' in caller ? undefined : policies.inquire(manager, operation, caller.actor, { action: of(manager) }),
    );
  }

  async #execute(task: WriteTask, control: WriteControl, remaining: () => number): Promise<WriteResult> {
    const { manager } = task.request;
    const write = manager.adapter.write?.bind(manager.adapter);
    if (!write) throw NoWrites.create({ manager: manager.name, what: 'write' });
    const context = { timeoutMs: this.#options.limits.timeoutMs, ...control };
    // A transaction of the caller's own is the caller's to repeat.
    const retries = new RetryPolicy(context.session === undefined ? undefined : 0);
    let attempt: Attempt | undefined;
    const once = async (unit: WriteUnit): Promise<WriteResult> => {
      attempt = new Attempt(this.#options, task, unit, context);
      return attempt.run(context);
    };
    try {
      const whole = async (): Promise<WriteResult> => write(once, { ...context, timeoutMs: remaining() }, task.caller);
      return await retries.run(
        async () =>
          whole().catch((error: unknown) => {
            throw attempt?.raced(error) ?? error;
          }),
        context.signal,
      );
    } catch (error) {
      // A source may refuse a unit before it begins.
      throw attempt?.named(error) ?? namedRefusal(error, manager, []);
    }
  }
}

/** The time that is left of that of all attempts together. */
function timeLeft(timeoutMs: number | undefined): () => number {
  const started = performance.now();
  return () => (timeoutMs ? Math.max(1, Math.ceil(timeoutMs - (performance.now() - started))) : 0);
}

/** What the caller has to be allowed to do with some object, before the input is looked at. */
function requiredOperations(request: WriteRequest): readonly PolicyOperation[] {
  switch (request.kind) {
    case 'create':
    case 'createMany':
      return ['create'];
    case 'upsert':
      return ['read', 'create', 'update'];
    case 'update':
    case 'updateMany':
    case 'restore':
      return ['read', 'update'];
    case 'delete':
    case 'deleteMany':
      return ['read', 'delete'];
    case 'action':
      return requiredAction(request).scope === 'object' ? ['read', 'update'] : ['update'];
  }
}

/** Refuses what the caller may do with no object of any manager that the input leads to. */
function requireParsed(access: WriteAccess, parsed: ParsedRequest): void {
  if (parsed.kind === 'action') for (const { manager } of parsed.references) access.require(manager, 'read');
  else for (const write of parsed.kind === 'objects' ? parsed.writes : [parsed.write]) requireAccess(access, write);
}

/** Longest key in characters. */
const MAX_KEY = 200;

/** @throws GM_WRITE_INVALID_KEY */
function repeatableOf(request: WriteRequest, { idempotencyKey: key }: WriteControl, caller: Caller): RepeatableWrite | undefined {
  if (key === undefined) return undefined;
  const isCreate = request.kind === 'create' || request.kind === 'createMany';
  if (!isCreate || typeof key !== 'string' || key === '' || key.length > MAX_KEY) throw InvalidIdempotencyKey.create({});
  return new RepeatableWrite(request, key, caller);
}
