import type { InterfaceDeclaration } from '../../../lib/plugin.js';
import { HttpAdapter } from '../adapter.js';
import type { UpstreamOptions } from '../upstream/index.js';
import type { HttpOptions, ResourceOptions } from './resource-options.js';

/**
 * The interface of a class whose objects are behind an HTTP API.
 *
 * Checked at boot, where every problem is told. See the guide about HTTP resources.
 *
 * @example
 * @Interface(http<Project>({
 *   baseUrl: 'https://api.example.com',
 *   fields: { id: field.id(), name: field.string({ from: 'displayName' }), owner: field.string({ from: 'owner.name' }) },
 *   operations: {
 *     list: { path: '/projects', filters: { status: { param: 'state', exclude: 'state_not' } }, pagination: linkHeader() },
 *     detail: { path: '/projects/{id}' },
 *   },
 * }))
 */
export function http<T extends object>(options: HttpOptions<T>): InterfaceDeclaration {
  const resource = 'upstream' in options ? options : splitUpstream(options);
  return Object.freeze({ adapter: 'http', options: Object.freeze({ ...resource }), open: () => new HttpAdapter() });
}

/** Takes the options of the upstream from those of the resource. */
function splitUpstream<T>(options: Exclude<HttpOptions<T>, { readonly upstream: UpstreamOptions }>): ResourceOptions<T> {
  const { fields, operations, local, whole, schema, health, ...upstream } = options;
  return {
    upstream,
    fields,
    operations,
    ...(local !== undefined && { local }),
    ...(whole !== undefined && { whole }),
    ...(schema && { schema }),
    ...(health && { health }),
  };
}
