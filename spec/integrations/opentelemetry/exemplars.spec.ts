import 'reflect-metadata';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { TraceFlags, trace, type Span } from '@opentelemetry/api';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { expect } from 'chai';
import { Exemplars, metricsHandler } from 'general-manager/opentelemetry';
import { serve } from 'general-manager/graphql-server';
import { openMetrics } from '../../../integrations/opentelemetry/open-metrics.js';
import { Prometheus } from '../../../monitoring/drill/prometheus.js';
import { ask } from '../graphql-server/support/exchange.js';
import { withInstalled } from '../../monitoring/support/installed.js';
import { editor, openShop, type Shop } from './support/shop.js';

const OPEN =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const span = (digit: string, traceFlags = TraceFlags.SAMPLED): Span =>
  trace.wrapSpanContext({ traceId: digit.repeat(32), spanId: digit.repeat(16), traceFlags });

describe('exemplars of traces that are kept', () => {
  it('are those of the last sampled span of a bucket, found by the names that Prometheus has', () => {
    const exemplars = new Exemplars();
    const labels = { 'general_manager.manager': 'Ship', 'general_manager.outcome': 'ok' };
    const told = { general_manager_manager: 'Ship', general_manager_outcome: 'ok', otel_scope_name: 'general-manager' };
    for (const digit of ['1', '2']) exemplars.note('a.duration', labels, 0.03, span(digit));
    exemplars.note('a.duration', labels, 0.04, span('3', TraceFlags.NONE));
    exemplars.note('a.duration', labels, 0.04, undefined);
    expect(exemplars.find('a_duration', told, 0.01, 0.05)).to.include({ traceId: '2'.repeat(32), spanId: '2'.repeat(16), value: 0.03 });
    expect(exemplars.find('a_duration', told, 0.05, 0.1)).to.equal(undefined);
    expect(exemplars.find('a_duration', { ...told, general_manager_outcome: 'failed' }, 0.01, 0.05)).to.equal(undefined);
    expect(exemplars.find('b_duration', told, 0.01, 0.05)).to.equal(undefined);
  });

  it('are on buckets in OpenMetrics, which names counters and targets in its own way', () => {
    const exemplars = new Exemplars();
    exemplars.note('time', { of: 'a "b"' }, 0.7, span('1'));
    const text = `# HELP target_info Target metadata
# TYPE target_info gauge
target_info{service_name="x"} 1
# HELP calls_total Calls "of" all.
# UNIT calls_total {call}
# TYPE calls_total counter
calls_total{of="a"} 3 1500
# HELP time Time.
# TYPE time histogram
time_count{of="a \\"b\\""} 2
time_bucket{of="a \\"b\\"",le="0.5"} 1
time_bucket{of="a \\"b\\"",le="1"} 2
time_bucket{of="a \\"b\\"",le="+Inf"} 2
# TYPE odd untyped
odd 1
`;
    const lines = openMetrics(text, exemplars).split('\n');
    const at = lines[10]?.indexOf(' # ');
    expect(lines[10]?.slice(at)).to.match(/^ # \{trace_id="1{32}",span_id="1{16}"\} 0\.7 \d+(\.\d+)?$/);
    lines[10] = lines[10]?.slice(0, at) ?? '';
    expect(lines).to.deep.equal([
      '# TYPE target info',
      '# HELP target Target metadata',
      'target_info{service_name="x"} 1',
      '# TYPE calls counter',
      String.raw`# HELP calls Calls \"of\" all.`,
      'calls_total{of="a"} 3 1.5',
      '# TYPE time histogram',
      '# HELP time Time.',
      String.raw`time_count{of="a \"b\""} 2`,
      String.raw`time_bucket{of="a \"b\"",le="0.5"} 1`,
      String.raw`time_bucket{of="a \"b\"",le="1"} 2`,
      String.raw`time_bucket{of="a \"b\"",le="+Inf"} 2`,
      '# TYPE odd unknown',
      'odd 1',
      '# EOF',
      '',
    ]);
  });

  describe('of an application', () => {
    let shop: Shop;
    let server: Server;
    let url: string;

    before(async () => {
      const exporter = new PrometheusExporter({ preventServerStart: true });
      const serializer = new PrometheusSerializer();
      const exemplars = new Exemplars();
      shop = await openShop({ exemplars, meterProvider: new MeterProvider({ readers: [exporter] }) });
      const text = async (): Promise<string> => serializer.serialize((await exporter.collect()).resourceMetrics);
      server = createServer(metricsHandler({ text, exemplars })).listen(0, '127.0.0.1');
      await once(server, 'listening');
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
      const { url: graphql, close } = await serve(shop.gm, { port: 0, context: () => ({ actor: editor }) });
      for (let round = 0; round < 3; round += 1) await ask(graphql, { body: '{"query":"{ authors { nodes { name } } }"}' });
      await close();
    });
    after(async () => {
      server.close();
      server.closeAllConnections();
      await shop.close();
    });

    const get = async (accept: string): Promise<{ readonly type: string | null; readonly text: string }> => {
      const answer = await fetch(url, { headers: { accept } });
      return { type: answer.headers.get('content-type'), text: await answer.text() };
    };

    it('are told to who asks for OpenMetrics, and to nobody else', async () => {
      const { type, text } = await get(OPEN);
      expect(type).to.equal('application/openmetrics-text; version=1.0.0; charset=utf-8');
      expect(text.endsWith('\n# EOF\n')).to.equal(true);
      const traces = new Set(shop.telemetry.spans.map((each) => each.spanContext().traceId));
      for (const metric of ['general_manager_operation_duration', 'general_manager_graphql_duration']) {
        const found = [...text.matchAll(new RegExp(String.raw`^${metric}_bucket\{.*\} \d+ # \{trace_id="(\w+)"`, 'gm'))];
        expect(found.length, metric).to.be.above(0);
        for (const [, id = ''] of found) expect(traces.has(id)).to.equal(true);
      }
      for (const accept of [
        '*/*',
        'text/plain',
        'text/plain,application/openmetrics-text;q=0.5',
        'application/openmetrics-text;version=0.0.1',
      ]) {
        const plain = await get(accept);
        expect(plain.type, accept).to.equal('text/plain; version=0.0.4; charset=utf-8');
        expect(plain.text, accept)
          .to.contain('general_manager_operation_duration_bucket')
          .and.not.to.match(/trace_id|EOF/);
      }
    });

    it('answers with 500, and no reason, where metrics cannot be collected', async () => {
      const failing = createServer(metricsHandler({ text: async () => Promise.reject(new Error('marker')), exemplars: new Exemplars() }));
      await once(failing.listen(0, '127.0.0.1'), 'listening');
      const answer = await fetch(`http://127.0.0.1:${(failing.address() as AddressInfo).port}`);
      expect([answer.status, await answer.text()]).to.deep.equal([500, 'Metrics could not be collected.\n']);
      failing.close();
      failing.closeAllConnections();
    });

    const missing = withInstalled('prometheus');
    (missing === '' ? it : it.skip)(`are kept by Prometheus${missing}`, async function () {
      this.timeout(30_000);
      const prometheus = await Prometheus.start({ target: new URL(url).host, rules: 'groups: []\n' });
      try {
        let found = await prometheus.exemplars('general_manager_operation_duration_bucket');
        for (let attempt = 0; attempt < 40 && found.length === 0; attempt += 1) {
          await new Promise((resolve) => setTimeout(resolve, 250));
          found = await prometheus.exemplars('general_manager_operation_duration_bucket');
        }
        const traces = shop.telemetry.spans.map((each) => each.spanContext().traceId);
        expect(traces).to.include(found[0]?.labels['trace_id']);
      } finally {
        await prometheus.stop();
      }
    });
  });
});
