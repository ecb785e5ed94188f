import type { Attributes } from '@opentelemetry/api';
import type { ObservedOperation } from '../../lib/index.js';
import type { Count, DeferredCounter } from './deferred-counter.js';
import { ATTRIBUTES } from './names.js';
import type { Outcome } from './outcome.js';

/** What is told of operations that went the same way. */
export interface OutcomeLabels {
  readonly attributes: Attributes;
  readonly calls: Count;
}

/** What is told of operations of one kind. */
export class OperationLabels {
  readonly attributes: Attributes;
  readonly #calls: DeferredCounter;
  readonly #outcomes = new Map<Outcome, OutcomeLabels>();

  constructor({ manager, operation, action }: ObservedOperation, calls: DeferredCounter) {
    this.attributes = Object.freeze({
      [ATTRIBUTES.manager]: manager.name,
      [ATTRIBUTES.operation]: operation,
      [ATTRIBUTES.interface]: manager.adapter.name,
      ...(action !== undefined && { [ATTRIBUTES.action]: action }),
    });
    this.#calls = calls;
  }

  of(outcome: Outcome): OutcomeLabels {
    const known = this.#outcomes.get(outcome);
    if (known) return known;
    const attributes = Object.freeze({ ...this.attributes, [ATTRIBUTES.outcome]: outcome });
    const labels = { attributes, calls: this.#calls.count(attributes) };
    this.#outcomes.set(outcome, labels);
    return labels;
  }
}

/** Labels of all operations of an application, each made once: there are as many as the model has. */
export class LabelsOfOperations {
  readonly #known = new WeakMap<object, Map<string, OperationLabels>>();
  readonly #calls: DeferredCounter;

  constructor(calls: DeferredCounter) {
    this.#calls = calls;
  }

  of(observed: ObservedOperation): OperationLabels {
    const { manager, operation, action } = observed;
    const ofManager = this.#known.get(manager) ?? new Map<string, OperationLabels>();
    this.#known.set(manager, ofManager);
    const kind = action === undefined ? operation : `${operation} ${action}`;
    const labels = ofManager.get(kind) ?? new OperationLabels(observed, this.#calls);
    ofManager.set(kind, labels);
    return labels;
  }
}
