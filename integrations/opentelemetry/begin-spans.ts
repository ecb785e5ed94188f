import { trace, type Tracer } from '@opentelemetry/api';
import { LeftOutSpan } from './left-out-span.js';

/** Begins spans. */
export type SpanTracer = Pick<Tracer, 'startSpan'>;

/**
 * A tracer that is asked about a share of the traces that begin here. What belongs to a trace that somebody began, here or elsewhere, is decided by
 * its sampler in any case.
 */
export function asking(tracer: Tracer, ratio: number): SpanTracer {
  if (!(ratio < 1)) return tracer;
  return {
    startSpan: (name, options, outer) =>
      outer && !trace.getSpan(outer) && Math.random() >= ratio ? new LeftOutSpan() : tracer.startSpan(name, options, outer),
  };
}
