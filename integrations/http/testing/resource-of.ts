import { BootError, declarationOf } from '../../../lib/plugin.js';
import type { ResourceOptions } from '../declare/resource-options.js';
import { compileResource } from '../resource/compile-resource.js';
import type { Resource } from '../resource/resource.js';
import { NoResource } from './errors.js';

/**
 * The resource that a class declares, as an application compiles it.
 *
 * @throws GM_MOCK_NO_RESOURCE, GM_BOOT_FAILED where the declaration is one that cannot be
 */
export function resourceOf(target: object): Resource {
  const declared = declarationOf(target)?.interface;
  const name: unknown = Reflect.get(target, 'name');
  if (declared?.adapter !== 'http' || typeof name !== 'string') throw NoResource.create({ name: String(name) });
  const { resource, problems } = compileResource(target, name, declared.options as unknown as ResourceOptions<object>);
  if (problems.length > 0) throw new BootError(problems);
  return resource;
}
