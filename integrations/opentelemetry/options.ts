import type { MeterProvider, TextMapPropagator, TracerProvider } from '@opentelemetry/api';

/** Options of the plugin; every one has a default. */
export interface OpenTelemetryOptions {
  /** Default: the global one, when the application boots. */
  readonly tracerProvider?: TracerProvider;
  /** Default: the global one, when the application boots. */
  readonly meterProvider?: MeterProvider;
  /** Finds the caller's span in the headers of a request, where no instrumentation of HTTP has. Default: the global one. */
  readonly propagator?: TextMapPropagator;
  /** Makes spans of operations only where there is a span already, as in requests. Default: false. */
  readonly requireParentSpan?: boolean;
  /**
   * Names of GraphQL operations that are told; those of trusted documents are always. All others are `other`: clients choose them. Default: none.
   */
  readonly operationNames?: readonly string[];
  /** Asks the database for durable events that wait, and its pool how many connections are used, whenever metrics are collected. Default: true. */
  readonly sources?: boolean;
}
