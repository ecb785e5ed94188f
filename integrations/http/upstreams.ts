import { isGeneralManagerError, type Problem } from '../../lib/plugin.js';
import { InvalidResource } from './errors.js';
import type { Resource } from './resource/resource.js';
import { openUpstream, type Upstream, type UpstreamOptions } from './upstream/index.js';

/** The upstreams of an application: one for each object of options, whichever resources are given it. */
export class Upstreams {
  readonly #opened = new Map<UpstreamOptions, Upstream>();

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
    const opened = this.#opened.get(upstream) ?? openUpstream(upstream);
    this.#opened.set(upstream, opened);
    return opened;
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
