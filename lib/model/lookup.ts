import { UnknownManager } from '../error/errors.js';
import type { InterfaceAdapter } from '../interface/interface-adapter.js';
import type { RelationField } from './field.js';
import type { ApplicationModel, EmbeddableModel, EnumModel, ManagerModel } from './model.js';

/** The manager of a name that the model itself holds; anything else is a fault of the caller. */
export function managerNamed(model: ApplicationModel, name: string): ManagerModel {
  const manager = model.managers.get(name);
  if (!manager) throw UnknownManager.create({ name });
  return manager;
}

/** The interfaces of a model, each once. */
export const adaptersIn = ({ managers }: ApplicationModel): readonly InterfaceAdapter[] => [
  ...new Set([...managers.values()].map(({ adapter }) => adapter)),
];

/** The manager at the other end of a relation. */
export const targetOf = (model: ApplicationModel, field: RelationField): ManagerModel => managerNamed(model, field.target);

/** The manager of a class, a schema or a name. */
export function managerOf(model: ApplicationModel, target: object | string): ManagerModel {
  if (typeof target === 'string') return managerNamed(model, target);
  // A circular import gives undefined in place of a class.
  if (target === undefined || target === null) throw UnknownManager.create({ name: 'What was given' });
  const schemaClass = (target as { readonly meta?: { readonly class?: object } }).meta?.class;
  for (const manager of model.managers.values()) {
    if (manager.target === target || manager.target === schemaClass) return manager;
  }
  throw UnknownManager.create({ name: 'name' in target && typeof target.name === 'string' ? target.name : 'This class' });
}

/** The enum of a name that the model itself holds. */
export function enumNamed(model: ApplicationModel, name: string): EnumModel {
  const found = model.enums.get(name);
  if (!found) throw UnknownManager.create({ name });
  return found;
}

/** The embeddable of a name that the model itself holds. */
export function embeddableNamed(model: ApplicationModel, name: string): EmbeddableModel {
  const found = model.embeddables.get(name);
  if (!found) throw UnknownManager.create({ name });
  return found;
}
