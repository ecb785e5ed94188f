import { context, metrics as metricsApi, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import type { Plugin } from 'general-manager';
import { HistogramProducer, openTelemetry } from 'general-manager/opentelemetry';

/** Of the traces, as many as busy applications keep. */
const SAMPLED = 0.1;

/** What a server is observed with: nothing, a plugin that nobody listens to, or an SDK that keeps a tenth of the traces and all metrics. */
export function telemetryOf(kind: string | undefined): readonly Plugin[] {
  if (kind === undefined) return [];
  if (kind === 'quiet') return [openTelemetry()];
  const histograms = kind === 'sampled' ? new HistogramProducer() : undefined;
  startSdk(histograms);
  return [openTelemetry(histograms ? { histograms, traceRatio: SAMPLED } : {})];
}

/** What is sent away is made into text and dropped: another process would take the time of this one on a small machine. */
function startSdk(histograms: HistogramProducer | undefined): void {
  const spans: SpanExporter = {
    export: (batch, done) => {
      for (const { name, attributes, events, startTime, endTime } of batch)
        JSON.stringify({ name, attributes, events, startTime, endTime });
      done({ code: ExportResultCode.SUCCESS });
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const metrics: PushMetricExporter = {
    export: ({ scopeMetrics }, done) => {
      JSON.stringify(scopeMetrics);
      done({ code: ExportResultCode.SUCCESS });
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(
    new TracerProvider({
      sampler: new ParentBasedSampler({ root: histograms ? new AlwaysOnSampler() : new TraceIdRatioBasedSampler(SAMPLED) }),
      spanProcessors: [new BatchSpanProcessor({ exporter: spans })],
    }),
  );
  const reader = new PeriodicExportingMetricReader({
    exporter: metrics,
    exportIntervalMillis: 5_000,
    exportTimeoutMillis: 4_000,
    metricProducers: histograms ? [histograms] : [],
  });
  metricsApi.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
}
