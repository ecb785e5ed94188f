import type { MeterProvider, TextMapPropagator, TracerProvider } from '@opentelemetry/api';
import type { Exemplars } from './exemplars.js';
import type { HistogramProducer } from './histogram-producer.js';

/** Options of the plugin; every one has a default. */
export interface OpenTelemetryOptions {
  /** Default: the global one, when the application boots. */
  readonly tracerProvider?: TracerProvider;
  /** Default: the global one, when the application boots. */
  readonly meterProvider?: MeterProvider;
  /** Finds the caller's span in the headers of a request, where no instrumentation of HTTP has. Default: the global one. */
  readonly propagator?: TextMapPropagator;
  /**
   * Share of the traces that begin here of which the SDK is asked, 0 to 1: the others are left out before they cost anything. Its sampler should then
   * keep what it is asked about. What belongs to a trace that somebody has begun goes to the sampler in any case. Default: 1.
   */
  readonly traceRatio?: number;
  /** Makes spans of operations only where there is a span already, as in requests. Default: false. */
  readonly requireParentSpan?: boolean;
  /**
   * Names of GraphQL operations that are told; those of trusted documents are always. All others are `other`: clients choose them. Default: none.
   */
  readonly operationNames?: readonly string[];
  /**
   * Headers that go with requests to the origins of upstreams, where the propagator has them. Default: `traceparent` and `tracestate`; baggage, which
   * may come from clients, is not sent on.
   */
  readonly upstreamHeaders?: readonly string[];
  /**
   * Leaves requests to upstreams to an instrumentation of HTTP: it makes spans of them, with their URLs, and sends headers; this plugin sends none.
   * Otherwise such an instrumentation is kept from them. Default: false.
   */
  readonly instrumentedHttp?: boolean;
  /**
   * Whether deliveries of durable events are spans within the trace of the write, or of traces of their own with a link to it. Default: `child`.
   */
  readonly deliveries?: 'child' | 'linked';
  /** Where traces are remembered that belong to durations, for `metricsHandler`. Default: nowhere. */
  readonly exemplars?: Exemplars;
  /** Adds up the histograms of operations and requests, for readers that have it among their `metricProducers`. Default: the SDK does. */
  readonly histograms?: HistogramProducer;
  /** Asks the database for durable events that wait, and its pool how many connections are used, whenever metrics are collected. Default: true. */
  readonly sources?: boolean;
}
