import type { Caller, ReadContext } from '../../../lib/plugin.js';
import type { RequestOptions } from '../declare/operation-options.js';
import type { Upstream, UpstreamAnswer, UpstreamRequest } from '../upstream/index.js';

/** The requests of one read or write: for whom they are, and how long they may take together. */
export class Session {
  readonly #upstream: Upstream;
  readonly #caller: Caller;
  readonly #signal: AbortSignal | undefined;
  readonly #ends: number;

  constructor(upstream: Upstream, { signal, timeoutMs = 0 }: Pick<ReadContext, 'signal' | 'timeoutMs'>, caller: Caller) {
    this.#upstream = upstream;
    this.#caller = caller;
    this.#signal = signal;
    this.#ends = timeoutMs > 0 ? performance.now() + timeoutMs : Infinity;
  }

  /** Sends a request, and takes its answer apart as the operation says. */
  async send(request: UpstreamRequest, { read }: RequestOptions): Promise<UpstreamAnswer> {
    const left = this.#ends - performance.now();
    const answer = await this.#upstream.send(request, {
      ...(this.#signal && { signal: this.#signal }),
      ...('actor' in this.#caller && { actor: this.#caller.actor }),
      ...(Number.isFinite(left) && { timeoutMs: Math.max(1, Math.ceil(left)) }),
    });
    return read ? { ...answer, body: read(answer.body) } : answer;
  }
}
