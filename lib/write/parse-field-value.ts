import { embeddableNamed, enumNamed } from '../model/lookup.js';
import type { EmbeddedField, EnumField, ScalarField } from '../model/field.js';
import { INVALID, parseScalar } from '../plan/parse-value.js';
import { beyondColumn } from './beyond-column.js';
import type { InputContext } from './input-context.js';
import { isPlainObject } from '../model/plain-object.js';
import type { InputPath } from './write-plan.js';

/** Items of one list at most. */
const MAX_ITEMS = 10_000;

/** Checks a value against its field and gives its JavaScript form; undefined where it is not valid, which is gathered. */
export function parseFieldValue(
  context: InputContext,
  field: ScalarField | EnumField | EmbeddedField,
  value: unknown,
  path: InputPath,
): unknown {
  if (value === null) return null;
  if (!field.list) return parseOne(context, field, value, path);
  if (!Array.isArray(value) || value.length > MAX_ITEMS) return invalid(context, path, `a list of at most ${MAX_ITEMS} values`);
  const items = value.map((each: unknown, index) =>
    each === null || each === undefined
      ? invalid(context, [...path, index], 'a value other than null')
      : parseOne(context, field, each, [...path, index]),
  );
  return items.includes(undefined) ? undefined : items;
}

function parseOne(context: InputContext, field: ScalarField | EnumField | EmbeddedField, value: unknown, path: InputPath): unknown {
  if (field.kind === 'embedded') return parseEmbedded(context, field, value, path);
  if (field.kind === 'enum') {
    const { members } = enumNamed(context.model, field.enum);
    return members.some((member) => member.value === value) ? value : invalid(context, path, `a member of ${field.enum}`);
  }
  const parsed = parseScalar(field, value);
  if (parsed === INVALID) return invalid(context, path, `a ${field.looksLike ?? field.type} value`);
  const [code, message] = beyondColumn(field, parsed) ?? [];
  if (code === undefined || message === undefined) return parsed;
  context.violations.add(path, code, message);
  return undefined;
}

/** Embedded objects are written as a whole. */
function parseEmbedded(context: InputContext, { embeddable }: EmbeddedField, value: unknown, path: InputPath): unknown {
  const { name, fields } = embeddableNamed(context.model, embeddable);
  if (!isPlainObject(value)) return invalid(context, path, `an object of the fields of ${name}`);
  const parsed: Record<string, unknown> = {};
  const given = new Map(Object.entries(value).filter(([, each]) => each !== undefined));
  for (const key of given.keys()) {
    if (!fields.some((field) => field.name === key && (field.exposed || context.unexposed) && !field.readOnly))
      context.violations.add([...path, key], 'UNKNOWN_FIELD', `${name} has no such field that can be written.`);
  }
  for (const field of fields) {
    if (!(field.exposed || context.unexposed) || field.readOnly) continue;
    const at = [...path, field.publicName];
    const own = given.get(field.name) ?? null;
    if (own !== null) parsed[field.name] = parseFieldValue(context, field, own, at);
    else if (!field.nullable && (given.has(field.name) || !field.optional))
      context.violations.add(at, 'REQUIRED', 'This field has to be given.');
    else if (given.has(field.name)) parsed[field.name] = null;
  }
  return parsed;
}

function invalid({ violations }: InputContext, path: InputPath, expected: string): undefined {
  violations.add(path, 'INVALID_VALUE', `This has to be ${expected}.`);
  return undefined;
}
