import { gauge, gauges, quantile, rates, type Interval, type Lines } from './measures.js';

/** A chart of the status page. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** What one looks for in it. */
  readonly hint: string;
  readonly lines: (interval: Interval) => Lines;
}

const MS = 1000;
const MB = 1_048_576;

/** A value in another unit, where there is one. */
const times = (factor: number, value: number | null): number | null => (value === null ? null : value * factor);

const latencies = (interval: Interval, metric: string): Lines => ({
  p50: times(MS, quantile(interval, metric, 0.5)),
  p95: times(MS, quantile(interval, metric, 0.95)),
  p99: times(MS, quantile(interval, metric, 0.99)),
});

/** The charts, as they follow each other; all of them are made of what Prometheus is told. */
export const PANELS: readonly Panel[] = [
  {
    id: 'requests',
    title: 'GraphQL requests',
    unit: 'a second',
    hint: 'by outcome; failed is what was no fault of the caller',
    lines: (interval) => rates(interval, 'general_manager_graphql_duration_count', 'general_manager_outcome'),
  },
  {
    id: 'latency',
    title: 'Time of requests',
    unit: 'ms',
    hint: 'half, 95 and 99 of 100 are answered within',
    lines: (interval) => latencies(interval, 'general_manager_graphql_duration'),
  },
  {
    id: 'operations',
    title: 'Operations',
    unit: 'a second',
    hint: 'by manager; relations are part of the read that they are in',
    lines: (interval) => rates(interval, 'general_manager_operation_calls_total', 'general_manager_manager'),
  },
  {
    id: 'errors',
    title: 'Errors',
    unit: 'a second',
    hint: 'by the code that clients see',
    lines: (interval) => rates(interval, 'general_manager_graphql_errors_total', 'error_type'),
  },
  {
    id: 'decisions',
    title: 'Permission decisions',
    unit: 'a second',
    hint: 'many denials: a client errs, or somebody tries doors',
    lines: (interval) => rates(interval, 'general_manager_permission_decisions_total', 'general_manager_decision'),
  },
  {
    id: 'upstreams',
    title: 'Time of upstreams',
    unit: 'ms',
    hint: 'of requests to other services, with their attempts and waits',
    lines: (interval) => latencies(interval, 'general_manager_upstream_duration'),
  },
  {
    id: 'breakers',
    title: 'Breakers of upstreams',
    unit: 'state',
    hint: '0 is closed, 1 half open, 2 open: nothing is asked',
    lines: (interval) => gauges(interval, 'general_manager_upstream_breaker_state', 'general_manager_upstream_name'),
  },
  {
    id: 'cache',
    title: 'Answers that are kept',
    unit: 'a second',
    hint: 'hit: given again; miss and stale: asked of the source',
    lines: (interval) => rates(interval, 'general_manager_cache_questions_total', 'general_manager_cache_outcome'),
  },
  {
    id: 'events',
    title: 'Durable events',
    unit: 'events',
    hint: 'what waits to be delivered, and what was given up',
    lines: (interval) => ({
      pending: gauge(interval, 'general_manager_events_pending'),
      dead: gauge(interval, 'general_manager_events_dead'),
    }),
  },
  {
    id: 'connections',
    title: 'Connections to the database',
    unit: 'connections',
    hint: 'whoever waits finds none free',
    lines: (interval) => ({
      ...gauges(interval, 'db_client_connection_count', 'db_client_connection_state'),
      waiting: gauge(interval, 'db_client_connection_pending_requests'),
    }),
  },
  {
    id: 'event-loop',
    title: 'Delay of the event loop',
    unit: 'ms',
    hint: 'what blocks the process delays every request',
    lines: (interval) => ({
      mean: times(MS, gauge(interval, 'nodejs_eventloop_delay_mean')),
      p99: times(MS, gauge(interval, 'nodejs_eventloop_delay_p99')),
    }),
  },
  {
    id: 'memory',
    title: 'Heap',
    unit: 'MB',
    hint: 'what grows without end is kept by something',
    lines: (interval) => ({ used: times(1 / MB, gauge(interval, 'v8js_memory_heap_used')) }),
  },
];
