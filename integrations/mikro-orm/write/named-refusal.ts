import { DeadlockException, LockWaitTimeoutException, OptimisticLockError, ValidationError, type EntityManager } from '@mikro-orm/core';
import { ConstraintViolation, ContendedUnit, StaleObject, WriteTimeout, type ManagerModel } from '../../../lib/plugin.js';
import { isCancelled } from '../named-errors.js';
import { constraintOf } from './constraint-of.js';
import type { LastWrite } from './last-write.js';
import { codesOf, refusalKind } from './refusal-kind.js';

/** What refusals are named with. */
export interface RefusalContext {
  readonly em: EntityManager;
  /** Finds the manager of an entity, or of a class. */
  readonly managerOf: (entity: object) => ManagerModel | undefined;
  readonly lastWrite: () => LastWrite | undefined;
}

/** Runs what may be refused; what the database or MikroORM refuses is told by its kind, the manager and the fields. */
export async function named<T>(context: RefusalContext, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw nameOf(error, context);
  }
}

/** What the database says of a unit of work that met others, or that took too long, whatever runs in it. */
export function namedContention(error: unknown): unknown {
  if (error instanceof DeadlockException || error instanceof LockWaitTimeoutException || codesOf(error).some(isContention)) {
    return new ContendedUnit('The unit of work met others.', { cause: error });
  }
  return isCancelled(error) ? WriteTimeout.create({}, { cause: error }) : error;
}

/** Serialization failure, deadlock, lock not available; a snapshot of MariaDB's that is too old, MySQL's lock wait and deadlock. */
const CONTENTION: readonly string[] = ['40001', '40P01', '55P03', '1020', '1205', '1213'];

const isContention = (code: string): boolean => CONTENTION.includes(code) || /^SQLITE_(BUSY|LOCKED)/.test(code);

function nameOf(error: unknown, context: RefusalContext): unknown {
  if (error instanceof OptimisticLockError) return new StaleObject('An object was changed by somebody else.', { cause: error });
  const kind = refusalKind(error);
  if (!kind) return error instanceof ValidationError ? required(error, context) : namedContention(error);
  const { kind: exactly = kind, manager, fields } = constraintOf(error as object, kind, context);
  return new ConstraintViolation(exactly, { manager, fields }, { cause: error });
}

/** MikroORM itself misses a value that has no default: one that the API does not show. */
function required(error: ValidationError, { managerOf }: RefusalContext): unknown {
  const entity: unknown = error.getEntity();
  return typeof entity === 'object' && entity !== null
    ? new ConstraintViolation('required', { manager: managerOf(entity) }, { cause: error })
    : error;
}
