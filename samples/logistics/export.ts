import { context, logs, propagation, trace, type Logger as RecordLogger } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, resourceAttributesEnvDetector, serviceNameEnvDetector } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/** Traces and logs on their way to a collector. */
export interface Export {
  readonly logger: RecordLogger;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/**
 * Sends traces and logs of this process to the collector that `OTEL_EXPORTER_OTLP_ENDPOINT` names, as the service that `OTEL_SERVICE_NAME` and
 * `OTEL_RESOURCE_ATTRIBUTES` say. Of what is traced is for the collector to keep what is of interest.
 */
export function startExport(): Export {
  const resource = detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] });
  const tracerProvider = new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })] });
  const loggerProvider = new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(tracerProvider);
  logs.setGlobalLoggerProvider(loggerProvider);
  const stop = async (): Promise<void> => {
    await Promise.all([tracerProvider.shutdown(), loggerProvider.shutdown()]);
  };
  return { logger: loggerProvider.getLogger('logistics'), stop };
}
