import type { InterfaceDeclaration } from '../../../lib/plugin.js';
import { HttpAdapter } from '../adapter.js';
import { givenTo } from './option-names.js';
import type { HttpOptions } from './resource-options.js';
import { splitUpstream } from './split-upstream.js';

/**
 * The interface of a class whose objects are behind an HTTP API.
 *
 * Checked at boot, where every problem is told. See the guide about HTTP resources.
 *
 * @example
 * @Interface(http<Project>({
 *   baseUrl: 'https://api.example.com',
 *   fields: { id: field.id(), name: field.string({ from: 'displayName' }), state: field.enum(['open', 'closed']), owner: field.string({ from: 'owner.name' }) },
 *   operations: {
 *     list: { path: '/projects', filters: { state: { param: 'state', exclude: 'state_not' } }, pagination: linkHeader() },
 *     detail: { path: '/projects/{id}' },
 *   },
 * }))
 */
export function http<T extends object>(options: HttpOptions<T>): InterfaceDeclaration {
  const { fields, operations, ...shared } = options;
  const resource = { ...splitUpstream(shared), fields, operations };
  return Object.freeze({
    adapter: 'http',
    options: Object.freeze(resource),
    open: () => new HttpAdapter(),
    given: givenTo('http', options),
  });
}
