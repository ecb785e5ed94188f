import type { StatementTally } from '../hook/statement-tally.js';
import type { Position } from '../interface/result.js';
import type { InterfaceAdapter, ReadContext } from '../interface/interface-adapter.js';
import type { JsonText } from '../interface/json-text.js';
import type { ResponseRoot } from '../interface/response.js';
import type { ManagerModel } from '../model/model.js';
import type { Actor } from '../permission/actor.js';
import type { PolicyShape } from '../permission/shape.js';
import type { CachePart } from '../plan/shared-cache.js';
import { isParameter, resolveValue, type Inputs } from '../plan/parameter.js';
import type { ReadRequest } from '../plan/read-request.js';
import type { OpenPlan } from '../plan/read-plan.js';
import { cursorScope } from './actor-key.js';
import type { OpenedCursor } from './opened-cursor.js';
import type { PipelineOptions } from './pipeline-options.js';
import { publishDecision, publishOperation } from './diagnostics.js';
import { ReadCompiler, type Variant } from './read-compiler.js';

/** A read of which the answer is wanted as JSON text; what is open in it is known at each run. */
export interface TextRequest {
  readonly manager: ManagerModel;
  readonly request: ReadRequest;
  /** The key of the one object that is wanted; absent for a page. */
  readonly key?: { readonly value: unknown };
  readonly response: ResponseRoot;
  /** Says how the response is written, besides what the statement says: the same text for responses that are written alike. Without it none is kept. */
  readonly form?: string;
  /** Reads softly deleted objects, too, where the caller may see those. Default: false. */
  readonly deleted?: boolean;
}

/** A read that was checked and compiled; runs for whoever acts. */
export interface PreparedRead {
  /** Undefined where this route cannot give the answer, so that the other one has to (also to tell what is wrong). */
  run(inputs: Inputs, context: ReadContext): Promise<JsonText | undefined>;
}

/** A statement and what it is run with. */
interface Ready {
  readonly variant: Variant;
  readonly values: readonly unknown[];
}

/** Compiles a request once for each shape of policies and cursors that it meets. */
export class TextRead implements PreparedRead {
  readonly #options: TextReadOptions;
  /** By shape; undefined: such actors are refused. */
  readonly #variants: CachePart<Variant | undefined>;
  #shapes: readonly PolicyShape[] = [];
  #cursors: readonly OpenedCursor[] = [];
  #known = false;

  constructor(options: TextReadOptions) {
    this.#options = options;
    this.#variants = options.statements.part();
  }

  async run(inputs: Inputs, context: ReadContext): Promise<JsonText | undefined> {
    const ready = this.#ready(inputs, context);
    if (!ready) return undefined;
    const { request, observers, failure } = this.#options;
    const observed = { operation: 'read', manager: request.manager, caller: 'actor', gives: 'text' } as const;
    const run = async (tally: StatementTally | undefined): Promise<JsonText | undefined> => {
      try {
        return await this.#read(ready, inputs, context, tally);
      } catch (error) {
        throw failure(error, context);
      }
    };
    return observers.counting(observed, run, (text) => ({ leftOff: text === undefined }));
  }

