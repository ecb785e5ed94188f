import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exemplars } from './exemplars.js';
import { OPEN_METRICS, openMetrics } from './open-metrics.js';

/** What metrics are served with. */
export interface MetricsHandlerOptions {
  /** The text format of Prometheus, as exporters make it. */
  readonly text: () => Promise<string>;
  /** What the plugin was given. */
  readonly exemplars: Exemplars;
}

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Answers Prometheus: OpenMetrics with exemplars to who asks for that, the text format to everybody else. Serve it on an address of its own: it tells how much
 * everything is used. What goes wrong is answered with 500.
 *
 * @example
 * const exporter = new PrometheusExporter({ preventServerStart: true });
 * const serializer = new PrometheusSerializer();
 * const text = async () => serializer.serialize((await exporter.collect()).resourceMetrics);
 * createServer(metricsHandler({ text, exemplars })).listen(9464, '127.0.0.1');
 */
export function metricsHandler({ text, exemplars }: MetricsHandlerOptions): (request: IncomingMessage, response: ServerResponse) => void {
  return ({ headers }, response) => {
    const isOpen = asksForOpenMetrics(headers.accept);
    text().then(
      (told) =>
        response
          .writeHead(200, { 'content-type': isOpen ? OPEN_METRICS : TEXT, vary: 'accept' })
          .end(isOpen ? openMetrics(told, exemplars) : told),
      () => response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('Metrics could not be collected.\n'),
    );
  };
}

/** Whether OpenMetrics 1.0 is liked as much as the text format. */
function asksForOpenMetrics(accept = ''): boolean {
  const liked = accept.split(',').map((each) => {
    const [type = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase());
    const of = (name: string): string | undefined => parameters.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
    return { type, version: of('version'), quality: Number(of('q') ?? 1) };
  });
  const best = (of: typeof liked): number => Math.max(0, ...of.map(({ quality }) => quality));
  const open = best(liked.filter(({ type, version }) => type === 'application/openmetrics-text' && (version ?? '1.0.0') === '1.0.0'));
  return open > 0 && open >= best(liked.filter(({ type }) => type === 'text/plain'));
}
