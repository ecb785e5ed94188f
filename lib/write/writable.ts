import type { FieldModel } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';

/**
 * Whether callers may write a field: not what the source makes by itself, not the key of an object that is there. What the API never shows is written
 * by the system only, where it asks for that.
 */
export function isWritable(manager: ManagerModel, field: FieldModel, mode: 'create' | 'update', unexposed = false): boolean {
  if (manager.readOnly || !(field.exposed || unexposed) || field.readOnly) return false;
  if (isKept(manager, field)) return false;
  if (field.kind === 'embedded' || !field.primary) return true;
  return mode === 'create' && !isGenerated(field);
}

/** Whether the write pipeline or the source fills it. */
function isKept({ lifecycle: { softDeletion, changedBy }, inheritance }: ManagerModel, { name }: FieldModel): boolean {
  return name === softDeletion?.field || name === changedBy?.field || name === inheritance?.discriminator?.field;
}

/** Whether the source numbers the objects. */
const isGenerated = (field: FieldModel): boolean =>
  field.kind === 'scalar' && field.optional && (field.type === 'int' || field.type === 'bigint');

/** The fields of a manager that callers may write. */
export const writableFields = (manager: ManagerModel, mode: 'create' | 'update'): readonly FieldModel[] =>
  [...manager.fields.values()].filter((field) => isWritable(manager, field, mode));
