import { InvalidKey, NoKey } from '../error/errors.js';
import { enumNamed, managerNamed } from '../model/lookup.js';
import type { ApplicationModel, KeyPart, ManagerModel } from '../model/model.js';
import { isParameter, mapValue } from './parameter.js';
import { INVALID, parseScalar } from './parse-value.js';

/**
 * Checks a key and flattens it into the values of the key's columns, in order.
 *
 * A key of one part is the value itself or `{ part: value }`; of several parts an object of all; a part that is a relation
 * takes the key of its target. Whole numbers may come as text, as GraphQL's ID does.
 *
 * @throws GM_READ_INVALID_KEY, GM_READ_NO_KEY
 */
export function parseKey(model: ApplicationModel, manager: ManagerModel, key: unknown): readonly unknown[] {
  const parts = manager.key?.parts;
  if (!parts) throw NoKey.create({ manager: manager.name });
  const [only] = parts;
  if (only && parts.length === 1 && !isPlain(key, only)) return part(model, manager, only, key);
  if (typeof key !== 'object' || key === null || Array.isArray(key) || isParameter(key)) throw InvalidKey.create({ manager: manager.name });
  const given = Object.entries(key).filter(([, value]) => value !== undefined);
  if (given.length !== parts.length) throw InvalidKey.create({ manager: manager.name });
  return parts.flatMap((each) => part(model, manager, each, given.find(([name]) => name === each.field)?.[1]));
}

function part(model: ApplicationModel, manager: ManagerModel, { kind, field: name, ...rest }: KeyPart, value: unknown): readonly unknown[] {
  if (kind === 'relation' && 'target' in rest) return parseKey(model, managerNamed(model, rest.target), value);
  return [mapValue(value, (known) => parsePart(model, manager, name, known))];
}

function parsePart(model: ApplicationModel, manager: ManagerModel, name: string, value: unknown): unknown {
  const field = manager.fields.get(name);
  if (field?.kind === 'enum') {
    const known = enumNamed(model, field.enum).members.find((member) => member.value === value);
    if (known) return known.value;
  }
  const parsed = field?.kind === 'scalar' && value !== null && value !== undefined ? parseScalar(field, value) : INVALID;
  if (parsed === INVALID) throw InvalidKey.create({ manager: manager.name });
  return parsed;
}

/** Whether the key of one part was written as `{ part: value }`. */
function isPlain(key: unknown, only: KeyPart): boolean {
  return !isParameter(key) && typeof key === 'object' && key !== null && Object.hasOwn(key, only.field) && Object.keys(key).length === 1;
}
