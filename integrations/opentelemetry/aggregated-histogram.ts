import type { Attributes, HrTime } from '@opentelemetry/api';
import type { MeasuredHistogram, MeasuredValues } from './measured-values.js';
import type { MetricDescription } from './names.js';

/** What was recorded with the same attributes, as `DataPoint<Histogram>` of the SDK. */
export interface HistogramPoint {
  readonly attributes: Attributes;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly value: {
    readonly min: number;
    readonly max: number;
    readonly sum: number;
    readonly count: number;
    readonly buckets: { readonly boundaries: number[]; readonly counts: number[] };
  };
}

/** Adds up what is recorded with the same attributes. */
class AggregatedValues implements MeasuredValues {
  readonly #attributes: Attributes;
  readonly #boundaries: readonly number[];
  readonly #counts: Float64Array;
  readonly #startTime = hrTime();
  #sum = 0;
  #count = 0;
  #min = Infinity;
  #max = -Infinity;

  constructor(attributes: Attributes, boundaries: readonly number[]) {
    this.#attributes = attributes;
    this.#boundaries = boundaries;
    this.#counts = new Float64Array(boundaries.length + 1);
  }

  record(value: number): void {
    const boundaries = this.#boundaries;
    let bucket = 0;
    while (bucket < boundaries.length && value > (boundaries[bucket] ?? Infinity)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sum += value;
    this.#count += 1;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** A copy: what is exported later must not change meanwhile. Nothing where nothing was recorded. */
  point(endTime: HrTime): readonly HistogramPoint[] {
    if (this.#count === 0) return [];
    const buckets = { boundaries: [...this.#boundaries], counts: [...this.#counts] };
    const value = { min: this.#min, max: this.#max, sum: this.#sum, count: this.#count, buckets };
    return [{ attributes: this.#attributes, startTime: this.#startTime, endTime, value }];
  }
}

/** A histogram that is added up here: a value costs finding its bucket. */
export class AggregatedHistogram implements MeasuredHistogram {
  readonly description: MetricDescription;
  readonly #boundaries: readonly number[];
  readonly #all = new Map<string, AggregatedValues>();

  constructor(description: MetricDescription, boundaries: readonly number[]) {
    this.description = description;
    this.#boundaries = boundaries;
  }

  values(attributes: Attributes): MeasuredValues {
    const key = JSON.stringify(Object.entries(attributes).toSorted(([one], [other]) => (one < other ? -1 : 1)));
    const known = this.#all.get(key) ?? new AggregatedValues(attributes, this.#boundaries);
    this.#all.set(key, known);
    return known;
  }

  /** What was recorded since the beginning, until now. */
  points(): HistogramPoint[] {
    const now = hrTime();
    return [...this.#all.values()].flatMap((values) => values.point(now));
  }
}

/** Now, as seconds since 1970 and nanoseconds. */
function hrTime(): HrTime {
  const now = Date.now();
  return [Math.floor(now / 1000), (now % 1000) * 1_000_000];
}
