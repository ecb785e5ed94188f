import type { Tracer } from '@opentelemetry/api';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  isWrapped,
  safeExecuteInTheMiddle,
  type InstrumentationModuleDefinition,
} from '@opentelemetry/instrumentation';
import { METRIC_DB_CLIENT_OPERATION_DURATION } from '@opentelemetry/semantic-conventions';
import { Connections } from './connection-attributes.js';
import type { Host, Instruments } from './host.js';
import type { Method, MikroOrmSource } from './orm.js';
import { patches, type Patch } from './patches.js';
import { patchPointsOf } from './patch-points.js';
import { MIKRO_ORM } from './semconv.js';
import { StatementSummaries } from './statement-summaries.js';
import type { MikroOrmInstrumentationConfig } from './types.js';
import { PACKAGE_NAME, PACKAGE_VERSION } from './version.js';

/** By module: core has everything but the connections of SQL databases, which are in another package in each version. */
const SUPPORTED: readonly (readonly [string, string])[] = [
  ['@mikro-orm/core', '>=6.6.16 <8'],
  ['@mikro-orm/sql', '>=7.0.0 <8'],
  ['@mikro-orm/knex', '>=6.6.16 <7'],
];

/** Boundaries of the conventions, in seconds. */
const SECONDS: readonly number[] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
const STATEMENTS: readonly number[] = [0, 1, 2, 3, 5, 10, 25, 50, 100, 250, 1000];

/**
 * Instruments MikroORM: spans of the operations of EntityManagers and of statements, and how long they take.
 *
 * Where MikroORM is loaded through hooks, registering it is all that is needed; otherwise give what is loaded to `instrument`.
 *
 * @example
 * registerInstrumentations({ instrumentations: [new MikroOrmInstrumentation({ requireParentSpan: true })] });
 */
export class MikroOrmInstrumentation extends InstrumentationBase<MikroOrmInstrumentationConfig> {
  readonly #host: Host;
  readonly #patches: readonly Patch[] = patches();
  /** What was given to `instrument`, or came through hooks. */
  readonly #sources = new Set<MikroOrmSource>();
  /** What is patched, and by which function. */
  readonly #patched: { readonly prototype: Record<string, Method>; readonly method: string; readonly by: Method }[] = [];
  #instruments: Instruments | undefined;

  constructor(config: MikroOrmInstrumentationConfig = {}) {
    // The base patches what is loaded already before there are fields here.
    super(PACKAGE_NAME, PACKAGE_VERSION, { ...config, enabled: false });
    this.#host = this.#hostOf();
    this.setConfig(config);
    if (this.getConfig().enabled) this.enable();
  }

  protected override init(): InstrumentationModuleDefinition[] {
    return SUPPORTED.map(
      ([name, versions]) =>
        new InstrumentationNodeModuleDefinition(name, [versions], (loaded: MikroOrmSource) => {
          this.#sources.add(loaded);
          this.#patch(loaded);
          return loaded;
        }),
    );
  }

  /**
   * Instruments what is loaded already: a booted ORM, or the exports of a module of MikroORM. It affects every ORM of that copy of MikroORM.
   * Without hooks this is the way; with them it does nothing further.
   *
   * @example
   * instrumentation.instrument(await MikroORM.init(config));
   * instrumentation.instrument(await import('@mikro-orm/postgresql')); // before the ORM boots, so that its first statements have spans, too
   */
  instrument(source: MikroOrmSource): void {
    const points = patchPointsOf(source);
    if (Object.keys(points).length === 0) this._diag.warn('nothing of MikroORM was found in what was given to instrument()');
    this.#sources.add(source);
    if (this.isEnabled()) this.#patch(source);
  }

  override enable(): void {
    if (this.isEnabled()) return;
    super.enable();
    for (const source of this.#sources) this.#patch(source);
  }

  /** Takes every patch off again. */
  override disable(): void {
    super.disable();
    for (const patched of this.#patched.splice(0)) {
      const { prototype, method, by } = patched;
      if (prototype[method] === by) this._unwrap(prototype, method);
      // Somebody else has patched it since: theirs stays, and so does ours beneath it, which only passes on.
      else this.#patched.push(patched);
    }
  }

  override _updateMetricInstruments(): void {
    // The base asks for instruments before there are fields here.
    if (#host in this) this.#instruments = undefined;
  }

  #patch(source: MikroOrmSource): void {
    const points = patchPointsOf(source);
    for (const { point, method, around } of this.#patches) {
      const prototype = points[point] as Record<string, Method> | undefined;
      if (prototype && Object.hasOwn(prototype, method) && !this.#isPatched(prototype, method)) this.#wrap(prototype, method, around);
    }
  }

  #isPatched(prototype: object, method: string): boolean {
    return this.#patched.some((each) => each.prototype === prototype && each.method === method);
  }

  #wrap(prototype: Record<string, Method>, method: string, around: Patch['around']): void {
    // The base would take off what others have put on.
    if (isWrapped(prototype[method])) this._diag.debug(`${method} is patched by somebody else as well`);
    this._wrap(prototype, method, (original) => {
      const traced = around(this.#host, original);
      const isEnabled = (): boolean => this.isEnabled();
      return function guarded(this: object, ...args: unknown[]) {
        return isEnabled() ? traced.apply(this, args) : original.apply(this, args);
      };
    });
    const by = prototype[method];
    if (by) this.#patched.push({ prototype, method, by });
  }

  #hostOf(): Host {
    const tracer = (): Tracer => this.tracer;
    const config = (): MikroOrmInstrumentationConfig => this.getConfig();
    const instruments = (): Instruments => (this.#instruments ??= this.#makeInstruments());
    return {
      get tracer() {
        return tracer();
      },
      get config() {
        return config();
      },
      get instruments() {
        return instruments();
      },
      connections: new Connections(),
      summaries: new StatementSummaries(),
      onRequest: (span, info) => {
        const { requestHook } = this.getConfig();
        this.#runHook('requestHook', requestHook && (() => requestHook(span, info)));
      },
      onResponse: (span, info) => {
        const { responseHook } = this.getConfig();
        this.#runHook('responseHook', responseHook && (() => responseHook(span, info)));
      },
    };
  }

  #runHook(name: 'requestHook' | 'responseHook', hook: (() => void) | undefined): void {
    if (!hook) return;
    const onError = (error: unknown): void => {
      // Its message may have what the hook was given.
      if (error) this._diag.error(`${name} failed: ${error instanceof Error ? error.name : typeof error}`);
    };
    safeExecuteInTheMiddle(hook, onError, true);
  }

  #makeInstruments(): Instruments {
    const seconds = { unit: 's', advice: { explicitBucketBoundaries: [...SECONDS] } };
    return {
      statementDuration: this.meter.createHistogram(METRIC_DB_CLIENT_OPERATION_DURATION, {
        ...seconds,
        description: 'Duration of database client operations.',
      }),
      operationDuration: this.meter.createHistogram(MIKRO_ORM.metrics.operationDuration, {
        ...seconds,
        description: 'Duration of operations of EntityManagers.',
      }),
      operationStatements: this.meter.createHistogram(MIKRO_ORM.metrics.operationStatements, {
        unit: '{statement}',
        description: 'Statements of operations of EntityManagers.',
        advice: { explicitBucketBoundaries: [...STATEMENTS] },
      }),
    };
  }
}
