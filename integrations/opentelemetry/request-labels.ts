import type { Attributes } from '@opentelemetry/api';
import type { RequestedOperation } from '../../lib/index.js';
import type { MeasuredHistogram, MeasuredValues } from './measured-values.js';
import { ATTRIBUTES } from './names.js';
import type { Outcome } from './outcome.js';

/** Clients choose the names of operations, and could make as many as they like. */
const OTHER = 'other';

const UNNAMED = Symbol('without a name');
const UNTOLD = Symbol('of a name that is not told');
type Told = string | typeof UNNAMED | typeof UNTOLD;

/** What is told of requests for the same operation. */
export class RequestLabels {
  readonly spanName: string;
  readonly attributes: Attributes;
  readonly #duration: MeasuredHistogram;
  readonly #outcomes = new Map<Outcome, { readonly attributes: Attributes; readonly duration: MeasuredValues }>();

  constructor(spanName: string, attributes: Attributes, duration: MeasuredHistogram) {
    this.spanName = spanName;
    this.attributes = Object.freeze(attributes);
    this.#duration = duration;
  }

  of(outcome: Outcome): { readonly attributes: Attributes; readonly duration: MeasuredValues } {
    const known = this.#outcomes.get(outcome);
    if (known) return known;
    const attributes = Object.freeze({ ...this.attributes, [ATTRIBUTES.outcome]: outcome });
    const labels = { attributes, duration: this.#duration.values(attributes) };
    this.#outcomes.set(outcome, labels);
    return labels;
  }
}

/** Labels of all requests, each made once: names that are not bounded are the same one. */
export class LabelsOfRequests {
  readonly #names: ReadonlySet<string>;
  readonly #duration: MeasuredHistogram;
  readonly #unknown: RequestLabels;
  /** By type and name; those without a name, and those whose name is not told. */
  readonly #known = new Map<string, Map<Told, RequestLabels>>();

  constructor(names: ReadonlySet<string>, duration: MeasuredHistogram) {
    this.#names = names;
    this.#duration = duration;
    this.#unknown = new RequestLabels('graphql', {}, duration);
  }

  of(operation: RequestedOperation | undefined): RequestLabels {
    if (!operation) return this.#unknown;
    const { type, name, trusted } = operation;
    const told = name === undefined ? UNNAMED : trusted || this.#names.has(name) ? name : UNTOLD;
    return this.#known.get(type)?.get(told) ?? this.#add(type, told);
  }

  #add(type: string, told: Told): RequestLabels {
    const ofType = this.#known.get(type) ?? new Map<Told, RequestLabels>();
    const name = told === UNNAMED ? {} : { [ATTRIBUTES.graphqlName]: told === UNTOLD ? OTHER : told };
    const spanName = typeof told === 'string' ? `${type} ${told}` : type;
    const labels = new RequestLabels(spanName, { [ATTRIBUTES.graphqlType]: type, ...name }, this.#duration);
    this.#known.set(type, ofType.set(told, labels));
    return labels;
  }
}
