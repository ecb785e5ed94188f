import type { Attributes, Histogram } from '@opentelemetry/api';
import type { MeasuredHistogram, MeasuredValues } from './measured-values.js';

/** Values that are kept before they are handed on: few enough that nobody waits for them. */
const KEPT = 64;

class DeferredValues implements MeasuredValues {
  readonly #histogram: Histogram;
  readonly #attributes: Attributes;
  readonly #kept = new Float64Array(KEPT);
  #count = 0;

  constructor(histogram: Histogram, attributes: Attributes) {
    this.#histogram = histogram;
    this.#attributes = attributes;
  }

  record(value: number): void {
    this.#kept[this.#count] = value;
    this.#count += 1;
    if (this.#count === KEPT) this.flush();
  }

  /** Hands on what was recorded. */
  flush(): void {
    for (let index = 0; index < this.#count; index += 1) this.#histogram.record(this.#kept[index] ?? 0, this.#attributes);
    this.#count = 0;
  }
}

/**
 * A histogram whose values are handed on many at a time, at the latest when metrics are collected. OpenTelemetry makes a text of the attributes at each: one after the
 * other that takes half a microsecond, in between of everything else that a request does several.
 */
export class DeferredHistogram implements MeasuredHistogram {
  readonly #histogram: Histogram;
  readonly #all: DeferredValues[] = [];

  constructor(histogram: Histogram) {
    this.#histogram = histogram;
  }

  values(attributes: Attributes): MeasuredValues {
    const values = new DeferredValues(this.#histogram, attributes);
    this.#all.push(values);
    return values;
  }

  flush(): void {
    for (const values of this.#all) values.flush();
  }
}
