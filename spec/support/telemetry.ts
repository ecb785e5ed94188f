import { context, SpanKind, SpanStatusCode, type Attributes } from '@opentelemetry/api';
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

/** What was emitted, kept in memory. */
export class Telemetry {
  readonly #spans = new InMemorySpanExporter();
  /** Clocks are too coarse to tell which span began first. */
  readonly #begun = new Map<string, number>();
  readonly #metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  readonly #reader = new PeriodicExportingMetricReader({ exporter: this.#metrics, exportIntervalMillis: 3_600_000 });
  readonly tracerProvider: TracerProvider;
  readonly meterProvider = new MeterProvider({ readers: [this.#reader] });

  /** Contexts follow promises from here on, in the whole process, until `stop`. */
  constructor(sampler?: Sampler) {
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

  reset(): void {
    this.#spans.reset();
    this.#metrics.reset();
  }

  /** Spans that ended, in the order in which they began. */
  get spans(): readonly ReadableSpan[] {
    const place = (span: ReadableSpan): number => this.#begun.get(span.spanContext().spanId) ?? 0;
    return this.#spans.getFinishedSpans().toSorted((one, other) => place(one) - place(other));
  }

  #order(): SpanProcessor {
    return {
      onStart: (span) => void this.#begun.set(span.spanContext().spanId, this.#begun.size),
      onEnd: () => {},
      forceFlush: async () => {},
      shutdown: async () => {},
    };
  }

  span(name: string): ReadableSpan {
    const found = this.spans.filter((each) => each.name === name);
    if (found.length !== 1) throw new Error(`${found.length} spans are called ${name}: ${this.spans.map((each) => each.name).join(', ')}`);
    return found[0] as ReadableSpan;
  }

  /** Names of spans, each as far to the right as it is deep. */
  get tree(): readonly string[] {
    const { spans } = this;
    const lines: string[] = [];
    const walk = (parent: string | undefined, depth: number): void => {
      for (const each of spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent)) {
        lines.push(`${'  '.repeat(depth)}${each.name}${each.status.code === SpanStatusCode.ERROR ? ' !' : ''}`);
        walk(each.spanContext().spanId, depth + 1);
      }
    };
    walk(undefined, 0);
    if (lines.length !== spans.length) throw new Error('a parent was not exported');
    return lines;
  }

  /** Runs under a span of its own. */
  async within<T>(name: string, run: () => Promise<T>): Promise<T> {
    return this.tracerProvider.getTracer('spec').startActiveSpan(name, { kind: SpanKind.SERVER }, async (span) => {
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

  /** The points of a metric whose attributes have these among them. */
  async points(name: string, attributes: Attributes = {}): Promise<readonly DataPoint<Histogram | number>[]> {
    const found = (await this.metrics()).filter(({ descriptor }) => descriptor.name === name);
    const points = found.flatMap(({ dataPoints }) => dataPoints as DataPoint<Histogram | number>[]);
    return points.filter((point) => Object.entries(attributes).every(([key, value]) => point.attributes[key] === value));
  }

  /** Everything that was emitted, as text: what is not in it was told to nobody. */
  async everything(): Promise<string> {
    const spans = this.spans.map(({ name, attributes, events, status, links }) => ({ name, attributes, events, status, links }));
    return JSON.stringify({ spans, metrics: await this.metrics() });
  }
}
