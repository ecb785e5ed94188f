import { NotLoaded } from '../error/permission-errors.js';
import type { FieldModel } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';

/** Reads a field of an object: a value, null, a related object, or a list of them. */
export type ObjectReader = (object: object, manager: ManagerModel, field: FieldModel) => unknown;

interface CollectionLike {
  getItems(): readonly object[];
}

interface ReferenceLike {
  unwrap(): object;
}

/**
 * Reads entities and plain objects by their properties; collections and references are told by their shape.
 *
 * @throws GM_PERM_NOT_LOADED where a property is not there: nothing is decided on what is not known
 */
export const readProperty: ObjectReader = (object, manager, field) => {
  const value: unknown = Reflect.get(object, field.name);
  if (value === undefined) throw NotLoaded.create({ manager: manager.name, field: field.name });
  if (typeof value !== 'object' || value === null || field.kind !== 'relation') return value;
  if ('getItems' in value && typeof value.getItems === 'function') return itemsOf(value as CollectionLike, manager, field);
  return 'unwrap' in value && typeof value.unwrap === 'function' ? (value as ReferenceLike).unwrap() : value;
};

function itemsOf(collection: CollectionLike, manager: ManagerModel, field: FieldModel): readonly object[] {
  try {
    return collection.getItems();
  } catch (error) {
    throw NotLoaded.create({ manager: manager.name, field: field.name }, { cause: error });
  }
}
