import { ATTRIBUTES, METRICS, type MetricDescription } from 'general-manager/opentelemetry';

/** As the exporter of OpenTelemetry writes names for Prometheus: without units. */
const written = (name: string): string => name.replaceAll('.', '_');
const counter = ({ name }: MetricDescription): string => `${written(name)}_total`;
const gauge = ({ name }: MetricDescription): string => written(name);
const histogram = ({ name }: MetricDescription) =>
  Object.freeze({ bucket: `${written(name)}_bucket`, count: `${written(name)}_count`, sum: `${written(name)}_sum` });

/** Metrics of the application, by their names in Prometheus. */
export const METRIC = Object.freeze({
  operations: histogram(METRICS.duration),
  calls: counter(METRICS.calls),
  errors: counter(METRICS.errors),
  rows: histogram(METRICS.rows),
  statements: histogram(METRICS.statements),
  decisions: counter(METRICS.decisions),
  requests: histogram(METRICS.requestDuration),
  requestErrors: counter(METRICS.requestErrors),
  eventsPending: gauge(METRICS.eventsPending),
  eventsDead: gauge(METRICS.eventsDead),
  eventsLag: gauge(METRICS.eventsLag),
  deliveries: histogram(METRICS.deliveryDuration),
  cacheQuestions: counter(METRICS.cache),
  cacheEntries: gauge(METRICS.cacheEntries),
  cacheSize: gauge(METRICS.cacheSize),
  cacheComputing: gauge(METRICS.cacheComputing),
  cacheStore: gauge(METRICS.cacheStore),
  upstreams: histogram(METRICS.upstreamDuration),
  attempts: counter(METRICS.upstreamAttempts),
  retries: counter(METRICS.upstreamRetries),
  timeouts: counter(METRICS.upstreamTimeouts),
  hedges: counter(METRICS.upstreamHedges),
  tokens: counter(METRICS.upstreamTokenRefreshes),
  limitWaits: histogram(METRICS.upstreamRateLimitWait),
  breaker: gauge(METRICS.upstreamBreaker),
  breakerChanges: counter(METRICS.upstreamBreakerChanges),
  upstreamRunning: gauge(METRICS.upstreamRunning),
  upstreamQueue: gauge(METRICS.upstreamQueue),
  connections: gauge(METRICS.poolCount),
  connectionsMax: gauge(METRICS.poolMax),
  connectionsWaiting: gauge(METRICS.poolPending),
});

/** Metrics of the process, by `@opentelemetry/instrumentation-runtime-node`. */
export const RUNTIME = Object.freeze({
  delayP50: 'nodejs_eventloop_delay_p50',
  delayP99: 'nodejs_eventloop_delay_p99',
  delayMax: 'nodejs_eventloop_delay_max',
  utilization: 'nodejs_eventloop_utilization',
  loopTime: 'nodejs_eventloop_time_total',
  heapUsed: 'v8js_memory_heap_used',
  heapSize: 'v8js_memory_heap_space_size',
  collections: Object.freeze({ bucket: 'v8js_gc_duration_bucket', count: 'v8js_gc_duration_count', sum: 'v8js_gc_duration_sum' }),
  resources: 'v8js_resource_active',
});

/** Labels of the application's metrics. */
export const LABEL = Object.freeze({
  manager: written(ATTRIBUTES.manager),
  operation: written(ATTRIBUTES.operation),
  interface: written(ATTRIBUTES.interface),
  outcome: written(ATTRIBUTES.outcome),
  decision: written(ATTRIBUTES.decision),
  decidedBy: written(ATTRIBUTES.decidedBy),
  consumer: written(ATTRIBUTES.consumer),
  cacheName: written(ATTRIBUTES.cacheName),
  cacheScope: written(ATTRIBUTES.cacheScope),
  cacheOutcome: written(ATTRIBUTES.cacheOutcome),
  upstream: written(ATTRIBUTES.upstream),
  upstreamOperation: written(ATTRIBUTES.upstreamOperation),
  breaker: written(ATTRIBUTES.breaker),
  errorType: written(ATTRIBUTES.errorType),
  graphqlType: written(ATTRIBUTES.graphqlType),
  graphqlName: written(ATTRIBUTES.graphqlName),
  pool: written(ATTRIBUTES.poolName),
  poolState: written(ATTRIBUTES.poolState),
});

/** Labels that the configuration of Prometheus gives to every instance, see `files/prometheus/prometheus.yaml`. */
export const TARGET = 'environment, service';
