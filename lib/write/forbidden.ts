import { Forbidden } from '../error/permission-errors.js';
import { ForbiddenFieldWrite, ForbiddenWrite } from '../error/write-errors.js';
import type { ManagerModel } from '../model/model.js';
import type { ChangeDecision, WriteOperation } from '../permission/decide.js';

/** The refusal of a change, as far as the caller may know why. */
export function forbidden({ name }: ManagerModel, operation: WriteOperation, { field, by }: ChangeDecision): Error {
  if (field !== undefined) return ForbiddenFieldWrite.create({ manager: name, field, operation });
  return by === 'no-policy' ? Forbidden.create({ manager: name, operation }) : ForbiddenWrite.create({ manager: name, operation });
}
