import { definePlugin, type ApplicationModel, type Plugin } from 'general-manager';
import type { PermissionOptions } from 'general-manager/decorators';
import { isOpen, policyOf } from '../../../lib/permission/policy.js';

/** Puts other permissions in place of the declared ones of managers, by their names. */
export function swapPolicies(permissions: Readonly<Record<string, PermissionOptions>>): Plugin {
  const transformModel = ({ model }: { readonly model: ApplicationModel }): ApplicationModel => {
    const managers = [...model.managers].map(([name, manager]): [string, typeof manager] => {
      const given = permissions[name];
      if (!given) return [name, manager];
      const policy = policyOf([given]);
      const hides = (field: string): boolean => policy.fields[field]?.read !== undefined && !isOpen(policy.fields[field].read);
      const fields = [...manager.fields].map(([key, field]) => [key, hides(key) ? { ...field, nullable: true } : field] as const);
      return [name, { ...manager, policy, fields: new Map(fields) }];
    });
    return { ...model, managers: new Map(managers) };
  };
  return definePlugin({ name: 'policies', description: 'Other policies.', hooks: { transformModel } });
}
