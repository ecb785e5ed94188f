import type { Attributes } from '@opentelemetry/api';
import type { ObservedOperation } from '../../lib/index.js';
import type { Count } from './deferred-counter.js';
import type { Instruments } from './instruments.js';
import type { MeasuredValues } from './measured-values.js';
import { ATTRIBUTES } from './names.js';
import type { Outcome } from './outcome.js';

type OperationInstruments = Pick<Instruments, 'duration' | 'calls' | 'rows' | 'statements'>;

/** What is told of operations that went the same way. */
export interface OutcomeLabels {
  readonly attributes: Attributes;
  readonly calls: Count;
  readonly duration: MeasuredValues;
}

/** What is told of operations of one kind. */
export class OperationLabels {
  readonly attributes: Attributes;
  readonly spanName: string;
  readonly statements: MeasuredValues;
  readonly #instruments: OperationInstruments;
  readonly #outcomes = new Map<Outcome, OutcomeLabels>();
  #rows: MeasuredValues | undefined;

  constructor({ manager, operation, action }: ObservedOperation, instruments: OperationInstruments) {
    this.attributes = Object.freeze({
      [ATTRIBUTES.manager]: manager.name,
      [ATTRIBUTES.operation]: operation,
      [ATTRIBUTES.interface]: manager.adapter.name,
      ...(action !== undefined && { [ATTRIBUTES.action]: action }),
    });
    this.spanName = `${operation} ${manager.name}`;
    this.statements = instruments.statements.values(this.attributes);
    this.#instruments = instruments;
  }

  get rows(): MeasuredValues {
    return (this.#rows ??= this.#instruments.rows.values(this.attributes));
  }

  of(outcome: Outcome): OutcomeLabels {
    const known = this.#outcomes.get(outcome);
    if (known) return known;
    const { calls, duration } = this.#instruments;
    const attributes = Object.freeze({ ...this.attributes, [ATTRIBUTES.outcome]: outcome });
    const labels = { attributes, calls: calls.count(attributes), duration: duration.values(attributes) };
    this.#outcomes.set(outcome, labels);
    return labels;
  }
}

/** Labels of all operations of an application, each made once: there are as many as the model has. */
export class LabelsOfOperations {
  readonly #known = new WeakMap<object, Map<string, OperationLabels>>();
  readonly #instruments: OperationInstruments;

  constructor(instruments: OperationInstruments) {
    this.#instruments = instruments;
  }

  of(observed: ObservedOperation): OperationLabels {
    const { manager, operation, action } = observed;
    const kind = action === undefined ? operation : `${operation} ${action}`;
    return this.#known.get(manager)?.get(kind) ?? this.#add(observed, kind);
  }

  #add(observed: ObservedOperation, kind: string): OperationLabels {
    const ofManager = this.#known.get(observed.manager) ?? new Map<string, OperationLabels>();
    const labels = new OperationLabels(observed, this.#instruments);
    this.#known.set(observed.manager, ofManager.set(kind, labels));
    return labels;
  }
}
