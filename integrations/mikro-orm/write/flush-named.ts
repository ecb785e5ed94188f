import {
  CheckConstraintViolationException,
  DeadlockException,
  ForeignKeyConstraintViolationException,
  LockWaitTimeoutException,
  NotNullConstraintViolationException,
  OptimisticLockError,
  RowLevelSecurityViolationException,
  UniqueConstraintViolationException,
  ValidationError,
  type EntityManager,
} from '@mikro-orm/core';
import { ConstraintViolation, ContendedUnit, StaleObject, type ManagerModel } from '../../../lib/plugin.js';
import type { Meta } from '../metadata.js';
import { constraintOf, type Constraint } from './constraint-of.js';

/** Finds the manager of an entity, or of a class. */
type ManagerOf = (entity: object) => ManagerModel | undefined;

/** Flushes; what the database or MikroORM refuses is told by its kind, the manager and the fields. */
export async function flushNamed(em: EntityManager, managerOf: ManagerOf): Promise<void> {
  try {
    await em.flush();
  } catch (error) {
    throw named(error, em, managerOf);
  }
}

/** What the database says of a unit of work that met others, whatever runs in it. */
export function namedContention(error: unknown): unknown {
  if (error instanceof DeadlockException || error instanceof LockWaitTimeoutException || isContention(error)) {
    return new ContendedUnit('The unit of work met others.', { cause: error });
  }
  return error;
}

const CONTENTION: readonly unknown[] = [
  '40001',
  '40P01',
  '55P03',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
];

const isContention = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && CONTENTION.includes(Reflect.get(error, 'code'));

/** PostgreSQL's SQLSTATE of an exclusion constraint, of which MikroORM makes nothing of its own. */
const EXCLUSION = '23P01';

function named(error: unknown, em: EntityManager, managerOf: ManagerOf): unknown {
  if (error instanceof OptimisticLockError) return new StaleObject('An object was changed by somebody else.', { cause: error });
  const kind = kindOf(error);
  if (!kind) return error instanceof ValidationError ? required(error, managerOf) : namedContention(error);
  const constraint = constraintOf(error as object, em);
  return new ConstraintViolation(kind, described(constraint, managerOf), { cause: error });
}

function kindOf(error: unknown): ConstraintViolation['kind'] | undefined {
  if (error instanceof UniqueConstraintViolationException) return 'unique';
  if (error instanceof ForeignKeyConstraintViolationException) return 'reference';
  if (error instanceof NotNullConstraintViolationException) return 'required';
  if (error instanceof CheckConstraintViolationException) return 'check';
  if (error instanceof RowLevelSecurityViolationException) return 'policy';
  return typeof error === 'object' && error !== null && Reflect.get(error, 'code') === EXCLUSION ? 'exclusion' : undefined;
}

/** MikroORM itself misses a value that has no default: one that the API does not show. */
function required(error: ValidationError, managerOf: ManagerOf): unknown {
  const entity: unknown = error.getEntity();
  return typeof entity === 'object' && entity !== null
    ? new ConstraintViolation('required', { manager: managerOf(entity) }, { cause: error })
    : error;
}

function described({ meta, columns }: Constraint, managerOf: ManagerOf): { manager?: ManagerModel | undefined; fields: readonly string[] } {
  const manager = meta && managerOf(meta.class);
  const fields = meta ? columns.flatMap((column) => propertyOf(meta, column)) : [];
  return { manager, fields: [...new Set(fields)] };
}

/** The property of a column; that of the whole embedded object for one of its parts. */
function propertyOf(meta: Meta, column: string): readonly string[] {
  const property = meta.props.find(({ fieldNames, kind }) => kind !== 'embedded' && fieldNames?.includes(column));
  return property ? [property.embedded?.[0] ?? property.name] : [];
}
