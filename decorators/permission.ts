import { declareOn } from '../lib/declaration/declaration.js';
import type { PermissionOptions } from '../lib/declaration/options.js';

/**
 * Says who may do what with a manager and its fields. An operation without a rule is denied to everyone.
 *
 * Several sets of rules go together: each may allow, deny and require, none takes away what another one demands.
 *
 * @example
 * @Permission({ read: everyone(), update: anyOf(role('curator'), role('admin')) })
 * @example
 * @Permission<Track>(sameTenant, {
 *   read: [where({ published: true }), deny(where({ album: { blocked: true } }))],
 *   fields: { royalty: { read: role('finance') } },
 * })
 */
export function Permission<T = never>(
  ...options: readonly PermissionOptions<T>[]
): (target: object, context?: ClassDecoratorContext) => void {
  return declareOn('permission', Object.freeze(options.map((each) => Object.freeze({ ...each })) as readonly PermissionOptions[]));
}
