import type { ObservedUpstreamRequest, UpstreamEvent, UpstreamOutcome } from '../../lib/index.js';
import { SENT_ALONE, type Sending, type UpstreamObserver } from '../../lib/plugin.js';

/** The observer of an application: upstreams are opened before it is known. */
export class LateObserver implements UpstreamObserver {
  #observer: UpstreamObserver | undefined;

  set(observer: UpstreamObserver): void {
    this.#observer = observer;
  }

  get isHeard(): boolean {
    return this.#observer?.isHeard === true;
  }

  async request<T>(
    observed: ObservedUpstreamRequest,
    run: (sending: Sending) => Promise<T>,
    outcomeOf: (result: T) => UpstreamOutcome,
  ): Promise<T> {
    return this.#observer ? this.#observer.request(observed, run, outcomeOf) : run(SENT_ALONE);
  }

  event(event: UpstreamEvent): void {
    this.#observer?.event(event);
  }
}
