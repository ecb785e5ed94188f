import { INVALID_TRACEID, trace, type Context, type Span } from '@opentelemetry/api';
import { LeftOutSpan } from './left-out-span.js';

/** A context with one value more than another. Those of the API copy all values and make functions, which is most of what a context costs. */
class Linked implements Context {
  readonly #outer: Context;
  readonly #key: symbol;
  readonly #value: unknown;

  constructor(outer: Context, key: symbol, value: unknown) {
    this.#outer = outer;
    this.#key = key;
    this.#value = value;
  }

  getValue(key: symbol): unknown {
    return key === this.#key ? this.#value : this.#outer.getValue(key);
  }

  /** Whoever goes on from here gets a context of the API, so that chains stay short. */
  setValue(key: symbol, value: unknown): Context {
    return this.#copy().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#copy().deleteValue(key);
  }

  #copy(): Context {
    return this.#outer.setValue(this.#key, this.#value);
  }
}

/** Stands for a context whose next value is linked to it: the key of spans is known to the API alone. */
class Linking implements Context {
  readonly #outer: Context;

  constructor(outer: Context) {
    this.#outer = outer;
  }

  getValue(key: symbol): unknown {
    return this.#outer.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new Linked(this.#outer, key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#outer.deleteValue(key);
  }
}

/** A context in which a span is the active one. */
export const withSpan = (outer: Context, span: Span): Context => trace.setSpan(new Linking(outer), span);

/** Whether a span names a trace: those of nobody who makes spans do not. */
export const isTraced = (span: Span): boolean => span instanceof LeftOutSpan || span.spanContext().traceId !== INVALID_TRACEID;

/** What belongs to something here of which nothing is kept belongs to its trace; of that nothing is kept either. */
export const isLeftOut = (parent: Span): boolean =>
  parent instanceof LeftOutSpan || (!parent.isRecording() && parent.spanContext().isRemote !== true);
