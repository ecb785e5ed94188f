import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Plugin } from 'general-manager';
import { openTelemetry } from 'general-manager/opentelemetry';

/** Metrics that Prometheus can ask for. */
export interface Metrics {
  readonly plugin: Plugin;
  stop(): Promise<void>;
}

/** Serves metrics at `http://127.0.0.1:<port>/metrics`, apart from the API: who may ask there is told everything. */
export async function startMetrics(port: number): Promise<Metrics> {
  const exporter = new PrometheusExporter({ port, host: '127.0.0.1', preventServerStart: true });
  await exporter.startServer();
  const meterProvider = new MeterProvider({ readers: [exporter] });
  return { plugin: openTelemetry({ meterProvider }), stop: async () => meterProvider.shutdown() };
}
