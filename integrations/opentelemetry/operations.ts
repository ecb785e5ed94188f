import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Tracer } from '@opentelemetry/api';
import type { ObservedOperation, Observation, OperationOutcome } from '../../lib/index.js';
import type { Instruments } from './instruments.js';
import { ATTRIBUTES } from './names.js';
import { errorTypeOf, outcomeOf } from './outcome.js';

/** What operations are observed with. */
export interface OperationTelemetry {
  readonly tracer: Tracer;
  readonly instruments: Instruments;
  readonly requireParentSpan: boolean;
}

/** One span for each operation, and what is measured of it. */
export function observeOperation(
  { tracer, instruments, requireParentSpan }: OperationTelemetry,
  { operation, manager, action, caller, gives }: ObservedOperation,
): Observation<OperationOutcome> {
  const labels: Attributes = {
    [ATTRIBUTES.manager]: manager.name,
    [ATTRIBUTES.operation]: operation,
    [ATTRIBUTES.interface]: manager.adapter.name,
    ...(action !== undefined && { [ATTRIBUTES.action]: action }),
  };
  const outer = context.active();
  const hasSpan = !requireParentSpan || trace.getSpan(outer) !== undefined;
  const attributes = { ...labels, [ATTRIBUTES.caller]: caller, [ATTRIBUTES.gives]: gives };
  const span = hasSpan ? tracer.startSpan(`${operation} ${manager.name}`, { kind: SpanKind.INTERNAL, attributes }, outer) : undefined;
  const inner = span ? trace.setSpan(outer, span) : outer;
  const started = performance.now();
  return {
    within: (run) => context.with(inner, run),
    ended: (result) => {
      const outcome = outcomeOf(result);
      const { error, rows, statements } = result;
      const told = { ...labels, [ATTRIBUTES.outcome]: outcome };
      instruments.duration.record((performance.now() - started) / 1000, told, inner);
      instruments.calls.add(1, told, inner);
      if (rows !== undefined) instruments.rows.record(rows, labels, inner);
      instruments.statements.record(statements, labels, inner);
      if (error) instruments.errors.add(1, { ...labels, [ATTRIBUTES.errorType]: errorTypeOf(error) }, inner);
      if (outcome === 'failed') span?.setStatus({ code: SpanStatusCode.ERROR });
      span
        ?.setAttributes({
          [ATTRIBUTES.outcome]: outcome,
          [ATTRIBUTES.statements]: statements,
          ...(rows !== undefined && { [ATTRIBUTES.rows]: rows }),
          ...(error && { [ATTRIBUTES.errorType]: errorTypeOf(error) }),
        })
        .end();
    },
  };
}
