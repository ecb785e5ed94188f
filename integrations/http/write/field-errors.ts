import { ConstraintViolation, InvalidWrite, StaleObject, type ManagerModel, type Violation } from '../../../lib/plugin.js';
import type { FieldErrors } from '../declare/operation-options.js';
import { namesOf, valueAt } from '../pagination/body-value.js';
import type { CompiledField, Resource } from '../resource/resource.js';

/** What a refusal says of one field. */
interface FieldError {
  readonly field: string | undefined;
  readonly kind: 'unique' | 'required' | 'value';
}

/** Statuses of refusals that may say which fields are wrong. */
export const REFUSALS: readonly number[] = [400, 409, 422];

const MESSAGES: Readonly<Record<FieldError['kind'], readonly [code: string, message: string]>> = Object.freeze({
  unique: ['UNIQUE', 'This value is taken.'],
  required: ['REQUIRED', 'This field has to be given.'],
  value: ['INVALID_VALUE', 'The upstream does not take this value.'],
});

/** The error of a refusal: by field where it says so, and without a word of the upstream's, which may hold data of others. */
export function errorOfRefusal(
  resource: Resource,
  manager: ManagerModel,
  declared: FieldErrors,
  { status, body }: { readonly status: number; readonly body: unknown },
): Error {
  const found = fieldErrors(resource, declared, body);
  const unique = found.flatMap(({ kind, field }) => (kind === 'unique' && field !== undefined ? [field] : []));
  if (found.length > 0 && found.every(({ kind }) => kind === 'unique'))
    return new ConstraintViolation('unique', { manager, fields: unique });
  if (status === 409 && found.length === 0) return new StaleObject('the upstream reported a conflict');
  const violations = found.map((each) => violationOf(manager, each));
  const details = { violations: violations.length > 0 ? violations : [violationOf(manager, { field: undefined, kind: 'value' })] };
  return InvalidWrite.create({ manager: manager.name, count: details.violations.length }, { details });
}

function violationOf(manager: ManagerModel, { field, kind }: FieldError): Violation {
  const [code, message] = MESSAGES[kind];
  const model = field === undefined ? undefined : manager.fields.get(field);
  return { path: model?.exposed ? [model.publicName] : [], code, message };
}

function fieldErrors(resource: Resource, declared: FieldErrors, body: unknown): readonly FieldError[] {
  if ('object' in declared) {
    const found = valueAt(body, namesOf(declared.object));
    const names = typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.keys(found) : [];
    return names.map((name) => ({ field: fieldOf(resource, name), kind: 'value' }));
  }
  const found = valueAt(body, namesOf(declared.list));
  return (Array.isArray(found) ? (found as readonly unknown[]) : []).map((item) => {
    const name = valueAt(item, namesOf(declared.field));
    const code = declared.code === undefined ? undefined : valueAt(item, namesOf(declared.code));
    return { field: typeof name === 'string' ? fieldOf(resource, name) : undefined, kind: kindOf(declared, code) };
  });
}

function kindOf({ unique = [], required = [] }: Extract<FieldErrors, { readonly list: unknown }>, code: unknown): FieldError['kind'] {
  if (unique.some((each) => each === code)) return 'unique';
  return required.some((each) => each === code) ? 'required' : 'value';
}

/** The field that the upstream calls so: its whole path, with dots or slashes, or the end of it. */
function fieldOf({ fields }: Resource, name: string): string | undefined {
  const path = name.split(/[./]/).filter((each) => each !== '');
  const matches = ({ from }: CompiledField): boolean => from.join('.') === path.join('.');
  const endsWith = ({ from }: CompiledField): boolean => path.at(-1) === from.at(-1);
  return ([...fields.values()].find(matches) ?? [...fields.values()].find(endsWith))?.name;
}
