import { ConstraintViolation } from '../interface/write-unit.js';
import type { ManagerModel } from '../model/model.js';
import { partsOf } from '../permission/composite.js';
import type { Condition } from '../plan/condition.js';

/** An object that was looked for, so that it would be made where there is none, and was not there. */
export interface MissedObject {
  readonly manager: ManagerModel;
  readonly where: Condition;
}

/** Whether a source refuses a write because somebody else has made one of the objects that were missed: tried again, it finds it. */
export function isMadeMeanwhile(error: unknown, missed: readonly MissedObject[]): error is ConstraintViolation {
  if (!(error instanceof ConstraintViolation) || error.kind !== 'unique') return false;
  const taken = [...error.fields].sort().join();
  return missed.some(({ manager, where }) => {
    const isOfIt = error.manager === undefined || rootOf(error.manager) === rootOf(manager);
    return isOfIt && (taken === '' || namesIn(where).sort().join() === taken);
  });
}

const rootOf = ({ name, inheritance }: ManagerModel): string => inheritance?.root ?? name;

/** The properties that an object is found by. */
function namesIn(where: Condition): string[] {
  switch (where.kind) {
    case 'key':
      return (where.manager.key?.parts ?? []).map(({ field }) => field);
    case 'compare':
      return [where.path.field.name];
    case 'relation':
      return [where.field.name];
    case 'and':
      return partsOf(where).flatMap(namesIn);
    default:
      return [];
  }
}
