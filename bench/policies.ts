import { definePlugin, type ManagerModel, type Plugin } from 'general-manager';
import { actor, where, type Rule } from 'general-manager/decorators';

const HIDDEN = { name: { ne: actor('hidden') } };

/** A row policy for each manager, which follows up to two relations. */
const RULES: Readonly<Record<string, Rule>> = {
  Artist: where(HIDDEN),
  Album: where({ artist: HIDDEN }),
  Track: where({ album: { artist: HIDDEN } }),
};

/** Puts row policies in the place of those that let everyone read everything. */
export const rowPolicies: Plugin = definePlugin({
  name: 'row-policies',
  description: 'A row policy for each manager.',
  hooks: {
    transformModel: ({ model }) => ({
      ...model,
      managers: new Map([...model.managers].map(([name, manager]) => [name, guarded(manager)])),
    }),
  },
});

function guarded(manager: ManagerModel): ManagerModel {
  const rule = RULES[manager.name];
  return rule ? { ...manager, policy: { ...manager.policy, read: { allow: [rule], deny: [], require: [] } } } : manager;
}
