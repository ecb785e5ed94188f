import type { Span } from '@opentelemetry/api';
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';

/** What is about to happen: an operation of an EntityManager, or a statement on a connection. */
export interface MikroOrmRequestInfo {
  readonly kind: 'operation' | 'statement';
  /** The method of the EntityManager, or the command of the statement. */
  readonly operation: string;
  /** Name of the entity class, where there is one. */
  readonly entity?: string;
  /** The EntityManager or the connection. */
  readonly target: object;
  /** Arguments of the operation, or text and parameters of the statement: they hold data of users. */
  readonly args: readonly unknown[];
}

/** What has happened. */
export interface MikroOrmResponseInfo extends Omit<MikroOrmRequestInfo, 'args'> {
  /** What it gave: entities, rows, counts. */
  readonly response: unknown;
}

export interface MikroOrmInstrumentationConfig extends InstrumentationConfig {
  /** Makes spans only where there is a span already, as in requests. Metrics are recorded all the same. Default: false. */
  readonly requireParentSpan?: boolean;
  /** Puts texts of statements on spans as `db.query.text`: with placeholders in the place of all values, never parameters. Default: false. */
  readonly recordQueryText?: boolean;
  /** Makes no spans of operations of EntityManagers, those of statements only. Default: false. */
  readonly statementsOnly?: boolean;
  /**
   * Suppresses the spans of the database driver beneath statements. MikroORM writes values into the texts that it gives to drivers, so that
   * instrumentations of drivers (`pg`, `mysql2`) record them in `db.query.text`. Default: false.
   */
  readonly suppressInternalInstrumentation?: boolean;
  /** Called before an operation or statement, to add attributes. What it throws is logged and ignored. */
  readonly requestHook?: (span: Span, info: MikroOrmRequestInfo) => void;
  /** Called after an operation or statement that succeeded, to add attributes. What it throws is logged and ignored. */
  readonly responseHook?: (span: Span, info: MikroOrmResponseInfo) => void;
}
