import { SeverityNumber, trace, type Logger as RecordLogger } from '@opentelemetry/api';
import { destination, multistream, pino, type Logger } from 'pino';

const SEVERITIES: Readonly<Record<string, SeverityNumber>> = {
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
};

/** Logs as JSON lines on standard error, with the trace that each belongs to; and to a collector, where there is one. */
export function makeLogger(exported?: RecordLogger): Logger {
  const options = { base: null, mixin: traceOf, formatters: { level: (level: string) => ({ level }) } };
  const streams = [{ stream: destination({ fd: 2, sync: true }) }, ...(exported ? [{ stream: recordsOf(exported) }] : [])];
  return pino(options, multistream(streams));
}

/** The active span, so that one finds the trace of a line, and the lines of a trace. */
function traceOf(): object {
  const { traceId, spanId } = trace.getActiveSpan()?.spanContext() ?? {};
  return traceId === undefined ? {} : { trace_id: traceId, span_id: spanId };
}

/** Makes records of lines; the SDK adds the trace. */
function recordsOf(logger: RecordLogger): { write(line: string): void } {
  return {
    write: (line) => {
      const { level, msg, time, trace_id: _trace, span_id: _span, ...attributes } = JSON.parse(line) as Record<string, unknown>;
      const severityText = String(level);
      const body = String(msg);
      logger.emit({
        severityText,
        severityNumber: SEVERITIES[severityText] ?? SeverityNumber.INFO,
        body,
        timestamp: Number(time),
        attributes: flat(attributes),
      });
    },
  };
}

/** What is nested is a text: collectors look things up by flat names. */
const flat = (fields: Readonly<Record<string, unknown>>): Record<string, string | number | boolean> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'number' || typeof value === 'boolean' ? value : textOf(value)]),
  );

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
