import { channel } from 'node:diagnostics_channel';
import type { ObservedUpstreamRequest, UpstreamEvent } from '../../../lib/index.js';
import { SENT_ALONE, type Sending, type UpstreamObserver } from '../../../lib/plugin.js';
import type { UpstreamAnswer } from './request.js';

export type UpstreamListener = (event: UpstreamEvent) => void;

const events = channel('general-manager:upstream');

/** Tells a listener, the observer and the subscribers of `general-manager:upstream`; where nobody listens, nothing is made. */
export class EventTeller {
  readonly #listener: UpstreamListener | undefined;
  readonly #observer: UpstreamObserver | undefined;

  constructor(listener: UpstreamListener | undefined, observer: UpstreamObserver | undefined) {
    this.#listener = listener;
    this.#observer = observer;
  }

  get isHeard(): boolean {
    return this.#listener !== undefined || this.#observer?.isHeard === true || events.hasSubscribers;
  }

  /** Tells an event. An error of the listener is a warning of the process, and not one of the request. */
  tell(event: UpstreamEvent): void {
    try {
      this.#listener?.(event);
    } catch {
      process.emitWarning(`A listener of the upstream ${event.upstream} threw on "${event.type}".`, 'UpstreamListenerWarning');
    }
    this.#observer?.event(event);
    if (events.hasSubscribers) events.publish(event);
  }

  /** Runs a request under the observer. */
  request(observed: () => ObservedUpstreamRequest, run: (sending: Sending) => Promise<UpstreamAnswer>): Promise<UpstreamAnswer> {
    return this.#observer ? this.#observer.request(observed(), run, ({ status }) => ({ status })) : run(SENT_ALONE);
  }
}
