import { ConstraintViolation, InvalidWrite, StaleObject, type ManagerModel, type Violation } from '../../../lib/plugin.js';
import type { FieldErrors } from '../declare/operation-options.js';
import { namesOf, valueAt } from '../pagination/body-value.js';
import type { CompiledAction, CompiledField, Resource } from '../resource/resource.js';

/** What a refusal says of one field, or of one argument. */
interface FieldError {
  readonly name: string | undefined;
  readonly kind: 'unique' | 'required' | 'value';
}

/** The own name of what the upstream calls so; undefined where it is none. */
type NameOf = (upstreamName: string) => string | undefined;

/** What a refusal was answered with. */
interface Refusal {
  readonly status: number;
  readonly body: unknown;
}

/** Statuses of refusals that may say which fields are wrong. */
export const REFUSALS: readonly number[] = [400, 409, 422];

const MESSAGES: Readonly<Record<FieldError['kind'], readonly [code: string, message: string]>> = Object.freeze({
  unique: ['UNIQUE', 'This value is taken.'],
  required: ['REQUIRED', 'This field has to be given.'],
  value: ['INVALID_VALUE', 'The upstream does not take this value.'],
});

/** The error of a refusal: by field where it says so, and without a word of the upstream's, which may hold data of others. */
export function errorOfRefusal(resource: Resource, manager: ManagerModel, declared: FieldErrors, { status, body }: Refusal): Error {
  const found = fieldErrors(declared, body, (name) => fieldOf(resource, name));
  const unique = found.flatMap(({ kind, name }) => (kind === 'unique' && name !== undefined ? [name] : []));
  if (found.length > 0 && found.every(({ kind }) => kind === 'unique'))
    return new ConstraintViolation('unique', { manager, fields: unique });
  return refused(manager, status, found, (name) => {
    const model = manager.fields.get(name);
    return model?.exposed ? model.publicName : undefined;
  });
}

/** The error of an action's refusal, by argument where it says so. */
export function errorOfActionRefusal(
  action: CompiledAction,
  manager: ManagerModel,
  declared: FieldErrors,
  { status, body }: Refusal,
): Error {
  const found = fieldErrors(declared, body, (name) => argumentOf(action, name));
  return refused(manager, status, found, (name) => name);
}

function refused(manager: ManagerModel, status: number, found: readonly FieldError[], publicName: NameOf): Error {
  if (status === 409 && found.length === 0) return new StaleObject('the upstream reported a conflict');
  const all: readonly FieldError[] = found.length > 0 ? found : [{ name: undefined, kind: 'value' }];
  const violations = all.map(({ name, kind }): Violation => {
    const [code, message] = MESSAGES[kind];
    const told = name === undefined ? undefined : publicName(name);
    return { path: told === undefined ? [] : [told], code, message };
  });
  return InvalidWrite.create({ manager: manager.name, count: violations.length }, { details: { violations } });
}

function fieldErrors(declared: FieldErrors, body: unknown, nameOf: NameOf): readonly FieldError[] {
  if ('object' in declared) {
    const found = valueAt(body, namesOf(declared.object));
    const names = typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.keys(found) : [];
    return names.map((name) => ({ name: nameOf(name), kind: 'value' }));
  }
  const found = valueAt(body, namesOf(declared.list));
  return (Array.isArray(found) ? (found as readonly unknown[]) : []).map((item) => {
    const name = valueAt(item, namesOf(declared.field));
    const code = declared.code === undefined ? undefined : valueAt(item, namesOf(declared.code));
    return { name: typeof name === 'string' ? nameOf(name) : undefined, kind: kindOf(declared, code) };
  });
}

function kindOf({ unique = [], required = [] }: Extract<FieldErrors, { readonly list: unknown }>, code: unknown): FieldError['kind'] {
  if (unique.some((each) => each === code)) return 'unique';
  return required.some((each) => each === code) ? 'required' : 'value';
}

const fieldOf = ({ fields }: Resource, name: string): string | undefined =>
  namedBy([...fields.values()], name, ({ from }: CompiledField) => from)?.name;

const argumentOf = ({ given }: CompiledAction, name: string): string | undefined =>
  namedBy(given, name, ({ parameter, in: place }) => (place === 'body' ? parameter.split('.') : [parameter]))?.name;

/** What the upstream calls so: by its whole path, with dots or slashes, or by the end of it. */
function namedBy<T>(all: readonly T[], name: string, pathOf: (one: T) => readonly string[]): T | undefined {
  const path = name.split(/[./]/).filter((each) => each !== '');
  const whole = all.find((each) => pathOf(each).join('.') === path.join('.'));
  return whole ?? all.find((each) => path.at(-1) === pathOf(each).at(-1));
}
