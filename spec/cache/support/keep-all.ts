import { definePlugin, type ApplicationModel, type CacheScope, type Plugin } from 'general-manager';

/** Keeps the reads of every manager in a scope. */
export function keepAll(cache: CacheScope): Plugin {
  const transformModel = ({ model }: { readonly model: ApplicationModel }): ApplicationModel => ({
    ...model,
    managers: new Map([...model.managers].map(([name, manager]) => [name, { ...manager, cache }])),
  });
  return definePlugin({ name: 'keep-all', description: 'Keeps all reads.', hooks: { transformModel } });
}
