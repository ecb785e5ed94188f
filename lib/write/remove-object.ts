import type { WriteUnit } from '../interface/write-unit.js';
import type { ManagerModel } from '../model/model.js';

/** Removes an object, or marks it as deleted. */
export function removeObject(unit: WriteUnit, manager: ManagerModel, object: object): void {
  const { softDeletion } = manager.lifecycle;
  if (softDeletion) unit.assign(manager, object, new Map([[softDeletion.field, softDeletion.flag ?? new Date()]]));
  else unit.delete(manager, object);
}
