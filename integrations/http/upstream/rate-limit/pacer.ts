import type { Clock } from '../clock.js';
import type { Deadline } from '../deadline.js';
import { failure, RateLimited, type UpstreamFacts } from '../errors.js';
import type { EventTeller } from '../events.js';
import { readQuota } from './read-quota.js';
import { dateOfAnswer, readRetryAfter } from './retry-after.js';
import { SentTimes } from './sent-times.js';

/** How often an upstream may be asked. */
export interface RateLimitOptions {
  /** Requests within `perMs`. Default: as many as there are. */
  readonly requests?: number;
  /** Default: 1,000. */
  readonly perMs?: number;
  /** Whether what `RateLimit` and `X-RateLimit-*` say is heeded, beside `Retry-After` of 429 and 503. Default: true. */
  readonly headers?: boolean;
}

/** A wrong header does not stop an upstream for longer; after that one is asked again. */
const MAX_PAUSE_MS = 60_000;

export interface PacerContext {
  readonly upstream: string;
  readonly clock: Clock;
  readonly events: EventTeller;
}

/** Lets requests go no faster than was declared and than the upstream says; those that would go too late are refused at once. */
export class Pacer {
  readonly #context: PacerContext;
  readonly #times: SentTimes | undefined;
  readonly #heedsHeaders: boolean;
  #onTheirWay = 0;
  #pausedUntil = -Infinity;
  /** What is left until the quota is renewed. */
  #left = Infinity;
  #renewedAt = -Infinity;

  constructor({ requests, perMs = 1000, headers = true }: RateLimitOptions, context: PacerContext) {
    this.#context = context;
    this.#times = requests === undefined ? undefined : new SentTimes(requests, perMs, context.clock);
    this.#heedsHeaders = headers;
  }

  /** Whether nothing has to wait. */
  get isFree(): boolean {
    return !this.#times && this.#pauseMs <= 0;
  }

  /**
   * Waits until it may be sent.
   *
   * @throws GM_UPSTREAM_RATE_LIMITED where that is after the deadline
   */
  async turn(facts: UpstreamFacts, deadline: Deadline): Promise<void> {
    if (this.#times) {
      const { waitMs } = this.#times;
      this.#requireTime(waitMs, facts, deadline);
      this.#times.reserve();
      if (waitMs > 0) await this.#wait(waitMs, facts, deadline);
    }
    for (let waitMs = this.#pauseMs; waitMs > 0; waitMs = this.#pauseMs) await this.#wait(waitMs, facts, deadline);
  }

  /** Counts what is on its way. */
  begin(): void {
    this.#onTheirWay += 1;
  }

  end(): void {
    this.#onTheirWay -= 1;
  }

  /** Heeds what an answer says. Gives how long the upstream asks not to be asked again, where it does. */
  heed(status: number, headers: Headers): number | undefined {
    const { clock } = this.#context;
    const retryAfterMs = status === 429 || status === 503 ? readRetryAfter(headers, clock.date()) : undefined;
    if (retryAfterMs) this.#pause(retryAfterMs);
    const quota = this.#heedsHeaders ? readQuota(headers, () => dateOfAnswer(headers, clock.date())) : undefined;
    if (quota) {
      this.#left = quota.remaining;
      this.#renewedAt = clock.now() + Math.min(quota.resetMs, MAX_PAUSE_MS);
    }
    return retryAfterMs;
  }

  /** Milliseconds that nothing may be sent. */
  get #pauseMs(): number {
    if (this.#pausedUntil < 0 && this.#renewedAt < 0) return 0;
    const now = this.#context.clock.now();
    const isUsedUp = now < this.#renewedAt && this.#left <= this.#onTheirWay;
    return Math.max(this.#pausedUntil, isUsedUp ? this.#renewedAt : -Infinity) - now;
  }

  async #wait(waitMs: number, facts: UpstreamFacts, deadline: Deadline): Promise<void> {
    const { events } = this.#context;
    this.#requireTime(waitMs, facts, deadline);
    if (events.isHeard) events.tell({ type: 'rate-limit-wait', upstream: facts.upstream, operation: facts.operation, waitMs });
    await deadline.wait(waitMs);
  }

  #requireTime(waitMs: number, facts: UpstreamFacts, deadline: Deadline): void {
    if (waitMs >= deadline.remainingMs) throw failure(RateLimited, { ...facts, retryAfterMs: Math.ceil(waitMs) });
  }

  #pause(ms: number): void {
    const { upstream, clock, events } = this.#context;
    const pauseMs = Math.min(ms, MAX_PAUSE_MS);
    this.#pausedUntil = Math.max(this.#pausedUntil, clock.now() + pauseMs);
    if (events.isHeard) events.tell({ type: 'rate-limit-pause', upstream, pauseMs });
  }
}
