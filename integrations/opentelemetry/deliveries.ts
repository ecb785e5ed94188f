import {
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type TextMapPropagator,
} from '@opentelemetry/api';
import type { DeliveryOutcome, ObservedDelivery, Observation } from '../../lib/index.js';
import type { SpanTracer } from './begin-spans.js';
import type { Exemplars } from './exemplars.js';
import type { Instruments } from './instruments.js';
import { ATTRIBUTES, METRICS } from './names.js';
import { errorTypeOf, outcomeOf } from './outcome.js';

/** What deliveries of durable events are observed with. */
export interface DeliveryTelemetry {
  readonly tracer: SpanTracer;
  readonly instruments: Instruments;
  readonly propagator: TextMapPropagator | undefined;
  /** Whether spans are within the trace of the write, or in one of their own that is linked with it. */
  readonly deliveries: 'child' | 'linked';
  readonly exemplars?: Exemplars | undefined;
}

/** Of `tracestate`, which vendors fill. */
const LONGEST = 512;

/** What names the trace that is going on; baggage, which may hold what clients sent, is not kept. */
export function traceFields(propagator: TextMapPropagator | undefined): Readonly<Record<string, string>> {
  const all: Record<string, string> = {};
  (propagator ?? propagation).inject(context.active(), all, defaultTextMapSetter);
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => name !== 'baggage' && value.length <= LONGEST));
}

/** One span for each attempt to deliver an event, whose trace is that of the write. */
export function observeDelivery(telemetry: DeliveryTelemetry, delivery: ObservedDelivery): Observation<DeliveryOutcome> {
  const { instruments, exemplars } = telemetry;
  const { consumer } = delivery;
  const { span, inner } = begin(telemetry, delivery);
  const started = performance.now();
  return {
    within: (run) => context.with(inner, run),
    ended: ({ error }) => {
      const outcome = outcomeOf(error ? { error } : {});
      const failed = error ? { [ATTRIBUTES.errorType]: errorTypeOf(error) } : {};
      const labels = { [ATTRIBUTES.consumer]: consumer, [ATTRIBUTES.outcome]: outcome, ...failed };
      const seconds = (performance.now() - started) / 1000;
      instruments.deliveryDuration.record(seconds, labels, inner);
      exemplars?.note(METRICS.deliveryDuration.name, labels, seconds, span);
      if (error) span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttributes({ [ATTRIBUTES.outcome]: outcome, ...failed }).end();
    },
  };
}

function begin({ tracer, propagator, deliveries }: DeliveryTelemetry, delivery: ObservedDelivery): { span: Span; inner: Context } {
  const { consumer } = delivery;
  const written = (propagator ?? propagation).extract(ROOT_CONTEXT, delivery.trace, defaultTextMapGetter);
  const writer = trace.getSpanContext(written);
  const isChild = deliveries === 'child';
  const links = writer && !isChild ? [{ context: writer }] : [];
  const outer = writer && isChild ? written : ROOT_CONTEXT;
  const span = tracer.startSpan(`process ${consumer}`, { kind: SpanKind.CONSUMER, attributes: attributesOf(delivery), links }, outer);
  return { span, inner: trace.setSpan(outer, span) };
}

function attributesOf({ event, consumer, manager, operation, attempt }: ObservedDelivery): Attributes {
  return {
    [ATTRIBUTES.messagingSystem]: 'general_manager',
    [ATTRIBUTES.messagingType]: 'process',
    [ATTRIBUTES.messagingOperation]: 'process',
    [ATTRIBUTES.messagingDestination]: consumer,
    [ATTRIBUTES.messagingId]: event,
    [ATTRIBUTES.consumer]: consumer,
    [ATTRIBUTES.manager]: manager,
    [ATTRIBUTES.operation]: operation,
    [ATTRIBUTES.eventAttempt]: attempt,
  };
}
