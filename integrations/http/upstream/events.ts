import { channel } from 'node:diagnostics_channel';
import type { BreakerState } from './request.js';

interface OfUpstream {
  readonly upstream: string;
}

interface OfOperation extends OfUpstream {
  readonly operation: string;
}

/** What happens between a request and its answer. Labels are bounded: names of the program's, codes of errors, classes of statuses. */
export type UpstreamEvent =
  | (OfOperation & { readonly type: 'attempt-start'; readonly attempt: number; readonly hedge: boolean })
  | (OfOperation & {
      readonly type: 'attempt-end';
      readonly attempt: number;
      readonly hedge: boolean;
      readonly durationMs: number;
      /** `success`, or the code of the error. */
      readonly outcome: string;
      /** `2xx`, where there was an answer. */
      readonly statusClass?: string;
    })
  | (OfOperation & { readonly type: 'retry'; readonly attempt: number; readonly delayMs: number; readonly reason: string })
  | (OfOperation & { readonly type: 'retry-refused'; readonly reason: 'budget' | 'deadline' })
  | (OfOperation & { readonly type: 'hedge' })
  | (OfOperation & { readonly type: 'rate-limit-wait'; readonly waitMs: number })
  | (OfUpstream & { readonly type: 'rate-limit-pause'; readonly pauseMs: number })
  | (OfOperation & { readonly type: 'bulkhead-queue'; readonly queued: number })
  | (OfOperation & { readonly type: 'redirect'; readonly sameOrigin: boolean })
  | (OfUpstream & { readonly type: 'breaker'; readonly from: BreakerState; readonly to: BreakerState })
  | (OfUpstream & { readonly type: 'token-refresh'; readonly durationMs: number; readonly outcome: 'success' | 'failure' });

export type UpstreamListener = (event: UpstreamEvent) => void;

const events = channel('general-manager:upstream');

/** Tells a listener and the subscribers of `general-manager:upstream`; where nobody listens, nothing is made. */
export class EventTeller {
  readonly #listener: UpstreamListener | undefined;

  constructor(listener: UpstreamListener | undefined) {
    this.#listener = listener;
  }

  get isHeard(): boolean {
    return this.#listener !== undefined || events.hasSubscribers;
  }

  /** Tells an event. An error of the listener is a warning of the process, and not one of the request. */
  tell(event: UpstreamEvent): void {
    try {
      this.#listener?.(event);
    } catch {
      process.emitWarning(`A listener of the upstream ${event.upstream} threw on "${event.type}".`, 'UpstreamListenerWarning');
    }
    if (events.hasSubscribers) events.publish(event);
  }
}
