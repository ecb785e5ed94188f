import type { ApplicationModel, ManagerModel } from '../model/model.js';

/** The manager of the most derived class that an object is an instance of; undefined for what is an instance of none. */
export function concreteType(model: ApplicationModel, object: object): ManagerModel | undefined {
  const managers = [...model.managers.values()];
  for (let type = prototypeOf(object); type; type = prototypeOf(type)) {
    const found = managers.find(({ target }) => (target as { readonly prototype?: unknown }).prototype === type);
    if (found) return found;
  }
  return undefined;
}

/** What the discriminator of an object holds, told by its class: MikroORM does not set it on entities. Undefined for any other field. */
export function discriminatorOf(model: ApplicationModel, object: object, field: string): unknown {
  const own = concreteType(model, object);
  const discriminator = own?.inheritance?.discriminator;
  const isExact = own && (own.target as { readonly prototype?: unknown }).prototype === prototypeOf(object);
  return isExact && discriminator?.field === field ? discriminator.value : undefined;
}

const prototypeOf = (object: object): object | null => Object.getPrototypeOf(object) as object | null;
