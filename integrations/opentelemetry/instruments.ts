import { metrics, type Counter, type Histogram, type Meter, type MeterProvider } from '@opentelemetry/api';
import { DeferredCounter } from './deferred-counter.js';
import { DeferredHistogram } from './deferred-histogram.js';
import { SECONDS } from './exemplars.js';
import type { HistogramProducer } from './histogram-producer.js';
import type { MeasuredHistogram } from './measured-values.js';
import { METRICS, SCOPE, type MetricDescription } from './names.js';

const ROWS: readonly number[] = [0, 1, 5, 10, 25, 50, 100, 250, 500, 1000];

const STATEMENTS: readonly number[] = [0, 1, 2, 3, 5, 10, 25, 50, 100];

/** What is measured as it happens. */
export interface Instruments {
  readonly duration: MeasuredHistogram;
  readonly calls: DeferredCounter;
  readonly errors: Counter;
  readonly rows: MeasuredHistogram;
  readonly statements: MeasuredHistogram;
  readonly decisions: DeferredCounter;
  readonly cache: Counter;
  readonly requestDuration: MeasuredHistogram;
  readonly requestErrors: Counter;
  readonly deliveryDuration: Histogram;
  readonly upstreamDuration: Histogram;
  readonly upstreamAttempts: Counter;
  readonly upstreamRetries: Counter;
  readonly upstreamTimeouts: Counter;
  readonly upstreamHedges: Counter;
  readonly upstreamRateLimitWait: Histogram;
  readonly upstreamBreakerChanges: Counter;
  readonly upstreamTokenRefreshes: Counter;
}

/** The meter of the project. */
export const meterOf = (provider: MeterProvider | undefined): Meter =>
  (provider ?? metrics.getMeterProvider()).getMeter(SCOPE.name, SCOPE.version);

/** What hands on later what it was told; at the latest when metrics are collected. */
export const deferredOf = (instruments: Instruments): readonly (DeferredCounter | DeferredHistogram)[] =>
  Object.values(instruments).filter((each) => each instanceof DeferredCounter || each instanceof DeferredHistogram);

/** Makes them of a meter; histograms that are recorded at each operation of a producer, where there is one. */
export function makeInstruments(meter: Meter, producer?: HistogramProducer): Instruments {
  const counter = ({ name, ...options }: MetricDescription): Counter => meter.createCounter(name, options);
  const histogram = ({ name, ...options }: MetricDescription, boundaries: readonly number[]): Histogram =>
    meter.createHistogram(name, { ...options, advice: { explicitBucketBoundaries: [...boundaries] } });
  const measured = (description: MetricDescription, boundaries: readonly number[]): MeasuredHistogram =>
    producer?.histogram(description, boundaries) ?? new DeferredHistogram(histogram(description, boundaries));
  return {
    duration: measured(METRICS.duration, SECONDS),
    calls: new DeferredCounter(counter(METRICS.calls)),
    errors: counter(METRICS.errors),
    rows: measured(METRICS.rows, ROWS),
    statements: measured(METRICS.statements, STATEMENTS),
    decisions: new DeferredCounter(counter(METRICS.decisions)),
    cache: counter(METRICS.cache),
    requestDuration: measured(METRICS.requestDuration, SECONDS),
    requestErrors: counter(METRICS.requestErrors),
    deliveryDuration: histogram(METRICS.deliveryDuration, SECONDS),
    upstreamDuration: histogram(METRICS.upstreamDuration, SECONDS),
    upstreamAttempts: counter(METRICS.upstreamAttempts),
    upstreamRetries: counter(METRICS.upstreamRetries),
    upstreamTimeouts: counter(METRICS.upstreamTimeouts),
    upstreamHedges: counter(METRICS.upstreamHedges),
    upstreamRateLimitWait: histogram(METRICS.upstreamRateLimitWait, SECONDS),
    upstreamBreakerChanges: counter(METRICS.upstreamBreakerChanges),
    upstreamTokenRefreshes: counter(METRICS.upstreamTokenRefreshes),
  };
}
