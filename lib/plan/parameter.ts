import { isPlainObject } from '../model/plain-object.js';
import type { Actor } from '../permission/actor.js';

/** What an operation runs with: the values that its plan left open. */
export interface Inputs {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
}

/** Where an open value comes from, in words: `$filter.name.eq`, `actor.id`. */
export interface ParameterOrigin {
  readonly kind: 'variable' | 'actor' | 'cursor';
  readonly text: string;
}

/**
 * A value that is known only when an operation runs, in the place of one in a plan that is compiled once.
 *
 * Only values may stay open: what decides about the statement's text (operators, fields, which comparisons there are) may not.
 */
export class Parameter {
  /** The parameters that this one is made of. */
  readonly sources: readonly Parameter[];
  readonly #resolve: (inputs: Inputs) => unknown;
  readonly #origin: ParameterOrigin | undefined;

  constructor(resolve: (inputs: Inputs) => unknown, sources: readonly Parameter[] = [], origin?: ParameterOrigin) {
    this.#resolve = resolve;
    this.sources = sources;
    this.#origin = origin;
    Object.freeze(this);
  }

  /** Where it comes from, for whoever reads a plan: its own origin, or those of what it is made of. */
  get origins(): readonly ParameterOrigin[] {
    return this.#origin ? [this.#origin] : this.sources.flatMap(({ origins }) => origins);
  }

  /** The value; throws what the parser of the value would have thrown. */
  resolve(inputs: Inputs): unknown {
    return this.#resolve(inputs);
  }

  /** A parameter with the converted value. */
  map(convert: (value: unknown) => unknown): Parameter {
    return new Parameter((inputs) => convert(this.#resolve(inputs)), [this]);
  }
}

/** Whether a value is open. */
export const isParameter = (value: unknown): value is Parameter => value instanceof Parameter;

/** Converts a value now; one that is open, or a list with open items, once it is known. */
export function mapValue(value: unknown, convert: (value: unknown) => unknown): unknown {
  if (isParameter(value)) return value.map(convert);
  const open = Array.isArray(value) ? value.filter(isParameter) : [];
  return open.length > 0 ? new Parameter((inputs) => convert(resolveValue(value, inputs)), open) : convert(value);
}

/** Converts each item of a list. */
export const mapItems = (list: unknown, convert: (item: unknown) => unknown): unknown =>
  mapValue(list, (items) => (items as readonly unknown[]).map(convert));

/** Those parameters of which no used one is made: their values would never be looked at. */
export function unusedParameters(all: readonly Parameter[], used: readonly unknown[]): readonly Parameter[] {
  const reached = new Set<Parameter>();
  const reach = (parameter: Parameter): void => {
    reached.add(parameter);
    parameter.sources.forEach(reach);
  };
  used.filter(isParameter).forEach(reach);
  return all.filter((each) => !reached.has(each));
}

/** The value itself, with every parameter in it resolved. */
export function resolveValue(value: unknown, inputs: Inputs): unknown {
  if (isParameter(value)) return value.resolve(inputs);
  if (Array.isArray(value)) return value.map((each: unknown) => resolveValue(each, inputs));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolveValue(each, inputs)]));
}

/** Whether a value is open, or has something open in it. */
export function hasParameters(value: unknown): boolean {
  if (isParameter(value)) return true;
  if (Array.isArray(value)) return value.some(hasParameters);
  if (!isPlainObject(value)) return false;
  return Object.values(value).some(hasParameters);
}
