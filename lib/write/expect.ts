import { Conflict, InvalidExpectation } from '../error/write-errors.js';
import type { ScalarField, ValueField } from '../model/field.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { equalValues } from '../permission/compare-value.js';
import { storedFormAt } from '../permission/stored-form.js';
import { INVALID, parseScalar } from '../plan/parse-value.js';
import { isPlainObject } from '../model/plain-object.js';

/** Whether the caller may always read a field of the objects that it may see. */
type IsOpen = (manager: ManagerModel, field: ValueField) => boolean;

/** Something that an object has to have. */
interface ExpectedValue {
  readonly field: ValueField;
  readonly value: unknown;
}

/**
 * Makes the test of what a caller expects of an object, which throws where it is not so.
 *
 * @throws GM_WRITE_INVALID_EXPECTATION; the test: GM_WRITE_CONFLICT with the version that the object has, where the caller may know it
 */
export function expectation(
  model: ApplicationModel,
  manager: ManagerModel,
  expected: unknown,
  isOpen: IsOpen,
): (state: Readonly<Record<string, unknown>>) => void {
  const version = versionOf(manager);
  const values = expectedValues(manager, version, expected, isOpen);
  return (state) => {
    const isMet = values.every(({ field, value }) => isSame(model, manager, field, state[field.name], value));
    if (isMet) return;
    const shown = version?.exposed === true && isOpen(manager, version);
    throw Conflict.create({ manager: manager.name }, shown ? { details: { currentVersion: state[version.name] } } : {});
  };
}

/** The field that counts the changes of an object. */
const versionOf = (manager: ManagerModel): ScalarField | undefined =>
  [...manager.fields.values()].find((field): field is ScalarField => field.kind === 'scalar' && field.version);

function expectedValues(
  manager: ManagerModel,
  version: ScalarField | undefined,
  expected: unknown,
  isOpen: IsOpen,
): readonly ExpectedValue[] {
  if (expected === undefined) return [];
  const entries: readonly (readonly [string, unknown])[] = isPlainObject(expected)
    ? Object.entries(expected).filter(([, value]) => value !== undefined)
    : version
      ? [[version.name, expected]]
      : [];
  if (entries.length === 0) throw InvalidExpectation.create({ manager: manager.name });
  return entries.map(([name, given]) => {
    const field = manager.fields.get(name);
    // What is compared could be found out by trying.
    const isComparable =
      field !== undefined && (field.kind === 'scalar' || field.kind === 'enum') && field.exposed && isOpen(manager, field);
    const value = isComparable && given !== null && field.kind === 'scalar' && !field.list ? parseScalar(field, given) : given;
    if (!isComparable || value === INVALID) throw InvalidExpectation.create({ manager: manager.name });
    return { field, value };
  });
}

function isSame(model: ApplicationModel, manager: ManagerModel, field: ValueField, current: unknown, expected: unknown): boolean {
  const [own, wanted] = [current ?? null, expected ?? null];
  if (own === null || wanted === null) return own === wanted;
  return equalValues(field, own, wanted, storedFormAt(model, manager, [field.name], field)) === true;
}
