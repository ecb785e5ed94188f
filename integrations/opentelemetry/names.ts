/** The scope of what is emitted. */
export const SCOPE = Object.freeze({ name: 'general-manager', version: '0.1.0' });

/** Attributes of the project's own; their values are bounded by the model, or are few. */
export const ATTRIBUTES = Object.freeze({
  /** Name of the manager. */
  manager: 'general_manager.manager',
  /** `read`, `create`, `update`, `upsert`, `delete`, `action`. */
  operation: 'general_manager.operation',
  /** Name of the action. */
  action: 'general_manager.action',
  /** Name of the interface that the manager's data is behind, as `database`. */
  interface: 'general_manager.interface',
  /** How it went, see `Outcome`. */
  outcome: 'general_manager.outcome',
  /** `actor` or `system`. */
  caller: 'general_manager.caller',
  /** `rows` or `text`: whether the source wrote the response. */
  gives: 'general_manager.gives',
  /** Objects. */
  rows: 'general_manager.rows',
  /** Statements, or requests to upstreams. */
  statements: 'general_manager.statements',
  /** `allowed` or `denied`. */
  decision: 'general_manager.decision',
  /** Which part of the policy decided. */
  decidedBy: 'general_manager.decided_by',
  /** Plugin that durable events are for. */
  consumer: 'general_manager.consumer',
  /** Which attempt to deliver an event it is. */
  eventAttempt: 'general_manager.events.attempt',
  /** Whether a request was answered without resolvers. */
  direct: 'general_manager.direct',
  /** Name of an upstream. */
  upstream: 'general_manager.upstream.name',
  /** What of an upstream is asked: `list`, `detail`, … */
  upstreamOperation: 'general_manager.upstream.operation',
  /** `closed`, `half-open` or `open`. */
  breaker: 'general_manager.upstream.breaker',
  /** Which attempt of a request it is. */
  attempt: 'general_manager.upstream.attempt',
  /** Whether an attempt is the second one of a read that is slow. */
  hedge: 'general_manager.upstream.hedge',
  /** Seconds that are waited. */
  wait: 'general_manager.upstream.wait',
  /** Name of what is kept: a manager, or a computation. */
  cacheName: 'general_manager.cache.name',
  /** `request`, `dependency`, `timeout`. */
  cacheScope: 'general_manager.cache.scope',
  /** `hit`, `wait`, `miss`, `stale`, `bypass`, `error`. */
  cacheOutcome: 'general_manager.cache.outcome',
  errorType: 'error.type',
  graphqlType: 'graphql.operation.type',
  graphqlName: 'graphql.operation.name',
  poolName: 'db.client.connection.pool.name',
  poolState: 'db.client.connection.state',
  httpMethod: 'http.request.method',
  httpStatus: 'http.response.status_code',
  httpResends: 'http.request.resend_count',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  serverService: 'server.service.name',
  messagingSystem: 'messaging.system.name',
  messagingType: 'messaging.operation.type',
  messagingOperation: 'messaging.operation.name',
  messagingDestination: 'messaging.destination.name',
  messagingId: 'messaging.message.id',
});

/** A metric as it is created and documented. */
export interface MetricDescription {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
}

const metric = (name: string, unit: string, description: string): MetricDescription => Object.freeze({ name, unit, description });

/** Every metric. */
export const METRICS = Object.freeze({
  duration: metric('general_manager.operation.duration', 's', 'Duration of operations on managers.'),
  calls: metric('general_manager.operation.calls', '{call}', 'Operations on managers.'),
  errors: metric('general_manager.operation.errors', '{error}', 'Operations on managers that failed, by code.'),
  rows: metric('general_manager.operation.rows', '{object}', 'Objects of operations on managers.'),
  statements: metric(
    'general_manager.operation.statements',
    '{statement}',
    'Statements, or requests to upstreams, of operations on managers.',
  ),
  decisions: metric('general_manager.permission.decisions', '{decision}', 'Decisions about operations on managers.'),
  requestDuration: metric('general_manager.graphql.duration', 's', 'Duration of GraphQL requests.'),
  requestErrors: metric('general_manager.graphql.errors', '{error}', 'Errors in answers to GraphQL requests, by code.'),
  eventsPending: metric('general_manager.events.pending', '{event}', 'Durable events that are not delivered.'),
  eventsDead: metric('general_manager.events.dead', '{event}', 'Durable events that were given up.'),
  eventsLag: metric('general_manager.events.lag', 's', 'Age of the oldest durable event that is not delivered.'),
  deliveryDuration: metric('general_manager.events.delivery.duration', 's', 'Duration of attempts to deliver durable events.'),
  cacheEntries: metric('general_manager.cache.entries', '{entry}', 'Answers that the process keeps.'),
  cacheSize: metric('general_manager.cache.size', 'By', 'Memory that kept answers take, about.'),
  cacheComputing: metric('general_manager.cache.computing', '{answer}', 'Answers that are being computed to be kept.'),
  cacheStore: metric('general_manager.cache.store.state', '{state}', 'The store of several processes: 0 answers, 1 is left alone.'),
  upstreamDuration: metric('general_manager.upstream.duration', 's', 'Duration of requests to upstreams, with all of their repetitions.'),
  upstreamAttempts: metric('general_manager.upstream.attempts', '{attempt}', 'Attempts of requests to upstreams that ended.'),
  upstreamRetries: metric('general_manager.upstream.retries', '{retry}', 'Repetitions of requests to upstreams.'),
  upstreamTimeouts: metric('general_manager.upstream.timeouts', '{attempt}', 'Attempts of requests to upstreams that ran out of time.'),
  upstreamHedges: metric('general_manager.upstream.hedges', '{attempt}', 'Second attempts of reads that were slow.'),
  upstreamRateLimitWait: metric('general_manager.upstream.rate_limit.wait', 's', 'Waits for the rate limit of upstreams.'),
  upstreamBreakerChanges: metric(
    'general_manager.upstream.breaker.changes',
    '{change}',
    'Changes of circuit breakers, by the state that they change to.',
  ),
  upstreamTokenRefreshes: metric('general_manager.upstream.token.refreshes', '{refresh}', 'Tokens that were fetched for upstreams.'),
  upstreamBreaker: metric('general_manager.upstream.breaker.state', '{state}', 'Circuit breakers: 0 is closed, 1 half open, 2 open.'),
  upstreamRunning: metric('general_manager.upstream.running', '{request}', 'Requests to upstreams that are on their way.'),
  upstreamQueue: metric('general_manager.upstream.bulkhead.queue', '{request}', 'Requests to upstreams that wait for their turn.'),
  cache: metric('general_manager.cache.questions', '{question}', 'Questions to the cache, by outcome.'),
  poolCount: metric('db.client.connection.count', '{connection}', 'Connections of the pool, by state.'),
  poolMax: metric('db.client.connection.max', '{connection}', 'Connections that the pool may have.'),
  poolPending: metric('db.client.connection.pending_requests', '{request}', 'Requests that wait for a connection of the pool.'),
});
