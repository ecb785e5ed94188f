import { InvalidValue } from '../error/computed-errors.js';
import type { ScalarField, ValueField } from '../model/field.js';
import { enumNamed } from '../model/lookup.js';
import type { ApplicationModel } from '../model/model.js';
import { INVALID, parseScalar } from './parse-value.js';

/** A computed value as fields of its type hold it. */
export function checkedValue(model: ApplicationModel, manager: string, field: ValueField, value: unknown): unknown {
  const fail = (expected: string): Error => InvalidValue.create({ manager, member: field.name, expected });
  if (value === undefined || value === null) {
    if (!field.nullable) throw fail('there, and the member is not nullable');
    return null;
  }
  const expected = field.kind === 'enum' ? `a member of ${field.enum}` : `of the type ${field.type}`;
  const each = (item: unknown): unknown => {
    const parsed = field.kind === 'enum' ? memberOf(model, field.enum, item) : parsedOf(field, item);
    if (parsed === INVALID) throw fail(expected);
    return parsed;
  };
  if (!field.list) return each(value);
  if (!Array.isArray(value)) throw fail(`a list of what is ${expected}`);
  return (value as readonly unknown[]).map(each);
}

function memberOf(model: ApplicationModel, name: string, value: unknown): unknown {
  return enumNamed(model, name).members.some((member) => member.value === value) ? value : INVALID;
}

/** Numbers that JSON does not have are none. */
function parsedOf(field: ScalarField, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return INVALID;
  return value === null || value === undefined ? INVALID : parseScalar(field, value);
}