  async #read(
    { variant, values }: Ready,
    inputs: Inputs,
    context: ReadContext,
    tally: StatementTally | undefined,
  ): Promise<JsonText | undefined> {
    const { adapter, request, cursors, limits } = this.#options;
    const caller = { actor: inputs.actor };
    this.#tell(variant, inputs.actor);
    const seal = (position: Position, plan: OpenPlan): string =>
      cursors.seal(position, cursorScope(plan.manager, String(resolveValue(plan.scope, inputs)), caller));
    const args = { operation: 'read' as const, manager: request.manager, plan: variant.plan, caller };
    const within = { timeoutMs: limits.timeoutMs, ...context, ...(tally && { tally }) };
    const read = async (): Promise<JsonText | undefined> => adapter.readText(variant.statement, values, { context: within, caller, seal });
    if (request.form === undefined) return publishOperation(args, read);
    const { plan } = variant;
    let until: number | undefined;
    const kept = (found: number): void => void (until = found);
    const question = { manager: request.manager, plan, inputs, context: within, caller, values, kept, ...variant.toldApart };
    const began = Date.now();
    const text = await publishOperation(args, async () => this.#options.cache.reads.text(question, read));
    context.sharing?.note(this.#sharedUntil(variant, inputs, context, until, began));
    return text;
  }

  /** Until when an answer may be given to anybody: as long after it was read as every manager on the way may be old. */
  #sharedUntil(
    { sharedForMs: ms }: Variant,
    { actor }: Inputs,
    { session, asOf }: ReadContext,
    until: number | undefined,
    began: number,
  ): number | undefined {
    const { cache } = this.#options.request.manager;
    if (ms === undefined || actor !== null || session || asOf || typeof cache !== 'object') return undefined;
    // What was kept was read when its time began.
    return (until === undefined ? began : until - cache.timeoutMs) + ms;
  }

  /** The statement and its values; undefined where they cannot be had: the other route tells why. */
  #ready(inputs: Inputs, context: ReadContext): Ready | undefined {
    try {
      const variant = this.#variantFor(inputs);
      if (!variant) return undefined;
      for (const parameter of variant.unused) parameter.resolve(inputs);
      context.budget?.spend(variant.rows, this.#options.limits.maxRows);
      return { variant, values: variant.statement.parameters.map((each) => (isParameter(each) ? each.resolve(inputs) : each)) };
    } catch {
      return undefined;
    }
  }

  #tell({ decisions }: Variant, actor: Actor): void {
    for (const [manager, decision] of decisions) {
      const told = { manager, operation: 'read' as const, caller: { actor }, decision };
      publishDecision(told);
      for (const { hooks } of this.#options.plugins) hooks.onDecision?.(told);
    }
  }

  #variantFor(inputs: Inputs): Variant | undefined {
    if (!this.#known) this.#compile(inputs);
    const known = this.#variants.get(this.#code(inputs));
    return known ? known.value : this.#compile(inputs);
  }

  #code(inputs: Inputs): string {
    let code = '';
    for (const shape of this.#shapes) code += `${shape.of(inputs.actor)} `;
    for (const cursor of this.#cursors) code += `${cursor.shape(inputs)} `;
    return code;
  }

  #lookAt(shapes: readonly PolicyShape[], cursors: readonly OpenedCursor[]): void {
    const same = this.#known && shapes.length === this.#shapes.length && shapes.every((each) => this.#shapes.includes(each));
    this.#known = true;
    this.#cursors = cursors;
    if (same) return;
    this.#shapes = shapes;
    this.#variants.clear();
  }

  #compile(inputs: Inputs): Variant | undefined {
    const compiler = new ReadCompiler(this.#options, inputs, this.#options.request);
    const variant = compiler.compile(this.#options);
    // An actor who is refused at once is not asked about the rest; what was told apart by less is forgotten.
    if (variant || !this.#known) this.#lookAt(compiler.shapes, compiler.cursors);
    this.#variants.set(this.#code(inputs), variant, variant?.statement.text.length ?? 1);
    return variant;
  }
}

/** The part of an adapter that writes answers as text. */
export type TextAdapter = Required<Pick<InterfaceAdapter, 'compileText' | 'readText'>>;

/** What a prepared read works with. */
export interface TextReadOptions extends PipelineOptions {
  readonly request: TextRequest;
  readonly adapter: TextAdapter;
  /** What callers get to see of an error. */
  readonly failure: (error: unknown, context: ReadContext) => Error;
}

/** Whether an adapter writes answers as text. */
export const writesText = (adapter: InterfaceAdapter): adapter is InterfaceAdapter & TextAdapter =>
  adapter.compileText !== undefined && adapter.readText !== undefined;
