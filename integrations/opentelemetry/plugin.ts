import { trace } from '@opentelemetry/api';
import { definePlugin, type Plugin } from '../../lib/index.js';
import { observeDelivery, traceFields, type DeliveryTelemetry } from './deliveries.js';
import { observeSources } from './gauges.js';
import { makeInstruments, meterOf, type Instruments } from './instruments.js';
import { ATTRIBUTES, SCOPE } from './names.js';
import { observeOperation, type OperationTelemetry } from './operations.js';
import type { OpenTelemetryOptions } from './options.js';
import { observeRequest, type RequestTelemetry } from './requests.js';
import { observeUpstreamEvent } from './upstream-events.js';
import { observeUpstreamRequest, type UpstreamTelemetry } from './upstream-requests.js';

/** What a booted application is observed with. */
interface Telemetry {
  readonly operations: OperationTelemetry;
  readonly requests: RequestTelemetry;
  readonly upstreams: UpstreamTelemetry;
  readonly deliveries: DeliveryTelemetry;
  readonly instruments: Instruments;
}

/**
 * Tells OpenTelemetry of operations, permissions, GraphQL requests, requests to upstreams, durable events and connections: spans and metrics with bounded attributes, and
 * no data. Start the SDK before the application boots. Operations take the ways that they take without it.
 *
 * @example
 * const gm = await bootstrap({ orm, plugins: [openTelemetry({ operationNames: ['BookPage'] })] });
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Plugin {
  let telemetry: Telemetry | undefined;
  return definePlugin({
    name: 'opentelemetry',
    description: 'Tells OpenTelemetry of operations, permissions, requests, upstreams, durable events and connections.',
    hooks: {
      onBoot: ({ runtime }) => {
        const meter = meterOf(options.meterProvider);
        telemetry = telemetryOf(options, makeInstruments(meter));
        if (options.sources ?? true) observeSources(meter, runtime);
      },
      onOperation: (observed) => telemetry && observeOperation(telemetry.operations, observed),
      onRequest: (observed) => telemetry && observeRequest(telemetry.requests, observed),
      onUpstreamRequest: (observed) => telemetry && observeUpstreamRequest(telemetry.upstreams, observed),
      onUpstreamEvent: ({ event }) => telemetry && observeUpstreamEvent(telemetry.instruments, event),
      onEnqueue: () => telemetry && traceFields(telemetry.deliveries.propagator),
      onDelivery: (observed) => telemetry && observeDelivery(telemetry.deliveries, observed),
      onDecision: ({ manager, operation, decision: { allowed, by } }) =>
        telemetry?.instruments.decisions.add(1, {
          [ATTRIBUTES.manager]: manager.name,
          [ATTRIBUTES.operation]: operation,
          [ATTRIBUTES.decision]: allowed ? 'allowed' : 'denied',
          [ATTRIBUTES.decidedBy]: by,
        }),
    },
  });
}

function telemetryOf(options: OpenTelemetryOptions, instruments: Instruments): Telemetry {
  const {
    tracerProvider = trace.getTracerProvider(),
    propagator,
    requireParentSpan = false,
    operationNames = [],
    upstreamHeaders = ['traceparent', 'tracestate'],
    instrumentedHttp = false,
    deliveries = 'child',
  } = options;
  const headers = upstreamHeaders.map((name) => name.toLowerCase());
  const tracer = tracerProvider.getTracer(SCOPE.name, SCOPE.version);
  return {
    instruments,
    operations: { tracer, instruments, requireParentSpan },
    requests: { tracer, instruments, propagator, operationNames: new Set(operationNames) },
    upstreams: { tracer, instruments, propagator, requireParentSpan, headers, instrumentedHttp },
    deliveries: { tracer, instruments, propagator, deliveries },
  };
}
