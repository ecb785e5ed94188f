import { context, type Attributes } from '@opentelemetry/api';
import type { UpstreamEvent } from '../../lib/index.js';
import type { Instruments } from './instruments.js';
import { ATTRIBUTES } from './names.js';
import { labelsOf, progressOf } from './upstream-requests.js';

/** What is measured of what happens to requests to upstreams; spans get the same as events. */
export function observeUpstreamEvent(instruments: Instruments, event: UpstreamEvent): void {
  const progress = progressOf(context.active());
  if (progress && event.type === 'attempt-start') progress.attempts += 1;
  if (progress?.span?.isRecording()) progress.span.addEvent(event.type, spanAttributes(event));
  measure(instruments, event);
}

function measure(instruments: Instruments, event: UpstreamEvent): void {
  const { upstream } = event;
  const labels = 'operation' in event ? labelsOf(upstream, event.operation) : { [ATTRIBUTES.upstream]: upstream };
  switch (event.type) {
    case 'attempt-end':
      instruments.upstreamAttempts.add(1, { ...labels, ...errorOf(event.outcome) });
      if (event.outcome === TIMEOUT) instruments.upstreamTimeouts.add(1, labels);
      break;
    case 'retry':
      instruments.upstreamRetries.add(1, { ...labels, ...errorOf(event.reason) });
      break;
    case 'hedge':
      instruments.upstreamHedges.add(1, labels);
      break;
    case 'rate-limit-wait':
      instruments.upstreamRateLimitWait.record(event.waitMs / 1000, labels);
      break;
    case 'breaker':
      instruments.upstreamBreakerChanges.add(1, { ...labels, [ATTRIBUTES.breaker]: event.to });
      break;
    case 'token-refresh':
      instruments.upstreamTokenRefreshes.add(1, { ...labels, [ATTRIBUTES.outcome]: event.outcome === 'success' ? 'ok' : 'failed' });
      break;
    default:
  }
}

const TIMEOUT = 'GM_UPSTREAM_TIMEOUT';

/** By the code of the error; what is none of an upstream has none. */
function errorOf(code: string): Attributes {
  if (code === 'success') return {};
  return { [ATTRIBUTES.errorType]: code === 'unknown' ? '_OTHER' : code };
}

function spanAttributes(event: UpstreamEvent): Attributes {
  switch (event.type) {
    case 'attempt-start':
      return { [ATTRIBUTES.attempt]: event.attempt, [ATTRIBUTES.hedge]: event.hedge };
    case 'attempt-end':
      return { [ATTRIBUTES.attempt]: event.attempt, [ATTRIBUTES.hedge]: event.hedge, ...errorOf(event.outcome) };
    case 'retry':
      return { [ATTRIBUTES.attempt]: event.attempt, [ATTRIBUTES.wait]: event.delayMs / 1000, ...errorOf(event.reason) };
    case 'rate-limit-wait':
      return { [ATTRIBUTES.wait]: event.waitMs / 1000 };
    case 'rate-limit-pause':
      return { [ATTRIBUTES.wait]: event.pauseMs / 1000 };
    case 'breaker':
      return { [ATTRIBUTES.breaker]: event.to };
    default:
      return {};
  }
}
