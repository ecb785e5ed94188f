import { attempt, type AttemptOptions } from './attempts.js';
import type { ObservedUpstreamRequest } from '../../../lib/index.js';
import type { Actor } from '../../../lib/plugin.js';
import { Deadline } from './deadline.js';
import { Closed, failure, type UpstreamFacts } from './errors.js';
import { prepare, type PreparedRequest } from './prepare.js';
import { hedged } from './resilience/hedge.js';
import { repeat, type RepeatOptions } from './resilience/repeat.js';
import type { Upstream, UpstreamAnswer, UpstreamCall, UpstreamRequest, UpstreamState } from './request.js';
import { resolve, type Resolved } from './resolve-options.js';
import type { UpstreamOptions } from './options.js';

/**
 * Opens an upstream: nothing is sent before the first request.
 *
 * @throws GM_UPSTREAM_INVALID_OPTION
 * @example
 * const projects = openUpstream({ baseUrl: 'https://api.example.com', auth: bearer(() => process.env['API_TOKEN'] ?? '') });
 * const { body } = await projects.send({ operation: 'detail', method: 'GET', target: '/projects/7' });
 */
export function openUpstream(options: UpstreamOptions): Upstream {
  return new HttpUpstream(resolve(options));
}

/** Whatever could hold a secret is private, so that nothing that inspects or serializes the object finds it. */
class HttpUpstream implements Upstream {
  readonly name: string;
  readonly #resolved: Resolved;
  readonly #attempts: AttemptOptions;
  readonly #repeat: RepeatOptions;
  #running = 0;
  #isClosed = false;
  /** Told when nothing is on its way any more. */
  #idle: (() => void) | undefined;

  constructor(resolved: Resolved) {
    this.name = resolved.name;
    this.#resolved = resolved;
    this.#attempts = resolved.attempts;
    this.#repeat = resolved.repeat;
  }

  async send(request: UpstreamRequest, call: UpstreamCall = {}): Promise<UpstreamAnswer> {
    const facts: UpstreamFacts = { upstream: this.name, operation: request.operation };
    if (this.#isClosed) throw failure(Closed, facts);
    return this.#attempts.events.request(
      () => observedRequest(request, facts, this.#resolved),
      async (sending) => this.#send({ ...prepare(request, facts, this.#resolved), sending }, call),
    );
  }

  async #send(prepared: PreparedRequest, call: UpstreamCall): Promise<UpstreamAnswer> {
    const { facts } = prepared;
    const { signal, timeoutMs = Infinity, actor = null } = call;
    const deadline = new Deadline(this.#attempts.clock, facts, Math.min(this.#resolved.totalMs, timeoutMs), signal);
    this.#running += 1;
    try {
      deadline.check();
      return await repeat(prepared, deadline, this.#repeat, (number) => this.#attempt(prepared, actor, deadline, number));
    } finally {
      deadline.end();
      this.#running -= 1;
      if (this.#running === 0) this.#idle?.();
    }
  }

  #attempt(request: PreparedRequest, actor: Actor, deadline: Deadline, number: number): Promise<UpstreamAnswer> {
    const { hedge } = this.#resolved;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!hedge || !isRead || !request.isRepeatable) return attempt({ request, number, isHedge: false, actor, deadline }, this.#attempts);
    const start = (isHedge: boolean): { result: Promise<UpstreamAnswer>; cancel: () => void } => {
      const own = deadline.within(Infinity);
      // Whoever is given up has to hear of it.
      void own.signal;
      const result = attempt({ request, number, isHedge, actor, deadline: own }, this.#attempts);
      return { result, cancel: () => own.cancel() };
    };
    return hedged(start, hedge.afterMs, this.#attempts.clock, () => this.#mayHedge(request));
  }

  /** A second request is sent only to an upstream that is well, and has room for it. */
  #mayHedge({ facts: { upstream, operation } }: PreparedRequest): boolean {
    const { breaker, bulkhead, events } = this.#attempts;
    const isWell = (breaker?.state ?? 'closed') === 'closed' && bulkhead?.hasRoom !== false;
    if (!isWell || !this.#repeat.budget.take()) return false;
    if (events.isHeard) events.tell({ type: 'hedge', upstream, operation });
    return true;
  }

  state(): UpstreamState {
    const { breaker, bulkhead } = this.#attempts;
    return { breaker: breaker?.state ?? 'closed', running: bulkhead?.running ?? this.#running, queued: bulkhead?.queued ?? 0 };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
    await this.#attempts.exchange.transport.close();
  }
}

/** What observers are told of a request. */
function observedRequest(
  { operation, method }: UpstreamRequest,
  { upstream }: UpstreamFacts,
  { declared }: Resolved,
): ObservedUpstreamRequest {
  const observed = { protocol: 'http', upstream, operation, method } as const;
  if (!declared) return observed;
  const { hostname, port, protocol } = declared;
  return { ...observed, address: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}
