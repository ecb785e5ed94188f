import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Plugin } from 'general-manager';
import { openTelemetry } from 'general-manager/opentelemetry';

/** Metrics that Prometheus can ask for. */
export interface Metrics {
  readonly plugin: Plugin;
  stop(): Promise<void>;
}

/** Serves metrics of the app and of its process at `http://127.0.0.1:<port>/metrics`, apart from the API: who may ask there is told everything. */
export async function startMetrics(port: number): Promise<Metrics> {
  const exporter = new PrometheusExporter({ port, host: '127.0.0.1', preventServerStart: true });
  await exporter.startServer();
  const meterProvider = new MeterProvider({ readers: [exporter] });
  const runtime = new RuntimeNodeInstrumentation();
  runtime.setMeterProvider(meterProvider);
  const stop = async (): Promise<void> => {
    runtime.disable();
    await meterProvider.shutdown();
  };
  return { plugin: openTelemetry({ meterProvider }), stop };
}
