import {
  context,
  createContextKey,
  defaultTextMapSetter,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type TextMapPropagator,
} from '@opentelemetry/api';
import type { ObservedUpstreamRequest, UpstreamObservation } from '../../lib/index.js';
import type { SpanTracer } from './begin-spans.js';
import type { Exemplars } from './exemplars.js';
import type { Instruments } from './instruments.js';
import { ATTRIBUTES, METRICS } from './names.js';
import { errorTypeOf, outcomeOf } from './outcome.js';

/** What requests to upstreams are observed with. */
export interface UpstreamTelemetry {
  readonly tracer: SpanTracer;
  readonly instruments: Instruments;
  readonly propagator: TextMapPropagator | undefined;
  readonly requireParentSpan: boolean;
  /** Headers that are sent, by names in lower case. */
  readonly headers: readonly string[];
  /** Whether an instrumentation of HTTP makes spans and headers. */
  readonly instrumentedHttp: boolean;
  readonly exemplars?: Exemplars | undefined;
}

/** One request to an upstream, as long as it is under way. */
export interface UpstreamProgress {
  readonly span: Span | undefined;
  attempts: number;
}

const PROGRESS = createContextKey('general-manager upstream request');
/** The key of `suppressTracing` of @opentelemetry/core, by which instrumentations and propagators leave a context alone. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** The request to an upstream that something belongs to. */
export const progressOf = (within: Context): UpstreamProgress | undefined => within.getValue(PROGRESS) as UpstreamProgress | undefined;

/** One span for each request to an upstream, with all of its repetitions; its trace goes on there. */
export function observeUpstreamRequest(telemetry: UpstreamTelemetry, observed: ObservedUpstreamRequest): UpstreamObservation {
  const { tracer, instruments, requireParentSpan, instrumentedHttp, exemplars } = telemetry;
  const { upstream, operation } = observed;
  const outer = context.active();
  const hasSpan = !requireParentSpan || trace.getSpan(outer) !== undefined;
  const options = { kind: SpanKind.CLIENT, attributes: spanAttributes(observed) };
  const span = hasSpan ? tracer.startSpan(`${operation} ${upstream}`, options, outer) : undefined;
  const progress: UpstreamProgress = { span, attempts: 0 };
  const inner = (span ? trace.setSpan(outer, span) : outer).setValue(PROGRESS, progress);
  const started = performance.now();
  return {
    within: (run) => context.with(inner, run),
    ...(!instrumentedHttp && {
      send: (run) => context.with(context.active().setValue(SUPPRESSED, true), () => run(headersOf(telemetry, inner))),
    }),
    ended: (result) => {
      const outcome = outcomeOf(result);
      const { error, status } = result;
      const failed = error ? { [ATTRIBUTES.errorType]: errorTypeOf(error) } : {};
      const labels = { ...labelsOf(upstream, operation), [ATTRIBUTES.outcome]: outcome, ...failed };
      const seconds = (performance.now() - started) / 1000;
      instruments.upstreamDuration.record(seconds, labels, inner);
      exemplars?.note(METRICS.upstreamDuration.name, labels, seconds, span);
      if (!span) return;
      // A client's span is in error where the server refused, too.
      if (error) span.setStatus({ code: SpanStatusCode.ERROR });
      span
        .setAttributes({
          [ATTRIBUTES.outcome]: outcome,
          ...failed,
          ...(status !== undefined && { [ATTRIBUTES.httpStatus]: status }),
          ...(progress.attempts > 1 && { [ATTRIBUTES.httpResends]: progress.attempts - 1 }),
        })
        .end();
    },
  };
}

/** What metrics tell of a request to an upstream. */
export const labelsOf = (upstream: string, operation: string): Attributes => ({
  [ATTRIBUTES.upstream]: upstream,
  [ATTRIBUTES.upstreamOperation]: operation,
});

function spanAttributes({ upstream, operation, method, address, port }: ObservedUpstreamRequest): Attributes {
  return {
    ...labelsOf(upstream, operation),
    [ATTRIBUTES.serverService]: upstream,
    [ATTRIBUTES.httpMethod]: method,
    ...(address !== undefined && { [ATTRIBUTES.serverAddress]: address }),
    ...(port !== undefined && { [ATTRIBUTES.serverPort]: port }),
  };
}

/** What names the trace; nothing else that propagators would send, such as baggage of the caller's. */
function headersOf({ propagator = propagation, headers }: UpstreamTelemetry, inner: Context): Readonly<Record<string, string>> {
  const all: Record<string, string> = {};
  propagator.inject(inner, all, defaultTextMapSetter);
  return Object.fromEntries(Object.entries(all).filter(([name]) => headers.includes(name.toLowerCase())));
}
