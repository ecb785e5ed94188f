import { once } from 'node:events';
import { createServer } from 'node:http';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { Exemplars, HistogramProducer, metricsHandler, type OpenTelemetryOptions } from 'general-manager/opentelemetry';

/** Metrics that Prometheus can ask for. */
export interface Metrics {
  /** What the plugin measures with. */
  readonly options: OpenTelemetryOptions;
  stop(): Promise<void>;
}

/** Serves metrics of the app and of its process at `http://<host>:<port>/metrics`, apart from the API: who may ask there is told everything. */
export async function startMetrics(port: number, host: string): Promise<Metrics> {
  const histograms = new HistogramProducer();
  const exporter = new PrometheusExporter({ preventServerStart: true, metricProducers: [histograms] });
  const serializer = new PrometheusSerializer();
  const exemplars = new Exemplars();
  const text = async (): Promise<string> => serializer.serialize((await exporter.collect()).resourceMetrics);
  const answer = metricsHandler({ text, exemplars });
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] === '/metrics') answer(request, response);
    else response.writeHead(404).end();
  });
  await once(server.listen(port, host), 'listening');
  const meterProvider = new MeterProvider({ readers: [exporter] });
  const runtime = new RuntimeNodeInstrumentation();
  runtime.setMeterProvider(meterProvider);
  const stop = async (): Promise<void> => {
    runtime.disable();
    await meterProvider.shutdown();
    server.close();
    server.closeAllConnections();
  };
  return { options: { meterProvider, exemplars, histograms }, stop };
}
