import { context, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import type { ObservedOperation, Observation, OperationOutcome } from '../../lib/index.js';
import type { SpanTracer } from './begin-spans.js';
import type { Exemplars } from './exemplars.js';
import type { Instruments } from './instruments.js';
import { ATTRIBUTES, METRICS } from './names.js';
import type { LabelsOfOperations, OperationLabels } from './operation-labels.js';
import { errorTypeOf, outcomeOf, type Outcome } from './outcome.js';
import { isLeftOut, isTraced, withSpan } from './span-context.js';

/** What operations are observed with. */
export interface OperationTelemetry {
  readonly tracer: SpanTracer;
  readonly instruments: Instruments;
  readonly labels: LabelsOfOperations;
  readonly requireParentSpan: boolean;
  readonly exemplars?: Exemplars | undefined;
}

/** One span for each operation, and what is measured of it. */
export function observeOperation(telemetry: OperationTelemetry, observed: ObservedOperation): Observation<OperationOutcome> {
  const { instruments, exemplars } = telemetry;
  const labels = telemetry.labels.of(observed);
  const outer = context.active();
  const span = spanOf(telemetry, observed, labels, outer);
  // Where nobody makes spans, contexts need not be made either.
  const inner = span && isTraced(span) ? withSpan(outer, span) : undefined;
  const started = performance.now();
  const ended = (result: OperationOutcome): void => {
    const { error, rows, statements } = result;
    const outcome = outcomeOf(result);
    const { attributes, calls, duration } = labels.of(outcome);
    const seconds = (performance.now() - started) / 1000;
    duration.record(seconds);
    exemplars?.note(METRICS.duration.name, attributes, seconds, span);
    calls.value += 1;
    if (rows !== undefined) labels.rows.record(rows);
    labels.statements.record(statements);
    if (error) instruments.errors.add(1, { ...labels.attributes, [ATTRIBUTES.errorType]: errorTypeOf(error) }, inner);
    if (span?.isRecording()) describe(span, result, outcome);
    span?.end();
  };
  return inner ? { within: (run) => context.with(inner, run), ended } : { ended };
}

function spanOf(
  { tracer, requireParentSpan }: OperationTelemetry,
  { caller, gives }: ObservedOperation,
  { attributes, spanName }: OperationLabels,
  outer: Context,
): Span | undefined {
  const parent = trace.getSpan(outer);
  if (parent ? isLeftOut(parent) : requireParentSpan) return undefined;
  const whole = { ...attributes, [ATTRIBUTES.caller]: caller, [ATTRIBUTES.gives]: gives };
  return tracer.startSpan(spanName, { kind: SpanKind.INTERNAL, attributes: whole }, outer);
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
