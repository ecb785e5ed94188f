import type { ObservedUpstreamRequest, UpstreamEvent, UpstreamOutcome } from '../hook/upstream.js';

/** Surrounds each time that a request is sent, and gives the headers that go with it to the upstream's own origin. */
export type Sending = <T>(run: (headers: Readonly<Record<string, string>>) => T) => T;

/** Sends without anybody around it. */
export const SENT_ALONE: Sending = (run) => run({});

/** Tells plugins of requests to upstreams; interfaces get it when the model is complete. */
export interface UpstreamObserver {
  /** Whether anybody wants to know of events. */
  readonly isHeard: boolean;
  /** Runs a request, with all of its repetitions, under those who observe. */
  request<T>(
    observed: ObservedUpstreamRequest,
    run: (sending: Sending) => Promise<T>,
    outcomeOf: (result: T) => UpstreamOutcome,
  ): Promise<T>;
  /** Tells what happens, within the context of the request where it is about one. */
  event(event: UpstreamEvent): void;
}
