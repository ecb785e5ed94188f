import {
  capitalised,
  isParameter,
  managerNamed,
  targetOf,
  type ApplicationModel,
  type FieldModel,
  type KeyModel,
  type ManagerModel,
} from '../../../lib/plugin.js';
import { argumentsOf } from './arguments-of.js';
import type { DocumentInfo } from './collect-fields.js';
import type { Occurrence } from './variants.js';

/** The key that an operation names, as the core reads it. */
export function keyOf(model: ApplicationModel, manager: ManagerModel, info: DocumentInfo, places: readonly Occurrence[]): unknown {
  const args = argumentsOf(info, places);
  return 'id' in args ? args['id'] : keyByProperty(model, manager, args['key']);
}

/** A key with property names, as the core reads it; of one value it is that value. */
export function keyByProperty(model: ApplicationModel, manager: ManagerModel, key: unknown): unknown {
  return manager.key ? byProperty(model, manager, manager.key, key) : undefined;
}

/** What a key is called where an object is named: `id` where it is one value. */
export function keyName({ parts }: KeyModel): 'id' | 'key' {
  const [only] = parts;
  if (!only || parts.length > 1) return 'key';
  return only.kind === 'value' ? 'id' : keyName(only.key);
}

/** The fields by which an object can be found besides its key, by what that is called: `isbn`, `albumAndPosition`. */
export function uniquesByName(manager: ManagerModel): ReadonlyMap<string, readonly FieldModel[]> {
  const uniques = manager.uniques.map((names): readonly [string, readonly FieldModel[]] => {
    const fields = names.flatMap((name) => manager.fields.get(name) ?? []);
    const [first, ...others] = fields.map(({ publicName }) => publicName);
    return [[first, ...others.map(capitalised)].join('And'), fields];
  });
  // What a key is called names a key.
  return new Map(uniques.filter(([name]) => !manager.key || name !== keyName(manager.key)));
}

/** What names an object, as the core reads it. */
export function whereByProperty(model: ApplicationModel, manager: ManagerModel, where: unknown): unknown {
  const [entry] = typeof where === 'object' && where !== null ? Object.entries(where) : [];
  if (!entry) return where;
  const [name, value] = entry as [string, unknown];
  const fields = uniquesByName(manager).get(name);
  if (!fields) return keyByProperty(model, manager, value);
  const given = fields.length === 1 ? { [fields[0]?.publicName ?? '']: value } : (value as Readonly<Record<string, unknown>>);
  const parts = fields.map((field): readonly [string, unknown] => {
    const part = given[field.publicName];
    return [field.name, field.kind === 'relation' ? keyByProperty(model, targetOf(model, field), part) : part];
  });
  return Object.fromEntries(parts);
}

function byProperty(model: ApplicationModel, manager: ManagerModel, key: KeyModel, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || isParameter(value)) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const [only] = key.parts;
  if (only?.kind === 'relation' && key.parts.length === 1) return byProperty(model, managerNamed(model, only.target), only.key, value);
  const entries = key.parts.map((part) => {
    const publicName = manager.fields.get(part.field)?.publicName ?? part.field;
    const inner = given[publicName];
    return [part.field, part.kind === 'relation' ? byProperty(model, managerNamed(model, part.target), part.key, inner) : inner];
  });
  return Object.fromEntries(entries);
}
