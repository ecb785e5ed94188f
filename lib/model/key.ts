import type { ValueField } from './field.js';
import { managerNamed } from './lookup.js';
import type { ApplicationModel, ManagerModel } from './model.js';
import type { ScalarType } from './scalar.js';

const TEXT_KEYS: readonly ScalarType[] = ['string', 'int', 'bigint', 'uuid', 'date'];

/** One column of a key: the fields that lead to it (relations of which the key is taken over) and the field with the value. */
export interface KeyColumn {
  readonly path: readonly string[];
  readonly field: ValueField;
}

/** The columns of a manager's key, flattened: parts in their order, the target's key in place of a relation. Empty without a key. */
export function keyColumns(model: ApplicationModel, manager: ManagerModel): readonly KeyColumn[] {
  return (manager.key?.parts ?? []).flatMap((part): readonly KeyColumn[] => {
    if (part.kind === 'relation') {
      const columns = keyColumns(model, managerNamed(model, part.target));
      return columns.map(({ path, field }) => ({ path: [part.field, ...path], field }));
    }
    const field = manager.fields.get(part.field);
    return field?.kind === 'scalar' || field?.kind === 'enum' ? [{ path: [part.field], field }] : [];
  });
}

/** The fields of a key that are the object's own. */
export const ownKeyFields = (model: ApplicationModel, manager: ManagerModel): readonly ValueField[] =>
  keyColumns(model, manager).flatMap(({ path, field }) => (path.length === 1 ? [field] : []));

/** The same text for the same key, whatever form its parts have. */
export const keyText = (key: readonly unknown[]): string => JSON.stringify(key.map(String));

/** A key from its flattened parts, as callers write it. */
export function keyInput(model: ApplicationModel, manager: ManagerModel, key: readonly unknown[]): unknown {
  const rest = [...key];
  const take = (of: ManagerModel): unknown => {
    const parts = (of.key?.parts ?? []).map((part): readonly [string, unknown] => {
      return [part.field, part.kind === 'relation' ? take(managerNamed(model, part.target)) : rest.shift()];
    });
    const [only] = parts;
    return only && parts.length === 1 ? only[1] : Object.fromEntries(parts);
  };
  return take(manager);
}

/** Whether the text of each part of the key is the same in the source and here, so that rows can be told by their position. */
export const hasTextKey = (model: ApplicationModel, manager: ManagerModel): boolean =>
  keyColumns(model, manager).every(({ field }) => field.kind === 'enum' || TEXT_KEYS.includes(field.type));
