import { InvalidIdempotencyKey, NoWrites } from '../error/write-errors.js';
import type { WriteArgs } from '../hook/plugin.js';
import { wrapped } from '../hook/wrap.js';
import { ContendedUnit, type WriteUnit } from '../interface/write-unit.js';
import { publishOperation } from '../manager/diagnostics.js';
import type { Caller } from '../manager/runtime.js';
import type { PolicyOperation } from '../permission/rule.js';
import { WriteAccess } from './access.js';
import { atOnce } from './at-once.js';
import { Attempt, type WritePipelineOptions, type WriteTask } from './attempt.js';
import { isDurable } from './events.js';
import { expectation } from './expect.js';
import { parseRequest, type ParsedRequest } from './parse-request.js';
import { namedRefusal } from './refusals.js';
import { RepeatableWrite } from './repeatable.js';
import { requireAccess } from './require-access.js';
import { RetryPolicy } from './retry.js';
import { Violations } from './violations.js';
import type { WriteControl, WriteRequest, WriteResult } from './write-request.js';

const OPERATIONS: Readonly<Record<WriteRequest['kind'], WriteArgs['operation']>> = Object.freeze({
  create: 'create',
  createMany: 'create',
  update: 'update',
  updateMany: 'update',
  upsert: 'upsert',
  restore: 'update',
  delete: 'delete',
  deleteMany: 'delete',
});

/**
 * The one write pipeline: shape, permission before, rules and validators, unit of work, permission after, commit. Whatever fails, nothing has
 * happened.
 */
export class WritePipeline {
  readonly #options: WritePipelineOptions;

  constructor(options: WritePipelineOptions) {
    this.#options = options;
  }

  async write(request: WriteRequest, caller: Caller, control: WriteControl): Promise<WriteResult> {
    const { manager, kind } = request;
    const access = this.#accessOf(caller, kind === 'restore');
    for (const operation of requiredOperations(request)) access.require(manager, operation);
    const parsed = this.#parse(request, caller);
    for (const write of parsed.kind === 'objects' ? parsed.writes : [parsed.write]) requireAccess(access, write);
    const expect = expectation(this.#options.model, manager, 'expected' in request ? request.expected : undefined, (of, field) => {
      return (
        'system' in caller || this.#options.policies.guard(of, field, { operation: 'read', actor: caller.actor, open: false }) === undefined
      );
    });
    const args: WriteArgs = { operation: OPERATIONS[kind], manager, request, caller };
    const repeatable = repeatableOf(request, control, caller);
    const execute = async (): Promise<WriteResult> => this.#execute({ request, parsed, access, caller, expect, repeatable }, control);
    return publishOperation(args, async () => wrapped(this.#options.plugins, execute)(args));
  }

  #parse(request: WriteRequest, caller: Caller): ParsedRequest {
    const { model, limits } = this.#options;
    const violations = new Violations();
    const unexposed = 'system' in caller && 'unexposed' in request && request.unexposed;
    const parsed = parseRequest({ model, limits, violations, unexposed, counted: { objects: 0 } }, request);
    violations.refuse(request.manager);
    return parsed;
  }

  /** What is to be restored is found among what is deleted. */
  #accessOf(caller: Caller, deleted: boolean): WriteAccess {
    const { reads, policies } = this.#options;
    return new WriteAccess(
      (manager, operation) => reads.access(manager, operation, caller, { deleted }),
      (manager, operation) => ('system' in caller ? undefined : policies.inquire(manager, operation, caller.actor)),
    );
  }

  async #execute(task: WriteTask, control: WriteControl): Promise<WriteResult> {
    const { manager } = task.request;
    const write = manager.adapter.write?.bind(manager.adapter);
    if (!write) throw NoWrites.create({ manager: manager.name, what: 'write' });
    const context = { timeoutMs: this.#options.limits.timeoutMs, ...control };
    // A transaction of the caller's own is the caller's to repeat.
    const retries = new RetryPolicy(context.session === undefined ? undefined : 0);
    const remaining = timeLeft(context.timeoutMs);
    let attempt: Attempt | undefined;
    const once = async (unit: WriteUnit): Promise<WriteResult> => {
      attempt = new Attempt(this.#options, task, unit, context);
      return attempt.run(context);
    };
    // Rows of events have to be in the transaction of the write.
    const allowed = this.#options.plugins.some(isDurable) ? undefined : atOnce(task, context);
    const direct = async (unit: WriteUnit): Promise<WriteResult | undefined> => {
      attempt = new Attempt(this.#options, task, unit, context);
      return allowed && attempt.insert(allowed, context);
    };
    try {
      const made = allowed && (await write(direct, { ...context, atOnce: true }, task.caller).catch(unlessContended));
      if (made) return made;
      return await retries.run(async () => write(once, { ...context, timeoutMs: remaining() }, task.caller), context.signal);
    } catch (error) {
      // A source may refuse a unit before it begins.
      throw attempt?.named(error) ?? namedRefusal(error, manager, []);
    }
  }
}

/** Who met others may try again in the ordinary way. */
function unlessContended(error: unknown): undefined {
  if (!(error instanceof ContendedUnit)) throw error;
}

/** The time that is left of that of all attempts together. */
function timeLeft(timeoutMs: number | undefined): () => number {
  const started = performance.now();
  return () => (timeoutMs ? Math.max(1, Math.ceil(timeoutMs - (performance.now() - started))) : 0);
}

/** What the caller has to be allowed to do with some object, before the input is looked at. */
function requiredOperations({ kind }: WriteRequest): readonly PolicyOperation[] {
  switch (kind) {
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
  }
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
