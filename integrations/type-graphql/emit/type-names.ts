import { CONCRETE, type ManagerModel } from '../../../lib/plugin.js';
import type { Emission } from './emission.js';

/** The name of the object type of rows of exactly this manager's own type. */
export function concreteName(emission: Emission, manager: ManagerModel): string {
  const name = typeName(emission, manager);
  return emission.subManagers(manager).length > 0 ? `Base${name}` : name;
}

/** What the application itself called the type with @ObjectType wins. */
export function typeName({ storage }: Emission, { target, name }: ManagerModel): string {
  return [...storage.objectTypes, ...storage.interfaceTypes].find((type) => type.target === target)?.name ?? name;
}

/** The type of a row (which names its concrete manager) or of an entity from hand-written code (whose class tells it). */
export function concreteNameOf(emission: Emission, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const marked: unknown = Reflect.get(value, CONCRETE);
  const managers = [...emission.model.managers.values()];
  const manager = managers.find(({ name, target }) => (marked === undefined ? target === value.constructor : name === marked));
  return manager && concreteName(emission, manager);
}
