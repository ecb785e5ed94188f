import 'reflect-metadata';
import type { Attributes } from '@opentelemetry/api';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider, type HistogramMetricData, type MetricProducer } from '@opentelemetry/sdk-metrics';
import { expect } from 'chai';
import { Exemplars, HistogramProducer } from 'general-manager/opentelemetry';
import { makeInstruments } from '../../../integrations/opentelemetry/instruments.js';
import { openMetrics } from '../../../integrations/opentelemetry/open-metrics.js';
import { Author, editor, openShop, type Shop } from './support/shop.js';

const VALUES = [0, 0.0005, 0.001, 0.0011, 0.05, 0.3, 5, 10, 10.5, 4000, 0.05];
const LABELS: readonly Attributes[] = [{ of: 'one', more: 'x' }, { of: 'other' }, {}];

/** What a reader collects after the same values were recorded. */
async function collected(
  histograms?: HistogramProducer,
): Promise<{ readonly text: string; readonly data: readonly HistogramMetricData[] }> {
  const reader = new PrometheusExporter({ preventServerStart: true, metricProducers: histograms ? [histograms] : [] });
  const provider = new MeterProvider({ readers: [reader] });
  const { duration, rows } = makeInstruments(provider.getMeter('general-manager', '0.1.0'), histograms);
  for (const attributes of LABELS) {
    const durations = duration.values(attributes);
    for (const value of VALUES) durations.record(value);
    rows.values(attributes).record(3);
  }
  for (const each of [duration, rows]) if ('flush' in each) (each.flush as () => void)();
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  const data = resourceMetrics.scopeMetrics.flatMap(({ scope, metrics }) => {
    expect([scope.name, scope.version]).to.deep.equal(['general-manager', '0.1.0']);
    return metrics as HistogramMetricData[];
  });
  return { text: new PrometheusSerializer().serialize(resourceMetrics), data };
}

describe('histograms that are added up by the plugin', () => {
  it('are those that the SDK makes, in the text of Prometheus and as data', async () => {
    const [theirs, ours] = [await collected(), await collected(new HistogramProducer())];
    expect(ours.text.replaceAll(/ \d{13}$/gm, '')).to.equal(theirs.text.replaceAll(/ \d{13}$/gm, ''));
    const told = ({ data }: typeof ours): unknown =>
      data.map(({ descriptor, aggregationTemporality, dataPointType, dataPoints }) => ({
        descriptor: { name: descriptor.name, unit: descriptor.unit, description: descriptor.description, valueType: descriptor.valueType },
        aggregationTemporality,
        dataPointType,
        dataPoints: dataPoints.map(({ attributes, value }) => ({ attributes, value })),
      }));
    expect(told(ours)).to.deep.equal(told(theirs));
    for (const { dataPoints } of ours.data)
      for (const { startTime, endTime } of dataPoints) {
        expect(Math.abs(endTime[0] * 1000 + endTime[1] / 1e6 - Date.now())).to.be.below(60_000);
        expect(startTime[0]).to.be.at.most(endTime[0]);
      }
  });

  it('do not change once they were collected, and go on', async () => {
    const histograms: HistogramProducer & MetricProducer = new HistogramProducer();
    const { duration } = makeInstruments(new MeterProvider().getMeter('spec'), histograms);
    expect((await histograms.collect()).resourceMetrics.scopeMetrics).to.deep.equal([]);
    const values = duration.values({ of: 'one', more: 2 });
    const points = async (): Promise<HistogramMetricData['dataPoints']> =>
      (await histograms.collect()).resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics.flatMap(({ dataPoints }) => dataPoints));
    values.record(0.5);
    const before = await points();
    // Another application of the process counts for the same series, whatever the order of its attributes.
    makeInstruments(new MeterProvider().getMeter('spec'), histograms).duration.values({ more: 2, of: 'one' }).record(1.5);
    const after = await points();
    expect([...before, ...after].map(({ value: { count, sum, min, max } }) => [count, sum, min, max])).to.deep.equal([
      [1, 0.5, 0.5, 0.5],
      [2, 2, 0.5, 1.5],
    ]);
    expect(after[0]?.startTime).to.deep.equal(before[0]?.startTime);
  });

  describe('in an application', () => {
    const histograms = new HistogramProducer();
    const exemplars = new Exemplars();
    const exporter = new PrometheusExporter({ preventServerStart: true, metricProducers: [histograms] });
    let meterProvider: MeterProvider;
    let shop: Shop;

    before(async () => {
      meterProvider = new MeterProvider({ readers: [exporter] });
      shop = await openShop({ histograms, exemplars, meterProvider });
    });
    after(async () => {
      await shop.close();
      await meterProvider.shutdown();
    });

    it('are told with everything else, once, and with exemplars', async () => {
      await shop.gm.as(editor).manager(Author).all();
      const text = new PrometheusSerializer().serialize((await exporter.collect()).resourceMetrics);
      for (const name of ['operation_duration', 'operation_rows', 'operation_statements'])
        expect(text.match(new RegExp(`^# TYPE general_manager_${name} histogram$`, 'gm')), name).to.have.lengthOf(1);
      expect(text).to.match(/^general_manager_operation_duration_count\{[^}]*general_manager_manager="Author"[^}]*\} 1\b/m);
      expect(text).to.match(/^general_manager_operation_calls_total\{[^}]*general_manager_manager="Author"[^}]*\} 1\b/m);
      const { traceId } = shop.telemetry.span('read Author').spanContext();
      expect(openMetrics(text, exemplars)).to.match(
        new RegExp(`^general_manager_operation_duration_bucket\\{.*general_manager_manager="Author".*# \\{trace_id="${traceId}"`, 'm'),
      );
    });
  });
});
