import 'reflect-metadata';
import { metrics, trace } from '@opentelemetry/api';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { openTelemetry } from 'general-manager/opentelemetry';
import { quotesOf } from './support/quotes.js';

describe('telemetry that nobody listens to', () => {
  const request = { protocol: 'graphql', header: () => undefined } as const;
  const boot = async (): Promise<Application> =>
    bootstrap({ managers: [quotesOf({ baseUrl: 'https://vendor.example' })], plugins: [openTelemetry()] });

  afterEach(() => {
    trace.disable();
    metrics.disable();
  });

  it('looks away', async () => {
    const gm = await boot();
    expect(gm.observeRequest(request)).to.equal(undefined);
    await gm.close();
  });

  it('looks where there are traces, also from later on', async () => {
    const gm = await boot();
    const exporter = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
    gm.observeRequest(request)?.ended({ direct: true, errors: [] });
    expect(exporter.getFinishedSpans().map(({ name }) => name)).to.deep.equal(['graphql']);
    await gm.close();
  });

  it('looks where there are metrics', async () => {
    metrics.setGlobalMeterProvider(new MeterProvider());
    const gm = await boot();
    expect(gm.observeRequest(request)).not.to.equal(undefined);
    await gm.close();
  });
});
