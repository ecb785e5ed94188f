import { isGeneralManagerError, type Problem, type UpstreamObserver, type UpstreamUse } from '../../lib/plugin.js';
import { InvalidResource } from './errors.js';
import type { Resource } from './resource/resource.js';
import { LateObserver } from './late-observer.js';
import { openUpstream, type Upstream, type UpstreamOptions } from './upstream/index.js';

/** The upstreams of an application: one for each object of options, whichever resources are given it. */
export class Upstreams {
  readonly #opened = new Map<UpstreamOptions, Upstream>();
  readonly #observer = new LateObserver();

  /** Opens the upstream of a resource, and tells what is wrong with its options. */
  verify(resource: Resource): readonly Problem[] {
    try {
      this.of(resource);
      return [];
    } catch (error) {
      if (!isGeneralManagerError(error)) throw error;
      return [InvalidResource.problem(`${resource.name}.interface.upstream`, { resource: resource.name, reason: error.message })];
    }
  }

  of({ upstream }: Resource): Upstream {
    const opened = this.#opened.get(upstream) ?? openUpstream({ observer: this.#observer, ...upstream });
    this.#opened.set(upstream, opened);
    return opened;
  }

  /** From now on the observer is told of requests. */
  observe(observer: UpstreamObserver): void {
    this.#observer.set(observer);
  }

  /** How each is at the moment; those of one name are one. */
  get use(): readonly UpstreamUse[] {
    const found = new Map<string, UpstreamUse>();
    for (const upstream of this.#opened.values()) {
      const use = { upstream: upstream.name, ...upstream.state() };
      const other = found.get(upstream.name);
      found.set(upstream.name, other ? together(use, other) : use);
    }
    return [...found.values()];
  }

  /** Asks what resources declare for it. */
  async health(resources: readonly Resource[], signal?: AbortSignal): Promise<void> {
    const asked = new Map(
      resources.flatMap((resource) => (resource.health === undefined ? [] : [[this.of(resource), resource.health] as const])),
    );
    await Promise.all(
      [...asked].map(async ([upstream, target]) => {
        await upstream.send({ operation: 'health', method: 'GET', target }, signal ? { signal } : {});
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#opened.values()].map(async (upstream) => upstream.close()));
  }
}

const WORST = ['open', 'half-open', 'closed'] as const;

const together = (one: UpstreamUse, other: UpstreamUse): UpstreamUse => ({
  upstream: one.upstream,
  breaker: WORST.find((state) => one.breaker === state || other.breaker === state) ?? 'closed',
  running: one.running + other.running,
  queued: one.queued + other.queued,
});
