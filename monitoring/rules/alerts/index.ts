import type { Alert } from '../rule.js';
import { availabilityBurnFast, availabilityBurnSlow } from './availability-burn.js';
import { cacheDegraded } from './cache-degraded.js';
import { down } from './down.js';
import { errorBurst } from './error-burst.js';
import { eventLoopDelay } from './event-loop-delay.js';
import { latencyBurnFast, latencyBurnSlow } from './latency-burn.js';
import { outboxDead } from './outbox-dead.js';
import { outboxLag } from './outbox-lag.js';
import { permissionDenials } from './permission-denials.js';
import { poolExhausted } from './pool-exhausted.js';
import { upstreamBreakerOpen } from './upstream-breaker.js';
import { upstreamErrors } from './upstream-errors.js';

/** Every alert. */
export const ALERTS: readonly Alert[] = [
  down,
  availabilityBurnFast,
  availabilityBurnSlow,
  latencyBurnFast,
  latencyBurnSlow,
  errorBurst,
  permissionDenials,
  cacheDegraded,
  upstreamBreakerOpen,
  upstreamErrors,
  poolExhausted,
  outboxLag,
  outboxDead,
  eventLoopDelay,
];
