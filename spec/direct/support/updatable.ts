import { definePlugin, type ApplicationModel, type Plugin } from 'general-manager';
import { everyone } from 'general-manager/decorators';
import { policyOf } from '../../../lib/permission/policy.js';

/** Lets everybody update everything that has a key, whatever is declared. */
export const updatable: Plugin = definePlugin({
  name: 'updatable',
  description: 'Updates of everything.',
  hooks: {
    transformModel: ({ model }): ApplicationModel => {
      const managers = [...model.managers].map(([name, manager]): [string, typeof manager] => {
        if (!manager.key || manager.readOnly || manager.operations.some(({ kind }) => kind === 'update')) return [name, manager];
        const update = { kind: 'update', name: `update${name}`, served: 'generated', description: `Updates a ${name}.` } as const;
        const policy = policyOf([{ read: everyone(), update: everyone() }]);
        return [name, { ...manager, policy, operations: [...manager.operations, update] }];
      });
      return { ...model, managers: new Map(managers) };
    },
  },
});
