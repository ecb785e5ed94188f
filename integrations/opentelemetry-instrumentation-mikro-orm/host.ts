import type { Histogram, Span, Tracer } from '@opentelemetry/api';
import type { Connections } from './connection-attributes.js';
import type { StatementSummaries } from './statement-summaries.js';
import type { MikroOrmInstrumentationConfig, MikroOrmRequestInfo, MikroOrmResponseInfo } from './types.js';

/** What is measured. */
export interface Instruments {
  /** Seconds that statements take: `db.client.operation.duration`. */
  readonly statementDuration: Histogram;
  /** Seconds that operations of EntityManagers take. */
  readonly operationDuration: Histogram;
  /** Statements of each operation. */
  readonly operationStatements: Histogram;
}

/** The instrumentation as patches see it: its providers and its configuration may change while they are in place. */
export interface Host {
  readonly tracer: Tracer;
  readonly config: MikroOrmInstrumentationConfig;
  readonly instruments: Instruments;
  readonly connections: Connections;
  readonly summaries: StatementSummaries;
  onRequest(span: Span, info: MikroOrmRequestInfo): void;
  onResponse(span: Span, info: MikroOrmResponseInfo): void;
}
