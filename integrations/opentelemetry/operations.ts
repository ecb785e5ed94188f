import { context, SpanKind, SpanStatusCode, trace, type Context, type Span, type Tracer } from '@opentelemetry/api';
import type { ObservedOperation, Observation, OperationOutcome } from '../../lib/index.js';
import type { Instruments } from './instruments.js';
import { ATTRIBUTES } from './names.js';
import type { LabelsOfOperations, OperationLabels } from './operation-labels.js';
import { errorTypeOf, outcomeOf, type Outcome } from './outcome.js';

/** What operations are observed with. */
export interface OperationTelemetry {
  readonly tracer: Tracer;
  readonly instruments: Instruments;
  readonly labels: LabelsOfOperations;
  readonly requireParentSpan: boolean;
}

/** One span for each operation, and what is measured of it. */
export function observeOperation(telemetry: OperationTelemetry, observed: ObservedOperation): Observation<OperationOutcome> {
  const { instruments } = telemetry;
  const labels = telemetry.labels.of(observed);
  const outer = context.active();
  const span = spanOf(telemetry, observed, labels, outer);
  // Where nothing is kept, what is within belongs to the span around it, of which nothing is kept either.
  const inner = span && (span.isRecording() || !trace.getSpan(outer)) ? trace.setSpan(outer, span) : outer;
  const started = performance.now();
  return {
    ...(inner !== outer && { within: <T>(run: () => T) => context.with(inner, run) }),
    ended: (result) => {
      const { error, rows, statements } = result;
      const outcome = outcomeOf(result);
      const { attributes, calls } = labels.of(outcome);
      instruments.duration.record((performance.now() - started) / 1000, attributes, inner);
      calls.value += 1;
      if (rows !== undefined) instruments.rows.record(rows, labels.attributes, inner);
      instruments.statements.record(statements, labels.attributes, inner);
      if (error) instruments.errors.add(1, { ...labels.attributes, [ATTRIBUTES.errorType]: errorTypeOf(error) }, inner);
      if (span?.isRecording()) describe(span, result, outcome);
      span?.end();
    },
  };
}

function spanOf(
  { tracer, requireParentSpan }: OperationTelemetry,
  { operation, manager, caller, gives }: ObservedOperation,
  { attributes }: OperationLabels,
  outer: Context,
): Span | undefined {
  const parent = trace.getSpan(outer);
  if (!parent && requireParentSpan) return undefined;
  const name = `${operation} ${manager.name}`;
  const whole = { ...attributes, [ATTRIBUTES.caller]: caller, [ATTRIBUTES.gives]: gives };
  // Of a trace that is not kept nothing is kept but where a sampler wants it all the same.
  if (parent?.isRecording() !== false) return tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes: whole }, outer);
  const span = tracer.startSpan(name, { kind: SpanKind.INTERNAL }, outer);
  return span.isRecording() ? span.setAttributes(whole) : span;
}

function describe(span: Span, { error, rows, statements }: OperationOutcome, outcome: Outcome): void {
  if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttributes({
    [ATTRIBUTES.outcome]: outcome,
    [ATTRIBUTES.statements]: statements,
    ...(rows !== undefined && { [ATTRIBUTES.rows]: rows }),
    ...(error && { [ATTRIBUTES.errorType]: errorTypeOf(error) }),
  });
}
