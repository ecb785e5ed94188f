import 'reflect-metadata';
import { context, defaultTextMapSetter, ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags, type SpanContext } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { Exemplars, openTelemetry } from 'general-manager/opentelemetry';
import { collectTelemetry, type CollectedTelemetry } from 'general-manager/opentelemetry/testing';
import { asking } from '../../../integrations/opentelemetry/begin-spans.js';
import { LeftOutSpan } from '../../../integrations/opentelemetry/left-out-span.js';
import { isTraced } from '../../../integrations/opentelemetry/span-context.js';
import { quotesOf } from './support/quotes.js';

const CALLER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('telemetry of a share of the traces', () => {
  let telemetry: CollectedTelemetry;
  let asked: string[];
  let gm: Application | undefined;
  const propagator = new W3CTraceContextPropagator();

  beforeEach(() => {
    asked = [];
    const shouldSample = (_context: unknown, _trace: unknown, name: string): { readonly decision: SamplingDecision } => {
      asked.push(name);
      return { decision: SamplingDecision.RECORD_AND_SAMPLED };
    };
    telemetry = collectTelemetry({ sampler: { shouldSample, toString: () => 'Asked' } });
  });
  afterEach(async () => {
    await gm?.close();
    await telemetry.stop();
  });

  const boot = async (traceRatio: number): Promise<Application> => {
    const managers = [quotesOf({ baseUrl: 'https://vendor.example' })];
    const { tracerProvider, meterProvider } = telemetry;
    gm = await bootstrap({ managers, plugins: [openTelemetry({ tracerProvider, meterProvider, propagator, traceRatio })] });
    return gm;
  };
  const request = (application: Application, run: () => void = () => {}, headers: Readonly<Record<string, string>> = {}): void => {
    const observed = application.observeRequest({ protocol: 'graphql', header: (name) => headers[name] });
    observed?.within(run);
    observed?.ended({ direct: true, errors: [] });
  };

  it('asks no sampler about the rest, and measures all', async () => {
    request(await boot(0));
    expect([asked, telemetry.tree]).to.deep.equal([[], []]);
    const [point] = await telemetry.points('general_manager.graphql.duration');
    expect(point?.value).to.have.property('count', 1);
  });

  it('asks about traces that others have begun, here or elsewhere', async () => {
    const application = await boot(0);
    request(application, () => {}, { traceparent: CALLER });
    expect(telemetry.span('graphql').spanContext().traceId).to.equal(CALLER.split('-')[1]);
    await telemetry.within('POST /graphql', async () => request(application));
    expect(asked).to.deep.equal(['graphql', 'POST /graphql', 'graphql']);
  });

  it('asks about as many as it is told', async () => {
    const application = await boot(0.5);
    for (let round = 0; round < 600; round += 1) request(application);
    expect(asked.length).to.be.within(200, 400);
    const { tracerProvider } = telemetry;
    expect(asking(tracerProvider.getTracer('spec'), 1)).to.equal(tracerProvider.getTracer('spec'));
  });

  it('gives what belongs to a trace that is left out one name, for logs and upstreams, and leaves it out', async () => {
    const seen: (SpanContext | undefined)[] = [];
    const headers: Record<string, string> = {};
    request(await boot(0), () => {
      for (let round = 0; round < 2; round += 1) seen.push(trace.getActiveSpan()?.spanContext());
      propagator.inject(context.active(), headers, defaultTextMapSetter);
      asking(telemetry.tracerProvider.getTracer('spec'), 0).startSpan('of a library', {}, context.active()).end();
    });
    const [one, two] = seen;
    expect(one?.traceId).to.match(/^[0-9a-f]{32}$/);
    expect(one?.spanId).to.match(/^[0-9a-f]{16}$/);
    expect(one).to.deep.equal(two);
    expect(headers['traceparent']).to.equal(`00-${one?.traceId}-${one?.spanId}-00`);
    request(gm ?? (await boot(0)), () => seen.push(trace.getActiveSpan()?.spanContext()));
    expect(seen.at(-1)?.traceId).not.to.equal(one?.traceId);
    // What others begin within it is decided by the sampler, as a part of the same trace.
    expect(telemetry.span('of a library').parentSpanContext?.traceId).to.equal(one?.traceId);
  });

  it('has spans for the rest that take everything and keep nothing', () => {
    const span = asking(telemetry.tracerProvider.getTracer('spec'), 0).startSpan('left out', {}, ROOT_CONTEXT);
    expect(span).to.be.instanceOf(LeftOutSpan);
    const chained = span
      .setAttribute('a', 1)
      .setAttributes({ b: 2 })
      .addEvent('c')
      .addLink({ context: { traceId: '', spanId: '', traceFlags: 0 } })
      .addLinks([])
      .setStatus({ code: SpanStatusCode.ERROR })
      .updateName('d');
    chained.recordException(new Error('e'));
    chained.end();
    const exemplars = new Exemplars();
    exemplars.note('a.duration', {}, 1, span);
    expect([chained, span.isRecording(), span.spanContext().traceFlags, isTraced(span), exemplars.has('a_duration')]).to.deep.equal([
      span,
      false,
      TraceFlags.NONE,
      true,
      false,
    ]);
  });
});
