import { UnknownFactoryField } from '../error/factory-errors.js';
import { keyInput } from '../model/key.js';
import { managerNamed, targetOf } from '../model/lookup.js';
import type { RelationField } from '../model/field.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { parseKey } from '../plan/parse-key.js';
import type { Made } from './draft.js';

/** What was given for a relation as an object that is there: a key, an object that was read or made, or an instance. */
export function madeOf(model: ApplicationModel, manager: ManagerModel, field: RelationField, given: unknown): Made {
  const target = targetOf(model, field);
  const values =
    typeof given === 'object' && given !== null && !(given instanceof Date) ? (given as Readonly<Record<string, unknown>>) : {};
  const key = keyIn(model, target, values) ?? given;
  try {
    return { manager: target, key: parseKey(model, target, key), values };
  } catch (error) {
    throw UnknownFactoryField.create({ manager: manager.name, field: field.name }, { cause: error });
  }
}

/** The key that an object has in its fields; undefined where it lacks a part. */
export function keyIn(model: ApplicationModel, manager: ManagerModel, values: Readonly<Record<string, unknown>>): unknown {
  const parts = (manager.key?.parts ?? []).map((part): readonly [string, unknown] => {
    const value = values[part.field];
    const isNested = part.kind === 'relation' && typeof value === 'object' && value !== null;
    return [part.field, isNested ? (keyIn(model, managerNamed(model, part.target), value as typeof values) ?? value) : value];
  });
  if (parts.length === 0 || parts.some(([, value]) => value === undefined || value === null)) return undefined;
  const [only] = parts;
  return only && parts.length === 1 ? only[1] : Object.fromEntries(parts);
}

/** What refers to an object: its key, or the value of the field by which a relation leads there. */
export const referenceTo = ({ key, values }: Made, refersTo: string | undefined): readonly unknown[] =>
  refersTo === undefined ? (key ?? []) : [values[refersTo]];

/** The key of an object as callers write it. */
export const inputKey = (model: ApplicationModel, { manager, key = [] }: Made): unknown => keyInput(model, manager, key);
