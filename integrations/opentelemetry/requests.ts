import {
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
} from '@opentelemetry/api';
import type { ObservedRequest, Observation, RequestOutcome } from '../../lib/index.js';
import type { SpanTracer } from './begin-spans.js';
import type { Exemplars } from './exemplars.js';
import type { Instruments } from './instruments.js';
import { ATTRIBUTES, METRICS } from './names.js';
import { clientErrorType, requestOutcome } from './outcome.js';
import type { LabelsOfRequests } from './request-labels.js';
import { isTraced, withSpan } from './span-context.js';

/** What requests are observed with. */
export interface RequestTelemetry {
  readonly tracer: SpanTracer;
  readonly instruments: Instruments;
  readonly propagator: TextMapPropagator | undefined;
  readonly labels: LabelsOfRequests;
  readonly exemplars?: Exemplars | undefined;
}

const HEADERS: TextMapGetter<ObservedRequest> = {
  keys: () => [],
  get: (request, name) => request.header(name.toLowerCase()),
};

const SERVER = Object.freeze({ kind: SpanKind.SERVER });
const INTERNAL = Object.freeze({ kind: SpanKind.INTERNAL });

/** One span for each request, within the one of the caller. */
export function observeRequest(telemetry: RequestTelemetry, request: ObservedRequest): Observation<RequestOutcome> {
  const { tracer, instruments, labels, exemplars } = telemetry;
  const active = context.active();
  const local = trace.getSpan(active) !== undefined;
  const outer = local ? active : callerOf(telemetry, active, request);
  // Where HTTP has a span, this one is within the server.
  const span = tracer.startSpan('graphql', local ? INTERNAL : SERVER, outer);
  // Where nobody makes spans, contexts need not be made either.
  const inner = isTraced(span) ? withSpan(outer, span) : undefined;
  const started = performance.now();
  const ended = ({ operation, direct, errors }: RequestOutcome): void => {
    const outcome = requestOutcome(errors);
    const ofOperation = labels.of(operation);
    const { attributes, duration } = ofOperation.of(outcome);
    const seconds = (performance.now() - started) / 1000;
    duration.record(seconds);
    exemplars?.note(METRICS.requestDuration.name, attributes, seconds, span);
    for (const code of errors)
      instruments.requestErrors.add(1, { ...ofOperation.attributes, [ATTRIBUTES.errorType]: clientErrorType(code) }, inner);
    if (!span.isRecording()) return span.end();
    const [first] = errors;
    const failed = first !== undefined && { [ATTRIBUTES.errorType]: clientErrorType(first) };
    if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
    return span
      .updateName(ofOperation.spanName)
      .setAttributes({ ...attributes, [ATTRIBUTES.direct]: direct, ...failed })
      .end();
  };
  return inner ? { within: (run) => context.with(inner, run), ended } : { ended };
}

function callerOf({ propagator }: RequestTelemetry, active: Context, request: ObservedRequest): Context {
  return propagator ? propagator.extract(active, request, HEADERS) : propagation.extract(active, request, HEADERS);
}
