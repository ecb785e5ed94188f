import { TraceFlags, type Attributes, type Span } from '@opentelemetry/api';
import { LeftOutSpan } from './left-out-span.js';

/** A value that was measured, and the trace in which it was. */
export interface Exemplar {
  readonly traceId: string;
  readonly spanId: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** The last exemplar of each bucket of one series. */
interface Series {
  readonly buckets: Map<number, Exemplar>;
}

interface OfMetric {
  readonly series: Map<string, Series>;
  /** Names of labels that any series has. */
  readonly names: Set<string>;
}

/**
 * Remembers, for each bucket of a duration, the last trace that was kept: as many as there are series and buckets, which are bounded. Give it to
 * `openTelemetry` and to `metricsHandler`.
 *
 * @example
 * const exemplars = new Exemplars();
 * const gm = await bootstrap({ orm, plugins: [openTelemetry({ exemplars })] });
 */
export class Exemplars {
  readonly #metrics = new Map<string, OfMetric>();

  /** Notes a value of a metric, in seconds, where its span is sampled. */
  note(metric: string, attributes: Attributes, value: number, span: Span | undefined): void {
    if (span instanceof LeftOutSpan) return;
    const { traceId, spanId, traceFlags = TraceFlags.NONE } = span?.spanContext() ?? {};
    if (traceId === undefined || spanId === undefined || (traceFlags & TraceFlags.SAMPLED) === 0) return;
    const { buckets } = this.#seriesOf(prometheusName(metric), attributes);
    buckets.set(bucketOf(value), { traceId, spanId, value, time: Date.now() });
  }

  /** Whether anything is known of a metric, by its name in Prometheus. */
  has(metric: string): boolean {
    return this.#metrics.has(metric);
  }

  /** The last exemplar of a bucket, from which on to which its values are; by names in Prometheus, whatever other labels there are. */
  find(metric: string, labels: Readonly<Record<string, string>>, above: number, upTo: number): Exemplar | undefined {
    const known = this.#metrics.get(metric);
    if (!known) return undefined;
    const own = Object.fromEntries(Object.entries(labels).filter(([name]) => known.names.has(name)));
    const found = [...(known.series.get(keyOf(own))?.buckets.values() ?? [])].filter(({ value }) => value > above && value <= upTo);
    return found.toSorted((a, b) => b.time - a.time)[0];
  }

  #seriesOf(metric: string, attributes: Attributes): Series {
    const known = this.#metrics.get(metric) ?? { series: new Map<string, Series>(), names: new Set<string>() };
    this.#metrics.set(metric, known);
    const labels = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [prometheusName(name), String(value)]));
    const key = keyOf(labels);
    const series = known.series.get(key) ?? { buckets: new Map<number, Exemplar>() };
    for (const name of Object.keys(labels)) known.names.add(name);
    known.series.set(key, series);
    return series;
  }
}

/** Upper ends of the buckets of durations, in seconds: as those of the conventions for databases. */
export const SECONDS: readonly number[] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

const bucketOf = (value: number): number => SECONDS.find((end) => value <= end) ?? Infinity;

const prometheusName = (name: string): string => name.replace(/[^a-z0-9_]/gi, '_').replace(/_{2,}/g, '_');

const keyOf = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)));
