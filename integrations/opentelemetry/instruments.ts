import { metrics, type Counter, type Histogram, type Meter, type MeterProvider } from '@opentelemetry/api';
import { DeferredCounter } from './deferred-counter.js';
import { DeferredHistogram } from './deferred-histogram.js';
import { SECONDS } from './exemplars.js';
import { METRICS, SCOPE, type MetricDescription } from './names.js';

const ROWS: readonly number[] = [0, 1, 5, 10, 25, 50, 100, 250, 500, 1000];

const STATEMENTS: readonly number[] = [0, 1, 2, 3, 5, 10, 25, 50, 100];

/** What is measured as it happens. */
export interface Instruments {
  readonly duration: DeferredHistogram;
  readonly calls: DeferredCounter;
  readonly errors: Counter;
  readonly rows: DeferredHistogram;
  readonly statements: DeferredHistogram;
  readonly decisions: DeferredCounter;
  readonly cache: Counter;
  readonly requestDuration: DeferredHistogram;
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
export const deferredOf = ({
  calls,
  decisions,
  duration,
  rows,
  statements,
  requestDuration,
}: Instruments): readonly (DeferredCounter | DeferredHistogram)[] => [calls, decisions, duration, rows, statements, requestDuration];

export function makeInstruments(meter: Meter): Instruments {
  const counter = ({ name, ...options }: MetricDescription): Counter => meter.createCounter(name, options);
  const histogram = ({ name, ...options }: MetricDescription, boundaries: readonly number[]): Histogram =>
    meter.createHistogram(name, { ...options, advice: { explicitBucketBoundaries: [...boundaries] } });
  const deferred = (...given: Parameters<typeof histogram>): DeferredHistogram => new DeferredHistogram(histogram(...given));
  return {
    duration: deferred(METRICS.duration, SECONDS),
    calls: new DeferredCounter(counter(METRICS.calls)),
    errors: counter(METRICS.errors),
    rows: deferred(METRICS.rows, ROWS),
    statements: deferred(METRICS.statements, STATEMENTS),
    decisions: new DeferredCounter(counter(METRICS.decisions)),
    cache: counter(METRICS.cache),
    requestDuration: deferred(METRICS.requestDuration, SECONDS),
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
