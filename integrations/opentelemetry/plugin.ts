import { trace, type TracerProvider } from '@opentelemetry/api';
import { definePlugin, type Plugin } from '../../lib/index.js';
import { asking } from './begin-spans.js';
import { Decisions } from './decisions.js';
import { observeDelivery, traceFields, type DeliveryTelemetry } from './deliveries.js';
import { observeSources } from './gauges.js';
import { deferredOf, makeInstruments, meterOf, type Instruments } from './instruments.js';
import { ATTRIBUTES, SCOPE } from './names.js';
import { observeOperation, type OperationTelemetry } from './operations.js';
import { LabelsOfOperations } from './operation-labels.js';
import type { OpenTelemetryOptions } from './options.js';
import { LabelsOfRequests } from './request-labels.js';
import { observeRequest, type RequestTelemetry } from './requests.js';
import { isSilent } from './silence.js';
import { observeUpstreamEvent } from './upstream-events.js';
import { observeUpstreamRequest, type UpstreamTelemetry } from './upstream-requests.js';

/** What a booted application is observed with. */
interface Telemetry {
  readonly operations: OperationTelemetry;
  readonly requests: RequestTelemetry;
  readonly upstreams: UpstreamTelemetry;
  readonly deliveries: DeliveryTelemetry;
  readonly decisions: Decisions;
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
  let heard = (): Telemetry | undefined => undefined;
  return definePlugin({
    name: 'opentelemetry',
    description: 'Tells OpenTelemetry of operations, permissions, requests, upstreams, durable events, the cache and connections.',
    hooks: {
      onBoot: ({ runtime }) => {
        const meter = meterOf(options.meterProvider);
        const instruments = makeInstruments(meter, options.histograms);
        const { tracerProvider = trace.getTracerProvider() } = options;
        const told = telemetryOf({ ...options, tracerProvider }, instruments);
        heard = () => (!options.histograms && isSilent(meter, tracerProvider) ? undefined : told);
        const collected = (): void => deferredOf(instruments).forEach((each) => each.flush());
        observeSources(meter, runtime, { asks: options.sources ?? true, collected });
      },
      onOperation: (observed) => {
        const telemetry = heard();
        return telemetry && observeOperation(telemetry.operations, observed);
      },
      onRequest: (observed) => {
        const telemetry = heard();
        return telemetry && observeRequest(telemetry.requests, observed);
      },
      onUpstreamRequest: (observed) => {
        const telemetry = heard();
        return telemetry && observeUpstreamRequest(telemetry.upstreams, observed);
      },
      onUpstreamEvent: ({ event }) => {
        const telemetry = heard();
        if (telemetry) observeUpstreamEvent(telemetry.instruments, event);
      },
      onEnqueue: () => {
        const telemetry = heard();
        return telemetry && traceFields(telemetry.deliveries.propagator);
      },
      onDelivery: (observed) => {
        const telemetry = heard();
        return telemetry && observeDelivery(telemetry.deliveries, observed);
      },
      onDecision: (decided) => heard()?.decisions.add(decided),
      onCache: ({ name, scope, outcome }) =>
        heard()?.instruments.cache.add(1, {
          [ATTRIBUTES.cacheName]: name,
          [ATTRIBUTES.cacheScope]: scope,
          [ATTRIBUTES.cacheOutcome]: outcome,
        }),
    },
  });
}

function telemetryOf(options: OpenTelemetryOptions & { readonly tracerProvider: TracerProvider }, instruments: Instruments): Telemetry {
  const {
    tracerProvider,
    propagator,
    requireParentSpan = false,
    operationNames = [],
    upstreamHeaders = ['traceparent', 'tracestate'],
    instrumentedHttp = false,
    deliveries = 'child',
    exemplars,
    traceRatio = 1,
  } = options;
  const headers = upstreamHeaders.map((name) => name.toLowerCase());
  const tracer = asking(tracerProvider.getTracer(SCOPE.name, SCOPE.version), traceRatio);
  return {
    instruments,
    decisions: new Decisions(instruments.decisions),
    operations: { tracer, instruments, labels: new LabelsOfOperations(instruments), requireParentSpan, exemplars },
    requests: {
      tracer,
      instruments,
      propagator,
      labels: new LabelsOfRequests(new Set(operationNames), instruments.requestDuration),
      exemplars,
    },
    upstreams: { tracer, instruments, propagator, requireParentSpan, headers, instrumentedHttp, exemplars },
    deliveries: { tracer, instruments, propagator, deliveries, exemplars },
  };
}
