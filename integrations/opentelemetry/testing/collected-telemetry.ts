import {
  context,
  SpanKind,
  SpanStatusCode,
  type Attributes,
  type MeterProvider as Meters,
  type TracerProvider as Tracers,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
  type ReadableSpan,
  type Sampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { NotOneSpan } from './errors.js';

/** What telemetry is collected with. */
export interface CollectOptions {
  /** Which traces are kept. Default: all. */
  readonly sampler?: Sampler;
}

/** Spans and metrics in memory; options of `openTelemetry`, too. */
export interface CollectedTelemetry extends AsyncDisposable {
  readonly tracerProvider: Tracers;
  readonly meterProvider: Meters;
  /** Spans that have ended, in the order in which they began. */
  readonly spans: readonly ReadableSpan[];
  /** Names of the spans, each as far to the right as it is deep; with `!` where its status is an error. Spans of which the parent was not collected begin a tree. */
  readonly tree: readonly string[];
  /**
   * The one span of a name.
   *
   * @throws GM_TEST_TELEMETRY_SPAN where there is none, or more
   */
  span(name: string): ReadableSpan;
  /** Runs something under a span of its own, as a server would. */
  within<T>(name: string, run: () => Promise<T>): Promise<T>;
  metrics(): Promise<readonly MetricData[]>;
  /** The points of a metric that have these attributes among theirs. */
  points(name: string, attributes?: Attributes): Promise<readonly DataPoint<Histogram | number>[]>;
  /** Everything that was emitted, as text: what is not in it was told to nobody. */
  everything(): Promise<string>;
  /** Forgets the spans so far; counters go on. */
  reset(): void;
  /** Collects nothing more, and lets other contexts in. */
  stop(): Promise<void>;
}

/**
 * Collects spans and metrics in memory. Until `stop`, contexts follow promises in the whole process: stop before the next one.
 *
 * @example
 * const telemetry = collectTelemetry();
 * const gm = await bootstrap({ orm, plugins: [openTelemetry(telemetry)] });
 * expect(telemetry.tree).to.deep.equal(['read Book']);
 */
export function collectTelemetry(options: CollectOptions = {}): CollectedTelemetry {
  return new Collected(options);
}

/** Metrics are collected when they are asked for, and not before. */
const NEVER_MS = 3_600_000;

class Collected implements CollectedTelemetry {
  readonly #spans = new InMemorySpanExporter();
  /** Clocks are too coarse to tell which span began first. */
  readonly #begun = new Map<string, number>();
  readonly #metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  readonly #reader = new PeriodicExportingMetricReader({ exporter: this.#metrics, exportIntervalMillis: NEVER_MS });
  readonly tracerProvider: TracerProvider;
  readonly meterProvider = new MeterProvider({ readers: [this.#reader] });

  constructor({ sampler }: CollectOptions) {
    this.tracerProvider = new TracerProvider({
      spanProcessors: [this.#order(), new SimpleSpanProcessor({ exporter: this.#spans })],
      ...(sampler && { sampler }),
    });
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  }

  async stop(): Promise<void> {
    context.disable();
    await this.tracerProvider.shutdown();
    await this.meterProvider.shutdown();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  reset(): void {
    this.#spans.reset();
    this.#metrics.reset();
  }

  get spans(): readonly ReadableSpan[] {
    const place = (span: ReadableSpan): number => this.#begun.get(span.spanContext().spanId) ?? 0;
    return this.#spans.getFinishedSpans().toSorted((one, other) => place(one) - place(other));
  }

  span(name: string): ReadableSpan {
    const found = this.spans.filter((each) => each.name === name);
    const [only] = found;
    if (!only || found.length > 1) throw NotOneSpan.create({ name, count: found.length, names: this.spans.map((each) => each.name) });
    return only;
  }

  get tree(): readonly string[] {
    const { spans } = this;
    const known = new Set(spans.map((span) => span.spanContext().spanId));
    const lines: string[] = [];
    const walk = (under: readonly ReadableSpan[], depth: number): void => {
      for (const each of under) {
        lines.push(`${'  '.repeat(depth)}${each.name}${each.status.code === SpanStatusCode.ERROR ? ' !' : ''}`);
        walk(
          spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === each.spanContext().spanId),
          depth + 1,
        );
      }
    };
    walk(
      spans.filter(({ parentSpanContext }) => !parentSpanContext || !known.has(parentSpanContext.spanId)),
      0,
    );
    return lines;
  }

  async within<T>(name: string, run: () => Promise<T>): Promise<T> {
    return this.tracerProvider
      .getTracer('general-manager/opentelemetry/testing')
      .startActiveSpan(name, { kind: SpanKind.SERVER }, async (span) => {
        try {
          return await run();
        } finally {
          span.end();
        }
      });
  }

  async metrics(): Promise<readonly MetricData[]> {
    this.#metrics.reset();
    await this.#reader.forceFlush();
    return this.#metrics.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
  }

  async points(name: string, attributes: Attributes = {}): Promise<readonly DataPoint<Histogram | number>[]> {
    const found = (await this.metrics()).filter(({ descriptor }) => descriptor.name === name);
    const points = found.flatMap(({ dataPoints }) => dataPoints as DataPoint<Histogram | number>[]);
    return points.filter((point) => Object.entries(attributes).every(([key, value]) => point.attributes[key] === value));
  }

  async everything(): Promise<string> {
    const spans = this.spans.map(({ name, attributes, events, status, links }) => ({ name, attributes, events, status, links }));
    return JSON.stringify({ spans, metrics: await this.metrics() });
  }

  #order(): SpanProcessor {
    return {
      onStart: (span) => void this.#begun.set(span.spanContext().spanId, this.#begun.size),
      onEnd: () => {},
      forceFlush: async () => {},
      shutdown: async () => {},
    };
  }
}
