import { CONCRETE, type ManagerModel } from '../../../lib/plugin.js';
import { lineage } from '../storage/private-storage.js';
import type { Emission } from './emission.js';

/** The name of the object type of rows of exactly this manager's own type. */
export function concreteName(emission: Emission, manager: ManagerModel): string {
  const name = typeName(emission, manager);
  return emission.subManagers(manager).length > 0 ? `Base${name}` : name;
}

/** What the application itself called the type with @ObjectType or @InterfaceType wins. */
export function typeName({ handwritten }: Emission, { target, name }: ManagerModel): string {
  return handwritten.typeOf(target)?.name ?? name;
}

/** Tells the concrete type of a row (which names its manager) or of an entity from hand-written code (whose class tells it). */
export function concreteTypes(emission: Emission): (value: unknown) => string | undefined {
  const managers = [...emission.model.managers.values()];
  const byName = new Map(managers.map((manager) => [manager.name, concreteName(emission, manager)]));
  const byTarget = new Map(managers.map((manager) => [manager.target, concreteName(emission, manager)]));
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const marked: unknown = Reflect.get(value, CONCRETE);
    if (typeof marked === 'string') return byName.get(marked);
    const nearest = lineage(value.constructor).find((each) => byTarget.has(each));
    return nearest && byTarget.get(nearest);
  };
}
