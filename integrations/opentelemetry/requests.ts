import {
  context,
  isSpanContextValid,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type Tracer,
} from '@opentelemetry/api';
import type { ObservedRequest, Observation, RequestedOperation, RequestOutcome } from '../../lib/index.js';
import type { Instruments } from './instruments.js';
import { ATTRIBUTES } from './names.js';
import { clientErrorType, requestOutcome } from './outcome.js';

/** What requests are observed with. */
export interface RequestTelemetry {
  readonly tracer: Tracer;
  readonly instruments: Instruments;
  readonly propagator: TextMapPropagator | undefined;
  readonly operationNames: ReadonlySet<string>;
}

/** Clients choose the names of operations, and could make as many as they like. */
const OTHER = 'other';

const HEADERS: TextMapGetter<ObservedRequest> = {
  keys: () => [],
  get: (request, name) => request.header(name.toLowerCase()),
};

/** One span for each request, within the one of the caller. */
export function observeRequest(telemetry: RequestTelemetry, request: ObservedRequest): Observation<RequestOutcome> {
  const { tracer, instruments } = telemetry;
  const active = context.active();
  const local = trace.getSpan(active) !== undefined;
  const outer = local ? active : callerOf(telemetry, active, request);
  // Where HTTP has a span, this one is within the server.
  const span = tracer.startSpan('graphql', { kind: local ? SpanKind.INTERNAL : SpanKind.SERVER }, outer);
  const inner = trace.setSpan(outer, span);
  const started = performance.now();
  return {
    // Where nobody makes spans, contexts need not be made either.
    within: (run) => (isSpanContextValid(span.spanContext()) ? context.with(inner, run) : run()),
    ended: ({ operation, direct, errors }) => {
      const outcome = requestOutcome(errors);
      const { spanName, attributes: told } = describe(telemetry, operation);
      const labels = { ...told, [ATTRIBUTES.outcome]: outcome };
      instruments.requestDuration.record((performance.now() - started) / 1000, labels, inner);
      for (const code of errors) instruments.requestErrors.add(1, { ...told, [ATTRIBUTES.errorType]: clientErrorType(code) }, inner);
      if (!span.isRecording()) return span.end();
      const [first] = errors;
      if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
      return span
        .updateName(spanName)
        .setAttributes({
          ...labels,
          [ATTRIBUTES.direct]: direct,
          ...(first !== undefined && { [ATTRIBUTES.errorType]: clientErrorType(first) }),
        })
        .end();
    },
  };
}

function callerOf({ propagator }: RequestTelemetry, active: Context, request: ObservedRequest): Context {
  return propagator ? propagator.extract(active, request, HEADERS) : propagation.extract(active, request, HEADERS);
}

/** What is told of an operation; names that are not bounded are the same one. */
function describe({ operationNames }: RequestTelemetry, operation: RequestedOperation | undefined): Described {
  if (!operation) return { spanName: 'graphql', attributes: {} };
  const { type, name, trusted } = operation;
  const attributes = { [ATTRIBUTES.graphqlType]: type };
  if (name === undefined) return { spanName: type, attributes };
  const bounded = trusted || operationNames.has(name);
  return {
    spanName: bounded ? `${type} ${name}` : type,
    attributes: { ...attributes, [ATTRIBUTES.graphqlName]: bounded ? name : OTHER },
  };
}

interface Described {
  readonly spanName: string;
  readonly attributes: Attributes;
}
