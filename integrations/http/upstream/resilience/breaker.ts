import { CircuitState, DelegateBackoff, circuitBreaker, handleWhen, isBrokenCircuitError, type CircuitBreakerPolicy } from 'cockatiel';
import type { BreakerState } from '../../../../lib/index.js';
import type { Clock } from '../clock.js';
import { BreakerOpen, failure, isUpstreamError, type UpstreamFacts } from '../errors.js';
import type { EventTeller } from '../events.js';
import { SlidingWindow, type SlidingWindowOptions } from './sliding-window.js';

/** When an upstream that fails is left alone, and for how long. */
export interface BreakerOptions extends SlidingWindowOptions {
  /** The share of failures, between 0 and 1, at which it opens. Default: 0.5. */
  readonly threshold: number;
  /** Attempts that have to have ended in the window. Default: 20. */
  readonly minimum: number;
  /** Milliseconds that are looked back on. Default: 10,000. */
  readonly windowMs: number;
  /** Milliseconds, more or less a tenth, after which it is tried again. Default: 10,000. */
  readonly openMs: number;
  /** Attempts that have to succeed then; others are refused meanwhile. Default: 1. */
  readonly probes: number;
}

export const DEFAULT_BREAKER: BreakerOptions = Object.freeze({
  threshold: 0.5,
  minimum: 20,
  windowMs: 10_000,
  openMs: 10_000,
  probes: 1,
});

const STATES: Readonly<Record<CircuitState, BreakerState>> = Object.freeze({
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
});

/** What counts as a failure of the upstream; refusals do not. */
const FAILURES: ReadonlySet<string> = new Set([
  'GM_UPSTREAM_TIMEOUT',
  'GM_UPSTREAM_UNREACHABLE',
  'GM_UPSTREAM_TRUNCATED',
  'GM_UPSTREAM_FAILED',
]);

export interface BreakerContext {
  readonly upstream: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly events: EventTeller;
}

/** A circuit breaker of cockatiel; it refuses at once what cockatiel would let wait for the outcome of a probe. */
export class Breaker {
  readonly #policy: CircuitBreakerPolicy;
  readonly #maxProbes: number;
  #state: BreakerState = 'closed';
  #probes = 0;

  constructor(options: BreakerOptions, context: BreakerContext) {
    const { clock, random } = context;
    this.#maxProbes = options.probes;
    // A probe that was not answered, for whatever reason, proves nothing.
    const isFailure = (error: unknown): boolean =>
      isUpstreamError(error) && (FAILURES.has(error.code) || (this.#state === 'half-open' && error.status === undefined));
    this.#policy = circuitBreaker(handleWhen(isFailure), {
      breaker: new SlidingWindow(options, clock),
      halfOpenAfter: new DelegateBackoff(() => options.openMs * (0.9 + 0.2 * random())),
      halfOpenSampling: { calls: options.probes, threshold: 0 },
    });
    this.#policy.onStateChange((state) => this.#change(STATES[state], context));
  }

  get state(): BreakerState {
    return this.#state;
  }

  /**
   * Does something where the breaker lets it.
   *
   * @throws GM_UPSTREAM_BREAKER_OPEN
   */
  async run<T>(facts: UpstreamFacts, work: () => Promise<T>): Promise<T> {
    if (this.#state === 'half-open' && this.#probes >= this.#maxProbes) throw failure(BreakerOpen, facts);
    try {
      return await this.#policy.execute(() => {
        if (this.#state === 'half-open') this.#probes += 1;
        return work();
      });
    } catch (error) {
      throw isBrokenCircuitError(error) ? failure(BreakerOpen, facts) : error;
    }
  }

  #change(to: BreakerState, { upstream, events }: BreakerContext): void {
    const from = this.#state;
    this.#state = to;
    this.#probes = 0;
    if (events.isHeard) events.tell({ type: 'breaker', upstream, from, to });
  }
}
