import type { UpstreamOptions } from '../upstream/index.js';
import type { InlineUpstream, ResourceOptions } from './resource-options.js';

type Shared = Omit<ResourceOptions<object>, 'fields' | 'operations'>;

/** What all ways to declare a resource have in common, with the options of the upstream beside it or in it. */
export type SharedOptions = Shared | (Omit<Shared, 'upstream'> & InlineUpstream);

/** Takes apart what belongs to the resource and what to its upstream. */
export function splitUpstream(options: SharedOptions): Shared {
  if ('upstream' in options) {
    const { upstream } = options;
    return { upstream, ...own(options) };
  }
  const { local: _local, whole: _whole, schema: _schema, health: _health, cache: _cache, ...upstream } = options;
  return { upstream: upstream satisfies UpstreamOptions, ...own(options) };
}

const own = ({ local, whole, schema, health, cache }: Omit<Shared, 'upstream'>): Omit<Shared, 'upstream'> => ({
  ...(local !== undefined && { local }),
  ...(whole !== undefined && { whole }),
  ...(schema && { schema }),
  ...(health && { health }),
  ...(cache && { cache }),
});
