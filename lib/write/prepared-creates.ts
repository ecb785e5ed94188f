import { publishDecision } from '../manager/diagnostics.js';
import type { Caller } from '../manager/runtime.js';
import type { PolicyShape } from '../permission/shape.js';
import type { Inputs } from '../plan/parameter.js';
import type { CachePart } from '../plan/shared-cache.js';
import { aloneIn, readsValues } from './at-once.js';
import type { WritePipelineOptions } from './write-options.js';
import { compileCreate, type CreateSubject, type CreateVariant } from './compile-create.js';
import { linksOf, locatorOf, operandsOf, type CreateLink } from './create-links.js';
import { isDurable } from './events.js';
import { parseRequest } from './parse-request.js';
import { PreparedCreate } from './prepared-create.js';
import { Violations } from './violations.js';
import type { CreateWrite } from './write-plan.js';
import type { WriteControl, WriteRequest } from './write-request.js';

/** About what is kept of a shape besides its compiled creates, in characters. */
const WEIGHT = 200;

/** No name has it. */
const SEPARATOR = '\0';

/** Compiles creates of single objects once for each shape of their input and of the policies that they meet. */
export class PreparedCreates {
  readonly #options: WritePipelineOptions;
  readonly #shapes: CachePart<CreateShape>;
  /** Rows of durable events have to be in the transaction of the write. */
  readonly #isDurable: boolean;

  constructor(options: WritePipelineOptions) {
    this.#options = options;
    this.#shapes = options.statements.part();
    this.#isDurable = options.plugins.some(isDurable);
  }

  /** A request that can be carried out at once; undefined where the ordinary way has to be taken, also to tell what is wrong with it. */
  find(request: WriteRequest, caller: Caller, control: WriteControl): PreparedCreate | undefined {
    if (request.kind !== 'create' || this.#isDurable || !readsValues(request.manager, request.select)) return undefined;
    const write = this.#parsed(request, control);
    if (!write) return undefined;
    const { select } = request;
    const links = linksOf(write);
    const inputs: Inputs = {
      variables: Object.fromEntries(links.map((link) => [link.name, operandsOf(link)])),
      actor: 'actor' in caller ? caller.actor : null,
    };
    const variant = this.#shape(write, links, request).variant({ write, select, caller });
    if (!variant) return undefined;
    this.#tell(variant, caller);
    return new PreparedCreate(this.#options, variant.compiled, { request, write, links, inputs, caller });
  }

  #parsed(request: Extract<WriteRequest, { readonly kind: 'create' }>, control: WriteControl): CreateWrite | undefined {
    const { model, limits } = this.#options;
    const violations = new Violations();
    try {
      const parsed = parseRequest({ model, limits, violations, unexposed: false, counted: { objects: 0 } }, request);
      return parsed.kind === 'objects' && !violations.any ? aloneIn(parsed.writes, control) : undefined;
    } catch {
      return undefined;
    }
  }

  #shape({ manager, values, links }: CreateWrite, linked: readonly CreateLink[], { select }: WriteRequest): CreateShape {
    let text = `${manager.name} ${select?.fields.join(SEPARATOR) ?? ''}${SEPARATOR}`;
    for (const { field } of values) text += `${SEPARATOR}${field.name}`;
    for (const { field, writes } of links) text += `${SEPARATOR}${writes.length > 0 ? '=' : '-'}${field.name}`;
    for (const link of linked) text += `${SEPARATOR}${locatorOf(link)}`;
    const known = this.#shapes.get(text);
    if (known) return known.value;
    const shape = new CreateShape(this.#options);
    this.#shapes.set(text, shape, text.length + WEIGHT);
    return shape;
  }

  #tell({ decisions }: CreateVariant, caller: Caller): void {
    for (const [manager, operation, decision] of decisions) {
      const told = { manager, operation, caller, decision };
      publishDecision(told);
      for (const { hooks } of this.#options.plugins) hooks.onDecision?.(told);
    }
  }
}

/** The creates of one shape of input. */
class CreateShape {
  readonly #options: WritePipelineOptions;
  /** By what the policies make of callers; undefined: such creates take the ordinary way. */
  readonly #variants: CachePart<CreateVariant | undefined>;
  readonly #shapes = new Set<PolicyShape>();

  constructor(options: WritePipelineOptions) {
    this.#options = options;
    this.#variants = options.statements.part();
  }

  variant(subject: CreateSubject): CreateVariant | undefined {
    const known = this.#variants.get(this.#code(subject.caller));
    if (known) return known.value;
    const { variant, shapes } = compileCreate(this.#options, subject);
    const size = this.#shapes.size;
    for (const shape of shapes) this.#shapes.add(shape);
    // What was told apart by less is forgotten.
    if (this.#shapes.size > size) this.#variants.clear();
    this.#variants.set(this.#code(subject.caller), variant, WEIGHT + (variant?.compiled.weight ?? 0));
    return variant;
  }

  #code(caller: Caller): string {
    if ('system' in caller) return 'system';
    let code = '';
    for (const shape of this.#shapes) code += `${shape.of(caller.actor)} `;
    return code;
  }
}
