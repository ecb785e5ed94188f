import type { BatchObservableResult, Meter, ObservableGauge } from '@opentelemetry/api';
import type { BreakerState } from '../../lib/index.js';
import { adaptersIn, type Runtime } from '../../lib/plugin.js';
import { PatientQuestion } from './patient-question.js';
import { ATTRIBUTES, METRICS, type MetricDescription } from './names.js';

interface Gauges {
  readonly pending: ObservableGauge;
  readonly dead: ObservableGauge;
  readonly lag: ObservableGauge;
  readonly connections: ObservableGauge;
  readonly max: ObservableGauge;
  readonly waiting: ObservableGauge;
  readonly breaker: ObservableGauge;
  readonly running: ObservableGauge;
  readonly queue: ObservableGauge;
  readonly entries: ObservableGauge;
  readonly size: ObservableGauge;
  readonly computing: ObservableGauge;
  readonly store: ObservableGauge;
}

/** What happens when metrics are collected. */
interface SourceOptions {
  /** Whether sources are asked. */
  readonly asks: boolean;
  /** Told before anything is. */
  readonly collected: () => void;
}

/** Asks sources whenever metrics are collected, for as long as the application is there. What does not answer tells nothing. */
export function observeSources(meter: Meter, runtime: Runtime, { asks, collected }: SourceOptions): void {
  const gauge = ({ name, ...options }: MetricDescription): ObservableGauge => meter.createObservableGauge(name, options);
  const gauges: Gauges = {
    pending: gauge(METRICS.eventsPending),
    dead: gauge(METRICS.eventsDead),
    lag: gauge(METRICS.eventsLag),
    connections: gauge(METRICS.poolCount),
    max: gauge(METRICS.poolMax),
    waiting: gauge(METRICS.poolPending),
    breaker: gauge(METRICS.upstreamBreaker),
    running: gauge(METRICS.upstreamRunning),
    queue: gauge(METRICS.upstreamQueue),
    entries: gauge(METRICS.cacheEntries),
    size: gauge(METRICS.cacheSize),
    computing: gauge(METRICS.cacheComputing),
    store: gauge(METRICS.cacheStore),
  };
  const all = Object.values(gauges) as ObservableGauge[];
  // Providers outlive applications.
  const held = new WeakRef(runtime);
  const waiting = new PatientQuestion(async () => held.deref()?.events.pending() ?? []);
  const observe = async (result: BatchObservableResult): Promise<void> => {
    collected();
    const observed = held.deref();
    if (!observed) return meter.removeBatchObservableCallback(observe, all);
    if (!asks) return;
    observeUpstreams(result, gauges, observed);
    observeCache(result, gauges, observed);
    const isUsedUp = await observePools(result, gauges, observed).catch(() => false);
    // Asking takes a connection itself: who waits for one needs it more.
    if (!isUsedUp) await observeEvents(result, gauges, observed, waiting).catch(ignore);
  };
  meter.addBatchObservableCallback(observe, all);
}

const ignore = (): void => {};

/** Where the application keeps nothing, nothing is told. */
function observeCache(result: BatchObservableResult, { entries, size, computing, store }: Gauges, { cache }: Runtime): void {
  if (!cache.isKeeping) return;
  const { memory, computing: running, storePaused } = cache.statistics;
  result.observe(entries, memory.entries);
  result.observe(size, memory.bytes);
  result.observe(computing, running);
  result.observe(store, storePaused ? 1 : 0);
}

/** A consumer without anything that waits has nothing, which is told as well. */
async function observeEvents(
  result: BatchObservableResult,
  { pending, dead, lag }: Gauges,
  { events }: Runtime,
  question: PatientQuestion<Awaited<ReturnType<Runtime['events']['pending']>>>,
): Promise<void> {
  if (events.consumers.length === 0 || events.isClosed) return;
  const answer = await question.ask();
  if (!answer) return;
  const waiting = new Map(answer.map((each) => [each.consumer, each]));
  for (const consumer of events.consumers) {
    const found = waiting.get(consumer);
    const attributes = { [ATTRIBUTES.consumer]: consumer };
    result.observe(pending, found?.pending ?? 0, attributes);
    result.observe(dead, found?.dead ?? 0, attributes);
    result.observe(lag, found ? Math.max(0, (Date.now() - found.oldest.getTime()) / 1000) : 0, attributes);
  }
}

/** Gives whether a pool has no connection left. */
async function observePools(result: BatchObservableResult, { connections, max, waiting }: Gauges, { model }: Runtime): Promise<boolean> {
  let isUsedUp = false;
  for (const adapter of adaptersIn(model)) {
    const use = await adapter.pool?.();
    if (!use) continue;
    const attributes = { [ATTRIBUTES.poolName]: adapter.name };
    result.observe(connections, use.used, { ...attributes, [ATTRIBUTES.poolState]: 'used' });
    result.observe(connections, use.idle, { ...attributes, [ATTRIBUTES.poolState]: 'idle' });
    result.observe(waiting, use.waiting, attributes);
    result.observe(max, use.max, attributes);
    isUsedUp ||= use.used >= use.max;
  }
  return isUsedUp;
}

const BREAKER_STATES: readonly BreakerState[] = ['closed', 'half-open', 'open'];

function observeUpstreams(result: BatchObservableResult, { breaker, running, queue }: Gauges, { model }: Runtime): void {
  for (const adapter of adaptersIn(model)) {
    for (const use of adapter.upstreams?.() ?? []) {
      const attributes = { [ATTRIBUTES.upstream]: use.upstream };
      result.observe(breaker, BREAKER_STATES.indexOf(use.breaker), attributes);
      result.observe(running, use.running, attributes);
      result.observe(queue, use.queued, attributes);
    }
  }
}
