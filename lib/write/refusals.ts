import { Conflict, Contention, InvalidWrite, NotUnique, Refused, StillReferenced, WriteNotFound } from '../error/write-errors.js';
import type { Violation } from '../error/define-error.js';
import { ConstraintViolation, ContendedUnit, StaleObject, type ConstraintKind } from '../interface/write-unit.js';
import type { ManagerModel } from '../model/model.js';
import type { Touched } from './touched.js';

/** What a source refused, as errors of this project: by field, and without telling anything of other rows. */
export function namedRefusal(error: unknown, manager: ManagerModel, touched: readonly Touched[]): unknown {
  if (error instanceof StaleObject) return Conflict.create({ manager: manager.name }, { cause: error });
  // What others keep on making is taken.
  if (error instanceof ContendedUnit && error.cause instanceof ConstraintViolation) return namedRefusal(error.cause, manager, touched);
  if (error instanceof ContendedUnit) return Contention.create({}, { cause: error });
  if (!(error instanceof ConstraintViolation)) return error;
  const at = error.manager ?? manager;
  const details = { violations: violationsOf(error, touched) };
  const options = { cause: error, details };
  switch (error.kind) {
    case 'unique':
    case 'exclusion':
      return NotUnique.create({ manager: at.name }, options);
    case 'reference':
    case 'missing':
    case 'referenced':
      // A value that the source compares with other objects is a value, not a link.
      if (error.fields.length > 0) return InvalidWrite.create({ manager: at.name, count: details.violations.length }, options);
      // What a caller links to was there when it was looked for; it is gone, as if it had never been.
      return error.kind === 'referenced' || (error.kind === 'reference' && isDeleted(touched))
        ? StillReferenced.create({ manager: at.name }, { cause: error })
        : WriteNotFound.create({ manager: at.name }, { cause: error });
    case 'policy':
      return Refused.create({ manager: at.name }, { cause: error });
    case 'required':
    case 'check':
    case 'value':
      return InvalidWrite.create({ manager: at.name, count: details.violations.length }, options);
  }
}

const isDeleted = (touched: readonly Touched[]): boolean => touched.some(({ operation }) => operation === 'delete');

const CODES: Readonly<Record<ConstraintKind, readonly [code: string, message: string]>> = Object.freeze({
  unique: ['UNIQUE', 'This value is taken.'],
  exclusion: ['EXCLUSION', 'This overlaps with another one.'],
  reference: ['REFERENCE', 'This refers to something that is not there, or is referred to.'],
  missing: ['REFERENCE', 'This refers to something that is not there.'],
  referenced: ['REFERENCED', 'Something refers to this.'],
  value: ['INVALID_VALUE', 'The database cannot hold this value.'],
  required: ['REQUIRED', 'This field has to be given.'],
  policy: ['POLICY', 'The database does not let this be written.'],
  check: ['CHECK', 'This breaks a constraint of the database.'],
});

/** Whether a type is a concrete one of a hierarchy. */
const isOf = (manager: ManagerModel | undefined, { name }: ManagerModel): boolean => manager?.inheritance?.concrete.includes(name) ?? false;

function violationsOf({ kind, manager, fields }: ConstraintViolation, touched: readonly Touched[]): readonly Violation[] {
  const [code, message] = CODES[kind];
  const written = touched.filter((each) => each.type === manager || each.manager === manager || isOf(manager, each.type));
  // Of several objects nobody can tell which one it was.
  const path = written.length === 1 ? (written[0]?.path ?? []) : [];
  const type = written.length === 1 ? written[0]?.type : manager;
  const names = fields.flatMap((name) => {
    const field = type?.fields.get(name);
    return field?.exposed ? [field.publicName] : [];
  });
  return names.length === 0 ? [{ path, code, message }] : names.map((name) => ({ path: [...path, name], code, message }));
}
