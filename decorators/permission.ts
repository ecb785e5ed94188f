import { declareOn } from '../lib/declaration/declaration.js';
import type { PermissionOptions } from '../lib/declaration/options.js';

/**
 * Says who may do what with a manager. An operation without a rule is denied to everyone.
 *
 * @example
 * @Permission({ read: everyone(), update: anyOf(role('curator'), role('admin')) })
 */
export function Permission(options: PermissionOptions): (target: object, context?: ClassDecoratorContext) => void {
  return declareOn('permission', Object.freeze({ ...options }));
}
