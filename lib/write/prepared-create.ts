import type { CompiledCreate, Look, NewObject } from '../interface/compiled-create.js';
import type { ReadContext } from '../interface/interface-adapter.js';
import { ContendedUnit, type InsertedObject } from '../interface/write-unit.js';
import type { Caller } from '../manager/runtime.js';
import type { Inputs } from '../plan/parameter.js';
import { isNothing } from './at-once.js';
import type { WritePipelineOptions } from './write-options.js';
import { operandsOf, type CreateLink } from './create-links.js';
import { WriteEvents } from './events.js';
import { namedRefusal } from './refusals.js';
import { authorOf, stampOf } from './stamp.js';
import type { Touched } from './touched.js';
import { looksAt, validateObjects } from './validate.js';
import type { CreateWrite } from './write-plan.js';
import type { WriteControl, WriteRequest, WriteResult } from './write-request.js';

/** A create that was checked, and is carried out at once. */
export interface CreateTask {
  readonly request: WriteRequest;
  readonly write: CreateWrite;
  readonly links: readonly CreateLink[];
  readonly inputs: Inputs;
  readonly caller: Caller;
}

/** A create of one object, ready to run: it is validated in memory, and its source does the rest in one go. */
export class PreparedCreate {
  readonly #options: WritePipelineOptions;
  readonly #compiled: CompiledCreate;
  readonly #task: CreateTask;

  constructor(options: WritePipelineOptions, compiled: CompiledCreate, task: CreateTask) {
    this.#options = options;
    this.#compiled = compiled;
    this.#task = task;
  }

  /** Undefined where the ordinary way has to be taken, which also tells what is not allowed: nothing has happened then. */
  async run(control: WriteControl): Promise<WriteResult | undefined> {
    const { write, inputs, request } = this.#task;
    const { signal, timeoutMs = this.#options.limits.timeoutMs } = control;
    const context: ReadContext = { timeoutMs, ...(signal && { signal }) };
    const look = looksAt(write.manager, this.#options.validators);
    const found = await this.#found(look, context);
    if (!found) return undefined;
    const made = this.#compiled.make(this.#values(), found.keys, look);
    const touched = touchedBy(write, made.object);
    if (look !== 'nothing' && !(await this.#isValid(touched, found.visible))) return undefined;
    const inserted = await this.#insert(made, inputs, context, touched);
    if (!inserted) return undefined;
    await this.#announce({ ...touched, key: inserted.key }, control);
    const isRead = request.select !== undefined && !isNothing(request.select);
    return { count: 1, rows: isRead ? [inserted.page?.rows[0] ?? null] : [] };
  }

  /**
   * The keys of what is linked to, and whether that is known to be there and visible. Where code of the application would meet objects before that is
   * known, the source is asked first.
   */
  async #found(look: Look, context: ReadContext): Promise<{ readonly keys: NewObject['keys']; readonly visible: boolean } | undefined> {
    const { links, inputs } = this.#task;
    const areKeys = links.every(({ write: { where } }) => where.kind === 'key');
    const isFirst = links.length > 0 && (!this.#compiled.plain || look === 'everything' || (look === 'values' && !areKeys));
    if (!isFirst) return { keys: areKeys ? links.map(operandsOf) : [], visible: links.length === 0 };
    const keys = await this.#compiled.find(inputs, context);
    return keys && { keys, visible: true };
  }

  #values(): ReadonlyMap<string, unknown> {
    const { write, caller } = this.#task;
    const { manager, links } = write;
    const values = new Map<string, unknown>();
    for (const { field, value } of write.values) values.set(field.name, value);
    for (const { field, writes } of links) if (writes.length === 0) values.set(field.name, null);
    const { changedBy } = manager.lifecycle;
    if (changedBy) values.set(changedBy.field, stampOf(manager, changedBy, caller));
    return values;
  }

  /** What is wrong with an object is told only where what it is linked to is known to be visible. */
  async #isValid(touched: Touched, visible: boolean): Promise<boolean> {
    const { validators } = this.#options;
    try {
      await validateObjects({ validators, caller: this.#task.caller }, [touched], touched.manager);
      return true;
    } catch (error) {
      if (visible) throw error;
      return false;
    }
  }

  async #insert(made: NewObject, inputs: Inputs, context: ReadContext, touched: Touched): Promise<InsertedObject | undefined> {
    try {
      return await this.#compiled.insert(made, inputs, context);
    } catch (error) {
      // Who met others may try again in the ordinary way.
      if (error instanceof ContendedUnit) return undefined;
      throw namedRefusal(error, touched.manager, [touched]);
    }
  }

  async #announce(touched: Touched & { readonly key: readonly unknown[] }, { reason }: WriteControl): Promise<void> {
    const { plugins, reads, observers, enqueued } = this.#options;
    const after: (() => Promise<void>)[] = [];
    const failed = (error: unknown): void => void reads.mask(error);
    const unit = {
      keyOf: () => touched.key,
      enqueue: async () => {},
      afterCommit: (run: () => Promise<void>) => void after.push(run),
    };
    await new WriteEvents({ plugins, failed, observers, enqueued }, unit).announce([touched], authorOf(this.#task.caller, reason));
    for (const each of after) await each();
  }
}

function touchedBy({ manager, path, values, links }: CreateWrite, object: object): Touched {
  const named = new Set([...values.map(({ field }) => field.name), ...links.map(({ field }) => field.name)]);
  return { operation: 'create', manager, type: manager, object, path, answers: [], named };
}
