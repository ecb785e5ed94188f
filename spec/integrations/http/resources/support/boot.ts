import type { Problem, Runtime } from 'general-manager/plugin';
import { Interface, Manager, Permission, type PermissionOptions } from 'general-manager/decorators';
import { http, type HttpOptions } from 'general-manager/http';
import { bootCore } from '../../../../../lib/plugin.js';

/** A class that is nothing but declared. */
export function declare<T extends object>(
  name: string,
  options: HttpOptions<T>,
  permission: PermissionOptions<T>,
): { new (): T; readonly prototype: T } {
  const { [name]: target } = { [name]: class {} };
  if (!target) throw new Error('no class');
  Manager()(target);
  Interface(http<T>(options))(target);
  Permission<T>(permission)(target);
  return target as unknown as { new (): T; readonly prototype: T };
}

/** Boots the core with some classes. */
export function boot(...managers: readonly object[]): { readonly runtime: Runtime; readonly problems: readonly Problem[] } {
  return bootCore({ adapters: [], managers, secret: 'http' });
}
