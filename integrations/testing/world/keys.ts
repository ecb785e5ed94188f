import {
  managerNamed,
  type ApplicationModel,
  type KeyModel,
  type ManagerModel,
  type RelationRequest,
  type Row,
  type SelectionRequest,
} from '../../../lib/plugin.js';

/** Whether objects of a manager can be told apart by what the API shows. */
export function hasShownKey(model: ApplicationModel, manager: ManagerModel): boolean {
  const parts = manager.key?.parts ?? [];
  return (
    parts.length > 0 &&
    parts.every(
      (part) =>
        manager.fields.get(part.field)?.exposed === true && (part.kind === 'value' || hasShownKey(model, managerNamed(model, part.target))),
    )
  );
}

/** Selects the key of a manager: its values, and the keys of related objects that are part of it. */
export function selectKey(model: ApplicationModel, { key }: ManagerModel): SelectionRequest {
  const parts = key?.parts ?? [];
  const fields = parts.filter(({ kind }) => kind === 'value').map(({ field }) => field);
  const relations = parts.flatMap((part): readonly RelationRequest[] => {
    if (part.kind === 'value') return [];
    return [{ alias: part.field, field: part.field, request: { select: selectKey(model, managerNamed(model, part.target)) } }];
  });
  return { fields, relations };
}

/** The key of a row in the form that reads take: the value itself, or the parts by their properties; undefined where a part was not read. */
export const keyOf = (model: ApplicationModel, { key }: ManagerModel, row: Row): unknown => keyIn(model, key, row);

/** The same from an object of an answer, whose properties have public names. */
export const keyOfAnswer = (model: ApplicationModel, manager: ManagerModel, object: Row): unknown =>
  keyIn(model, manager.key, object, manager);

function keyIn(model: ApplicationModel, key: KeyModel | undefined, row: Row, shown?: ManagerModel): unknown {
  const parts = (key?.parts ?? []).map((part): readonly [string, unknown] => {
    const value = row[shown?.fields.get(part.field)?.publicName ?? part.field];
    if (part.kind === 'value') return [part.field, value];
    if (typeof value !== 'object' || value === null) return [part.field, undefined];
    return [part.field, keyIn(model, part.key, value as Row, shown && managerNamed(model, part.target))];
  });
  const [only] = parts;
  if (!only || parts.some(([, value]) => value === undefined || value === null)) return undefined;
  return parts.length === 1 ? only[1] : Object.fromEntries(parts);
}

/** One text for one key, wherever it was read: answers have texts where rows have numbers and dates. */
export function keyText(key: unknown): string {
  if (key instanceof Date) return key.toISOString();
  if (typeof key !== 'object' || key === null) return String(key);
  return JSON.stringify(Object.entries(key).map(([name, value]) => [name, keyText(value)]));
}
