import { ValueType, type Attributes } from '@opentelemetry/api';
import { AggregatedHistogram, type HistogramPoint } from './aggregated-histogram.js';
import { SCOPE, type MetricDescription } from './names.js';

/** What `MetricProducer` of `@opentelemetry/sdk-metrics` collects, as far as histograms go. */
export interface CollectedHistograms {
  readonly resourceMetrics: { readonly resource: Resource; readonly scopeMetrics: ScopeMetrics[] };
  readonly errors: unknown[];
}

interface ScopeMetrics {
  readonly scope: { readonly name: string; readonly version: string };
  readonly metrics: HistogramMetric[];
}

interface HistogramMetric {
  readonly descriptor: MetricDescription & { readonly valueType: ValueType };
  readonly aggregationTemporality: typeof CUMULATIVE;
  readonly dataPointType: typeof HISTOGRAM;
  readonly dataPoints: HistogramPoint[];
}

/** That of the reader is told: this one is nobody's. */
interface Resource {
  readonly attributes: Attributes;
  merge<T extends object>(other: T | null): T;
  getRawAttributes(): never[];
}

/** As in `AggregationTemporality` and `DataPointType`, whose package only applications have. */
const CUMULATIVE = 1;
const HISTOGRAM = 0;

const NOBODY: Resource = Object.freeze({
  attributes: Object.freeze({}),
  merge: <T extends object>(other: T | null): T => other ?? (NOBODY as unknown as T),
  getRawAttributes: () => [],
});

/**
 * A `MetricProducer` that adds up the histograms of operations and requests itself, for applications that are asked thousands of times a second: the SDK
 * makes a text of the attributes at each value. Give it to `openTelemetry` and to every reader. It tells totals since the start (cumulative), and views do not see it.
 *
 * @example
 * const histograms = new HistogramProducer();
 * const exporter = new PrometheusExporter({ metricProducers: [histograms] });
 * const gm = await bootstrap({ orm, plugins: [openTelemetry({ histograms })] });
 */
export class HistogramProducer {
  readonly #histograms = new Map<string, AggregatedHistogram>();

  /** A histogram; applications that share the producer share it. */
  histogram(description: MetricDescription, boundaries: readonly number[]): AggregatedHistogram {
    const known = this.#histograms.get(description.name) ?? new AggregatedHistogram(description, boundaries);
    this.#histograms.set(description.name, known);
    return known;
  }

  /** What was recorded until now; called by readers. */
  async collect(): Promise<CollectedHistograms> {
    const metrics = [...this.#histograms.values()].flatMap((histogram) => {
      const dataPoints = histogram.points();
      return dataPoints.length === 0 ? [] : [metricOf(histogram.description, dataPoints)];
    });
    return { resourceMetrics: { resource: NOBODY, scopeMetrics: metrics.length === 0 ? [] : [{ scope: SCOPE, metrics }] }, errors: [] };
  }
}

const metricOf = (description: MetricDescription, dataPoints: HistogramPoint[]): HistogramMetric => ({
  descriptor: { ...description, valueType: ValueType.DOUBLE },
  aggregationTemporality: CUMULATIVE,
  dataPointType: HISTOGRAM,
  dataPoints,
});
