import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

/** Metrics that Prometheus can ask for. */
export interface Metrics {
  readonly meterProvider: MeterProvider;
  stop(): Promise<void>;
}

/** Serves metrics of the app and of its process at `http://<host>:<port>/metrics`, apart from the API: who may ask there is told everything. */
export async function startMetrics(port: number, host: string): Promise<Metrics> {
  const exporter = new PrometheusExporter({ port, host, preventServerStart: true });
  await exporter.startServer();
  const meterProvider = new MeterProvider({ readers: [exporter] });
  const runtime = new RuntimeNodeInstrumentation();
  runtime.setMeterProvider(meterProvider);
  const stop = async (): Promise<void> => {
    runtime.disable();
    await meterProvider.shutdown();
  };
  return { meterProvider, stop };
}
