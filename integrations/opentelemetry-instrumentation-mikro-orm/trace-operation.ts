import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Span } from '@opentelemetry/api';
import { ATTR_DB_COLLECTION_NAME, ATTR_DB_OPERATION_NAME } from '@opentelemetry/semantic-conventions';
import { ActiveOperation } from './active-operation.js';
import { errorAttributes } from './error-type.js';
import type { Host } from './host.js';
import type { Operation } from './operations.js';
import type { Metadata, Method, OrmEntityManager } from './orm.js';
import { MIKRO_ORM } from './semconv.js';

/** A call of an operation. */
export interface OperationCall {
  readonly operation: Operation;
  readonly em: OrmEntityManager;
  readonly args: readonly unknown[];
}

/** The span of one call of an operation, and the context in which it runs. */
export class OperationSpan {
  readonly active: ActiveOperation;
  readonly context: Context;
  readonly #host: Host;
  readonly #call: OperationCall;
  readonly #attributes: Attributes;
  readonly #entity: string | undefined;
  readonly #span: Span | undefined;
  readonly #started = performance.now();

  constructor(host: Host, call: OperationCall) {
    const { operation, em, args } = call;
    const outer = context.active();
    const meta = operation.entity ? metadataOf(em, args[0]) : undefined;
    const table = meta && tableOf(meta);
    this.#host = host;
    this.#call = call;
    this.#entity = meta?.className;
    this.#attributes = {
      ...attributesOf(host, em),
      [ATTR_DB_OPERATION_NAME]: operation.name,
      ...(meta && { [ATTR_DB_COLLECTION_NAME]: table, [MIKRO_ORM.attributes.entity]: meta.className }),
    };
    this.#span = hasSpan(host, outer) ? this.#start(outer, table) : undefined;
    this.active = new ActiveOperation(ActiveOperation.of(outer), operation.entity ? args[0] : undefined, delegatesOf(call));
    this.context = this.active.in(this.#span ? trace.setSpan(outer, this.#span) : outer);
    if (this.#span) host.onRequest(this.#span, { ...this.#info, args });
  }

  succeed(response: unknown): void {
    if (this.#span) this.#host.onResponse(this.#span, { ...this.#info, response });
    this.#end({});
  }

  fail(error: unknown): void {
    this.#span?.setStatus({ code: SpanStatusCode.ERROR });
    this.#end(errorAttributes(error));
  }

  /** It ended before it was done, as a stream does that nobody reads on. */
  stop(): void {
    this.#end({});
  }

  get #info() {
    const { operation, em } = this.#call;
    return {
      kind: 'operation' as const,
      operation: operation.name,
      target: em,
      ...(this.#entity !== undefined && { entity: this.#entity }),
    };
  }

  #start(outer: Context, table: string | undefined): Span {
    const { name } = this.#call.operation;
    const options = { kind: SpanKind.INTERNAL, attributes: this.#attributes };
    return this.#host.tracer.startSpan(table === undefined ? name : `${name} ${table}`, options, outer);
  }

  #end(error: Attributes): void {
    const { instruments } = this.#host;
    const labels = { ...this.#attributes, ...error };
    instruments.operationDuration.record((performance.now() - this.#started) / 1000, labels, this.context);
    instruments.operationStatements.record(this.active.statements, this.#attributes, this.context);
    const { statements } = MIKRO_ORM.attributes;
    this.#span
      ?.setAttributes({ ...error, [statements]: this.active.statements, ...(this.#call.operation.name === 'flush' && this.#flushed()) })
      .end();
  }

  #flushed(): Attributes {
    const { created, updated, deleted, identityMapSize } = MIKRO_ORM.attributes;
    const { changes } = this.active;
    return {
      [created]: changes.create,
      [updated]: changes.update,
      [deleted]: changes.delete,
      [identityMapSize]: this.active.identityMapSize,
    };
  }
}

/** Runs an operation under its span. */
export function traceOperation(host: Host, call: OperationCall, original: Method): unknown {
  if (ActiveOperation.of(context.active())?.takes(call.operation.name, call.args[0])) return original.apply(call.em, [...call.args]);
  const span = new OperationSpan(host, call);
  let running: unknown;
  try {
    running = context.with(span.context, () => original.apply(call.em, [...call.args]));
  } catch (error) {
    span.fail(error);
    throw error;
  }
  return Promise.resolve(running).then(
    (response) => {
      span.succeed(response);
      return response;
    },
    (error: unknown) => {
      span.fail(error);
      throw error;
    },
  );
}

function hasSpan({ config }: Host, outer: Context): boolean {
  return !config.statementsOnly && (!config.requireParentSpan || trace.getSpan(outer) !== undefined);
}

/** Where the identity map is not used, an operation repeats itself on a fork. */
function delegatesOf({ operation, em, args }: OperationCall): readonly string[] {
  const given = args.map((each) =>
    typeof each === 'object' && each !== null && 'disableIdentityMap' in each ? each.disableIdentityMap : undefined,
  );
  const repeats = given.find((each) => each !== undefined) ?? em.config.get('disableIdentityMap');
  return repeats ? [...operation.delegates, operation.name] : operation.delegates;
}

function attributesOf({ connections }: Host, em: OrmEntityManager): Attributes {
  try {
    return connections.describe(em.getConnection()).attributes;
  } catch {
    return {};
  }
}

/** Of a class, a schema, a name, an entity, or the first of a list of entities. */
function metadataOf(em: OrmEntityManager, given: unknown): Metadata | undefined {
  const named: unknown = Array.isArray(given) ? given[0] : given;
  try {
    const isEntity = typeof named === 'object' && named !== null && '__helper' in named;
    const found = isEntity ? named.constructor : named;
    const metadata = em.getMetadata();
    return metadata.find(found) ?? (typeof found === 'function' ? metadata.find(found.name) : undefined);
  } catch {
    return undefined;
  }
}

function tableOf({ schema, tableName, collection, className }: Metadata): string | undefined {
  const table = tableName ?? collection ?? className;
  return table !== undefined && schema !== undefined && schema !== '*' ? `${schema}.${table}` : table;
}
