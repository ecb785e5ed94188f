import { declarationOf } from './declaration.js';
import type { PermissionOptions } from './options.js';

/**
 * The rules of a class; in a single-table hierarchy those of the nearest class above, where it says nothing itself.
 */
export function permissionOf(target: object, root: object | undefined): readonly PermissionOptions[] {
  for (let owner: unknown = target; typeof owner === 'function'; owner = Object.getPrototypeOf(owner)) {
    const own = declarationOf(owner)?.permission;
    if (own) return own;
    if (root === undefined || owner === root) return [];
  }
  return [];
}
