import 'reflect-metadata';
import { context, propagation, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { expect } from 'chai';
import { definePlugin } from 'general-manager';
import { METRICS, type OpenTelemetryOptions } from 'general-manager/opentelemetry';
import { editor, openShop, type Shop } from './support/shop.js';

const MARK = 'zq7marker';

describe('telemetry of durable events', () => {
  let shop: Shop;
  let failures = 0;
  const told: string[] = [];

  const mail = definePlugin({
    name: 'mail',
    description: 'Fails where it is asked to.',
    events: 'durable',
    hooks: {
      onEvent: async ({ event }) => {
        if (failures > 0) {
          failures -= 1;
          throw new Error(MARK);
        }
        told.push(event.operation);
        await shop.gm.as(editor).manager('Author').count();
      },
    },
  });

  async function open(options: OpenTelemetryOptions = {}): Promise<void> {
    const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
    shop = await openShop({ plugins: [mail], propagator: new CompositePropagator({ propagators }), ...options });
  }
  afterEach(async () => shop.close());

  async function write(): Promise<void> {
    const baggage = propagation.setBaggage(context.active(), propagation.createBaggage({ user: { value: MARK } }));
    await context.with(baggage, async () =>
      shop.telemetry.within('request', async () => shop.gm.as(editor).manager('Author').create({ name: MARK })),
    );
  }

  async function deliver(): Promise<void> {
    const worker = shop.gm.worker({ backoffMs: 0, pollMs: 5 }).start();
    while ((await shop.gm.events.pending()).length > 0) await worker.idle();
    await worker.stop();
  }

  it('has a span for each attempt, within the trace of the write, and what the hook does within it', async () => {
    await open();
    failures = 1;
    await write();
    await deliver();
    expect(shop.telemetry.tree).to.deep.equal([
      'request',
      '  create Author',
      '    process mail !',
      '    process mail',
      '      read Author',
    ]);
    const [failed, done] = shop.telemetry.spans.filter(({ name }) => name === 'process mail');
    expect(failed?.kind).to.equal(SpanKind.CONSUMER);
    expect(failed?.status.code).to.equal(SpanStatusCode.ERROR);
    const common = {
      'messaging.system.name': 'general_manager',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'process',
      'messaging.destination.name': 'mail',
      'general_manager.consumer': 'mail',
      'general_manager.manager': 'Author',
      'general_manager.operation': 'create',
    };
    expect(failed?.attributes).to.include({ ...common, 'general_manager.events.attempt': 1, 'error.type': '_OTHER' });
    expect(done?.attributes).to.include({ ...common, 'general_manager.events.attempt': 2, 'general_manager.outcome': 'ok' });
    const [duration] = await shop.telemetry.points(METRICS.deliveryDuration.name, { 'general_manager.outcome': 'ok' });
    expect(duration?.value).to.include({ count: 1 });
    expect(await shop.telemetry.everything()).not.to.contain(MARK);
  });

  it('has a trace of its own with a link to the write, where that is asked', async () => {
    await open({ deliveries: 'linked' });
    await write();
    await deliver();
    const span = shop.telemetry.span('process mail');
    const written = shop.telemetry.span('create Author').spanContext();
    expect(span.parentSpanContext).to.equal(undefined);
    expect(span.spanContext().traceId).not.to.equal(written.traceId);
    expect(span.links.map(({ context: { traceId, spanId } }) => [traceId, spanId])).to.deep.equal([[written.traceId, written.spanId]]);
  });

  it('keeps the trace and nothing else, and delivers what was written without one', async () => {
    await open();
    await write();
    const kept = async (): Promise<unknown> =>
      (await shop.orm.em.fork().execute('select trace from general_manager.gm_event order by id')) as unknown;
    const { traceId, spanId } = shop.telemetry.span('create Author').spanContext();
    expect(await kept()).to.deep.equal([{ trace: { traceparent: `00-${traceId}-${spanId}-01` } }]);
    await shop.orm.em.fork().execute('update general_manager.gm_event set trace = null');
    told.length = 0;
    await deliver();
    expect(told).to.deep.equal(['create']);
    expect(shop.telemetry.span('process mail').parentSpanContext).to.equal(undefined);
  });
});
