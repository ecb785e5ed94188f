import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Span } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import {
  ATTR_DB_COLLECTION_NAME,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DB_QUERY_TEXT,
} from '@opentelemetry/semantic-conventions';
import { ActiveOperation } from './active-operation.js';
import { errorAttributes } from './error-type.js';
import type { Host } from './host.js';
import type { OrmConnection } from './orm.js';
import { ATTR_DB_RESPONSE_RETURNED_ROWS } from './semconv.js';

/** A statement on its way to the database. */
export interface Statement {
  readonly connection: OrmConnection;
  /** With placeholders. */
  readonly sql: string;
  readonly params: unknown;
}

/** The span of one statement. */
export class StatementSpan {
  readonly context: Context;
  readonly #host: Host;
  readonly #statement: Statement;
  readonly #attributes: Attributes;
  readonly #operation: string;
  readonly #span: Span | undefined;
  readonly #started = performance.now();

  constructor(host: Host, statement: Statement) {
    const { connection, sql, params } = statement;
    const outer = context.active();
    const { attributes, doubleQuotes } = host.connections.describe(connection);
    const { operation, collection, summary, text } = host.summaries.of(sql, doubleQuotes);
    this.#host = host;
    this.#statement = statement;
    this.#operation = operation;
    this.#attributes = {
      ...attributes,
      [ATTR_DB_OPERATION_NAME]: operation,
      [ATTR_DB_QUERY_SUMMARY]: summary,
      ...(collection !== undefined && { [ATTR_DB_COLLECTION_NAME]: collection }),
    };
    ActiveOperation.of(outer)?.count();
    this.#span = !host.config.requireParentSpan || trace.getSpan(outer) ? this.#start(outer, summary, text) : undefined;
    const inner = this.#span ? trace.setSpan(outer, this.#span) : outer;
    this.context = host.config.suppressInternalInstrumentation ? suppressTracing(inner) : inner;
    if (this.#span) host.onRequest(this.#span, { ...this.#info, args: [sql, params] });
  }

  succeed(response: unknown): void {
    const rows = rowsOf(response);
    if (rows !== undefined) this.#span?.setAttribute(ATTR_DB_RESPONSE_RETURNED_ROWS, rows);
    if (this.#span) this.#host.onResponse(this.#span, { ...this.#info, response });
    this.#end({});
  }

  fail(error: unknown): void {
    this.#span?.setStatus({ code: SpanStatusCode.ERROR });
    this.#end(errorAttributes(error));
  }

  stop(): void {
    this.#end({});
  }

  get #info() {
    return { kind: 'statement' as const, operation: this.#operation, target: this.#statement.connection };
  }

  #start(outer: Context, summary: string, text: string | undefined): Span {
    const { tracer, config } = this.#host;
    const attributes = { ...this.#attributes, ...(config.recordQueryText && text !== undefined && { [ATTR_DB_QUERY_TEXT]: text }) };
    return tracer.startSpan(summary, { kind: SpanKind.CLIENT, attributes }, outer);
  }

  #end(error: Attributes): void {
    const seconds = (performance.now() - this.#started) / 1000;
    this.#host.instruments.statementDuration.record(seconds, { ...this.#attributes, ...error }, this.context);
    this.#span?.setAttributes(error).end();
  }
}

/** Runs a statement under its span. */
export async function traceStatement<T>(host: Host, statement: Statement, run: () => Promise<T>): Promise<T> {
  const span = new StatementSpan(host, statement);
  try {
    const response = await context.with(span.context, run);
    span.succeed(response);
    return response;
  } catch (error) {
    span.fail(error);
    throw error;
  }
}

/** A list of rows, the number of rows of a stream, or what a write gave back. */
function rowsOf(response: unknown): number | undefined {
  if (typeof response === 'number') return response;
  if (Array.isArray(response)) return response.length;
  const { rows } = (response ?? {}) as { readonly rows?: unknown };
  return Array.isArray(rows) ? rows.length : undefined;
}
